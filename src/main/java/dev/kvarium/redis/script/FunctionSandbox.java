package dev.kvarium.redis.script;

import dev.kvarium.lua.Arguments;
import dev.kvarium.lua.Hook;
import dev.kvarium.lua.Lua;
import dev.kvarium.lua.LuaClosure;
import dev.kvarium.lua.LuaError;
import dev.kvarium.lua.LuaFunction;
import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.Nil;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The sandbox of functions. The globals that they see are an empty table in front of the real ones;
 * while a library is loaded it stands in front of others, where there is only {@code
 * redis.register_function} and what goes to the log.
 */
final class FunctionSandbox {
  private static final long LOAD_MICROS = 500_000;

  private final Sandbox sandbox;
  private final Supplier<ScriptPace> pace;
  private final LuaTable front;
  private final LuaTable whileLoading;
  private final LuaTable globals;
  private Optional<Map<String, Functions.Function>> registered = Optional.empty();

  FunctionSandbox(RedisApi api, Supplier<ScriptPace> pace) {
    this.sandbox = Sandbox.forFunctions(api);
    this.pace = pace;
    Lua lua = sandbox.lua;
    this.globals = lua.globals();
    LuaTable redis = lua.newTable();
    lua.register(redis, "register_function", this::register);
    api.logging(lua, redis);
    RedisApi.version(redis);
    sandbox.refuseUnknown(redis);
    this.whileLoading = lua.newTable();
    whileLoading.set("redis", redis);
    sandbox.refuseUnknown(whileLoading);
    Sandbox.protect(whileLoading);
    lua.keep(whileLoading);
    lua.keep(globals);
    LuaTable shown = lua.newTable();
    this.front = lua.newTable();
    front.set("__index", globals);
    front.readOnly = true;
    shown.setMetatable(front);
    shown.readOnly = true;
    lua.useGlobals(shown);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /**
   * Runs the code of a library.
   *
   * @param functions takes what it registers
   * @throws LuaError whose value is the text of what went wrong
   */
  void load(byte[] code, Map<String, Functions.Function> functions, boolean limited) {
    Lua lua = sandbox.lua;
    front.set("__index", whileLoading);
    registered = Optional.of(functions);
    try {
      LuaClosure main;
      try {
        main = lua.load(code, "@user_function");
      } catch (LuaError error) {
        throw new LuaError("Error compiling function: " + lua.text(error.value()).text());
      }
      ScriptPace.Watch watch = pace.get().start();
      lua.hook(
          (steps, canPause) -> {
            if (limited && watch.micros(steps) > LOAD_MICROS) {
              throw error("FUNCTION LOAD timeout");
            }
            return Hook.Verdict.GO_ON;
          });
      try {
        lua.begin(main, Nil.NIL);
        lua.run();
      } catch (LuaError error) {
        throw new LuaError("Error registering functions: " + text(error.value()));
      }
    } finally {
      front.set("__index", globals);
      registered = Optional.empty();
      lua.hook(Hook.NONE);
    }
  }

  private String text(Object error) {
    if (error instanceof LuaTable table) {
      Object text = table.get("err");
      return text == Nil.NIL ? "unknown error" : sandbox.lua.text(text).text();
    }
    return "ERR " + sandbox.lua.text(error).text();
  }

  private LuaError error(String text) {
    return new LuaError(ReplyToLua.error(sandbox.lua, "ERR " + text));
  }

  private Object[] register(Arguments a) {
    if (registered.isEmpty()) {
      throw error("redis.register_function can only be called on FUNCTION LOAD command");
    }
    if (a.count() < 1 || a.count() > 2) {
      throw error("wrong number of arguments to redis.register_function");
    }
    Functions.Function function = a.count() == 1 ? named(a) : positional(a);
    if (!Functions.isName(function.name())) {
      throw error(
          "Library names can only contain letters, numbers, or underscores(_) and must be at least"
              + " one character long");
    }
    Map<String, Functions.Function> functions = registered.get();
    if (functions.containsKey(function.name())) {
      throw error("Function already exists in the library");
    }
    sandbox.lua.keep(function.callback());
    functions.put(function.name(), function);
    return new Object[0];
  }

  private static boolean isText(Object value) {
    return value instanceof LuaString || value instanceof Double;
  }

  private String text(Object value, String otherwise) {
    if (!isText(value)) {
      throw error(otherwise);
    }
    return sandbox.lua.text(value).text();
  }

  private Functions.Function positional(Arguments a) {
    String name = text(a.get(1), "first argument to redis.register_function must be a string");
    if (!(a.get(2) instanceof LuaFunction callback)) {
      throw error("second argument to redis.register_function must be a function");
    }
    return new Functions.Function(name, Optional.empty(), callback, ScriptFlag.none());
  }

  private Functions.Function named(Arguments a) {
    if (!(a.get(1) instanceof LuaTable table)) {
      throw error(
          "calling redis.register_function with a single argument is only applicable to Lua table"
              + " (representing named arguments).");
    }
    Optional<String> name = Optional.empty();
    Optional<String> description = Optional.empty();
    Optional<LuaFunction> callback = Optional.empty();
    Set<ScriptFlag> flags = ScriptFlag.none();
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      String key =
          text(
              table.keyAt(place),
              "named argument key given to redis.register_function is not a string");
      Object value = table.valueAt(place);
      switch (key.toLowerCase(Locale.ROOT)) {
        case "function_name" ->
            name =
                Optional.of(
                    text(
                        value,
                        "function_name argument given to redis.register_function must be a"
                            + " string"));
        case "description" ->
            description =
                Optional.of(
                    text(
                        value,
                        "description argument given to redis.register_function must be a string"));
        case "callback" -> {
          if (!(value instanceof LuaFunction function)) {
            throw error("callback argument given to redis.register_function must be a function");
          }
          callback = Optional.of(function);
        }
        case "flags" -> flags = flags(value);
        default -> throw error("unknown argument given to redis.register_function");
      }
    }
    if (name.isEmpty()) {
      throw error("redis.register_function must get a function name argument");
    }
    if (callback.isEmpty()) {
      throw error("redis.register_function must get a callback argument");
    }
    return new Functions.Function(name.get(), description, callback.get(), flags);
  }

  private Set<ScriptFlag> flags(Object value) {
    if (!(value instanceof LuaTable table)) {
      throw error(
          "flags argument to redis.register_function must be a table representing function"
              + " flags");
    }
    Set<ScriptFlag> flags = ScriptFlag.none();
    for (int i = 1; table.get(i) != Nil.NIL; i++) {
      String name = text(table.get(i), "unknown flag given").toLowerCase(Locale.ROOT);
      ScriptFlag flag = ScriptFlag.of(name);
      if (flag == ScriptFlag.COMPATIBLE) {
        throw error("unknown flag given");
      }
      flags.add(flag);
    }
    return flags;
  }
}
