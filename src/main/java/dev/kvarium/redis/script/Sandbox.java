package dev.kvarium.redis.script;

import dev.kvarium.lua.BaseLibrary;
import dev.kvarium.lua.BitLibrary;
import dev.kvarium.lua.CallLevel;
import dev.kvarium.lua.CjsonLibrary;
import dev.kvarium.lua.CmsgpackLibrary;
import dev.kvarium.lua.Lua;
import dev.kvarium.lua.LuaFunction;
import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.MathLibrary;
import dev.kvarium.lua.Nil;
import dev.kvarium.lua.StringLibrary;
import dev.kvarium.lua.StructLibrary;
import dev.kvarium.lua.TableLibrary;

/**
 * An interpreter as Redis sets it up: the libraries without {@code io}, {@code os} and {@code
 * debug}, the table {@code redis}, globals that cannot be changed, and an error for reading one
 * that is not there.
 */
final class Sandbox {
  /** How much a script may hold; the server itself knows no limit but the machine's. */
  static final long MEMORY_BYTES = 256L << 20;

  final Lua lua = new Lua(MEMORY_BYTES);
  private final LuaFunction handler;

  /** The sandbox of EVAL. */
  static Sandbox forScripts(RedisApi api) {
    Sandbox sandbox = new Sandbox(api);
    LuaTable globals = sandbox.lua.globals();
    LuaTable redis = (LuaTable) globals.get("redis");
    sandbox.lua.register(redis, "breakpoint", a -> new Object[] {false});
    sandbox.lua.register(redis, "debug", a -> new Object[0]);
    sandbox.lua.register(redis, "replicate_commands", a -> new Object[] {true});
    globals.set("debug", Nil.NIL);
    globals.set("__redis__err__handler", sandbox.handler);
    sandbox.refuseUnknown(globals);
    protect(globals);
    return sandbox;
  }

  /** The sandbox of functions; see {@link FunctionSandbox} for what it is while one is loaded. */
  static Sandbox forFunctions(RedisApi api) {
    Sandbox sandbox = new Sandbox(api);
    LuaTable globals = sandbox.lua.globals();
    globals.set("debug", Nil.NIL);
    sandbox.refuseUnknown(globals);
    protect(globals);
    return sandbox;
  }

  private Sandbox(RedisApi api) {
    BaseLibrary.open(lua);
    TableLibrary.open(lua);
    StringLibrary.open(lua);
    MathLibrary.open(lua);
    lua.globals().set("debug", lua.newTable());
    CjsonLibrary.open(lua);
    StructLibrary.open(lua);
    CmsgpackLibrary.open(lua);
    BitLibrary.open(lua);
    BaseLibrary.unwrapErrors(lua);
    lua.globals().set("redis", api.table(lua));
    LuaTable strings = lua.metatable(LuaString.EMPTY);
    if (strings != null) {
      protect(strings);
    }
    LuaTable math = (LuaTable) lua.globals().get("math");
    api.guardRandom(lua, math);
    handler = lua.function("__redis__err__handler", a -> new Object[] {placed(a.get(1))});
    lua.keep(handler);
  }

  /** What an error is shown to before it leaves the script. */
  LuaFunction handler() {
    return handler;
  }

  /** The error as a table that says where it arose; of a native function, who called it. */
  private Object placed(Object error) {
    CallLevel level = lua.level(1);
    if (level != null && level.isNative()) {
      level = lua.level(2);
    }
    LuaTable table =
        error instanceof LuaTable given
            ? given
            : ReplyToLua.error(lua, "ERR " + lua.text(error).text());
    if (level != null && !table.readOnly) {
      table.set("source", LuaString.of(level.source()));
      table.set("line", (double) level.line());
    }
    return table;
  }

  /** Reading a name that the table has not is an error. */
  void refuseUnknown(LuaTable table) {
    LuaTable meta = lua.newTable();
    lua.register(
        meta,
        "__index",
        a -> {
          if (a.count() != 2) {
            throw a.error("Wrong number of arguments to luaProtectedTableError");
          }
          if (!(a.get(2) instanceof LuaString || a.get(2) instanceof Double)) {
            throw a.error("Second argument to luaProtectedTableError must be a string or number");
          }
          throw a.error(
              "Script attempted to access nonexistent global variable '"
                  + a.string(2).text()
                  + "'");
        });
    table.setMetatable(meta);
  }

  /** Makes a table and all that can be reached from it unchangeable. */
  static void protect(LuaTable table) {
    if (table.readOnly) {
      return;
    }
    table.readOnly = true;
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      if (table.valueAt(place) instanceof LuaTable inner) {
        protect(inner);
      }
    }
    LuaTable meta = table.metatable();
    if (meta != null) {
      protect(meta);
    }
  }
}
