package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The functions that belong to no library, and the library {@code coroutine}. */
public final class BaseLibrary {
  private static final int MOST_RESULTS = 8_000;
  private static final Object[] NOTHING = new Object[0];

  private BaseLibrary() {}

  /** Adds them to the globals, but those that Redis leaves out. */
  public static void open(Lua lua) {
    LuaTable globals = lua.globals();
    globals.set("_G", globals);
    lua.register(globals, "assert", BaseLibrary::check);
    lua.register(globals, "collectgarbage", BaseLibrary::collect);
    lua.register(globals, "error", BaseLibrary::error);
    lua.register(globals, "gcinfo", a -> one((double) (a.lua().heap().usedBytes() >> 10)));
    lua.register(globals, "getmetatable", BaseLibrary::metatable);
    lua.register(globals, "load", BaseLibrary::load);
    lua.register(globals, "loadstring", BaseLibrary::loadString);
    lua.register(globals, "next", BaseLibrary::next);
    lua.next = globals.get("next");
    globals.set("pcall", special(lua, "pcall", NativeFunction.Kind.PROTECTED_CALL));
    lua.register(globals, "rawequal", a -> one(Lua.rawEquals(a.any(1), a.any(2))));
    lua.register(globals, "rawget", a -> one(get(a.table(1), a.any(2))));
    lua.register(globals, "rawset", BaseLibrary::rawSet);
    lua.register(globals, "select", BaseLibrary::select);
    lua.register(globals, "setmetatable", BaseLibrary::setMetatable);
    lua.register(globals, "tonumber", BaseLibrary::toNumber);
    lua.register(globals, "tostring", a -> one(shown(a)));
    lua.register(globals, "type", a -> one(LuaString.of(Lua.typeName(a.any(1)))));
    lua.register(globals, "unpack", BaseLibrary::unpack);
    globals.set("xpcall", special(lua, "xpcall", NativeFunction.Kind.HANDLED_CALL));
    globals.set("_VERSION", LuaString.of("Lua 5.1"));
    NativeFunction step = lua.function("ipairs_aux", BaseLibrary::nextItem);
    lua.keep(step);
    lua.register(globals, "ipairs", a -> new Object[] {step, a.table(1), 0.0});
    Object next = lua.next;
    lua.register(globals, "pairs", a -> new Object[] {next, a.table(1), Nil.NIL});
    coroutines(lua);
  }

  /** Lets the function {@code pcall} hand out the text of an error that is a table with one. */
  public static void unwrapErrors(Lua lua) {
    if (lua.globals().get("pcall") instanceof NativeFunction function) {
      function.unwrapsErrors = true;
    }
  }

  private static NativeFunction special(Lua lua, String name, NativeFunction.Kind kind) {
    return lua.special(name, kind, a -> NOTHING, Nil.NIL);
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static Object shown(Arguments a) {
    Object custom = a.lua().metafield(a.any(1), Metamethods.TOSTRING);
    return custom == Nil.NIL ? a.lua().text(a.get(1)) : a.lua().callOne(custom, a.get(1));
  }

  private static Object get(LuaTable table, Object key) {
    return table.get(key);
  }

  private static Object[] check(Arguments a) {
    a.any(1);
    if (!a.truth(1)) {
      throw a.error(a.isNil(2) ? "assertion failed!" : a.string(2).text());
    }
    return a.values();
  }

  private static Object[] collect(Arguments a) {
    String option = a.isNil(1) ? "collect" : a.string(1).text();
    Heap heap = a.lua().heap();
    return switch (option) {
      case "collect" -> {
        heap.collect();
        yield one(0.0);
      }
      case "count" -> one(heap.usedBytes() / 1024.0);
      case "step" -> {
        heap.collect();
        yield one(false);
      }
      case "setpause", "setstepmul" -> one(200.0);
      case "stop", "restart" -> one(0.0);
      default -> throw a.error(1, "invalid option '" + option + "'");
    };
  }

  private static Object[] error(Arguments a) {
    long level = a.integer(2, 1);
    Object value = a.get(1);
    if ((value instanceof LuaString || value instanceof Double) && level > 0) {
      String text = a.lua().text(value).text();
      throw new LuaError(a.lua().where((int) Math.min(level, Integer.MAX_VALUE)) + text);
    }
    throw new LuaError(value);
  }

  private static Object[] metatable(Arguments a) {
    LuaTable meta = a.lua().metatable(a.any(1));
    if (meta == null) {
      return one(Nil.NIL);
    }
    Object shown = meta.get(Metamethods.METATABLE);
    return one(shown == Nil.NIL ? meta : shown);
  }

  private static Object[] setMetatable(Arguments a) {
    LuaTable table = a.table(1);
    Object meta = a.get(2);
    if (a.count() < 2 || !(meta == Nil.NIL || meta instanceof LuaTable)) {
      throw a.error(2, "nil or table expected");
    }
    if (a.lua().metafield(table, Metamethods.METATABLE) != Nil.NIL) {
      throw a.error("cannot change a protected metatable");
    }
    if (table.readOnly) {
      throw new LuaError("Attempt to modify a readonly table");
    }
    table.meta = meta instanceof LuaTable given ? given : null;
    return one(table);
  }

  private static Object[] rawSet(Arguments a) {
    LuaTable table = a.table(1);
    a.any(2);
    a.any(3);
    if (table.readOnly) {
      throw new LuaError("Attempt to modify a readonly table");
    }
    table.set(a.get(2), a.get(3));
    return one(table);
  }

  private static Object[] loadString(Arguments a) {
    LuaString text = a.string(1);
    String name = a.isNil(2) ? text.text() : a.string(2).text();
    return compile(a, text.bytes(), name);
  }

  private static Object[] load(Arguments a) {
    String name = a.isNil(2) ? "=(load)" : a.string(2).text();
    if (!(a.get(1) instanceof LuaFunction)) {
      throw a.typeError(1, "function");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (true) {
      Object piece;
      try {
        piece = a.lua().callOne(a.get(1));
      } catch (LuaError error) {
        return new Object[] {Nil.NIL, error.value()};
      }
      if (piece == Nil.NIL || piece instanceof LuaString end && end.length() == 0) {
        return compile(a, text.toByteArray(), name);
      }
      if (!(piece instanceof LuaString || piece instanceof Double)) {
        return new Object[] {Nil.NIL, LuaString.of("reader function must return a string")};
      }
      LuaString string = a.lua().text(piece);
      a.lua().heap().making((long) text.size() + string.length());
      a.lua().charge(100);
      text.write(string.bytes(), 0, string.length());
    }
  }

  private static Object[] compile(Arguments a, byte[] text, String name) {
    try {
      a.lua().charge(text.length >> 4);
      return one(a.lua().load(text, name));
    } catch (LuaError error) {
      return new Object[] {Nil.NIL, error.value()};
    }
  }

  private static Object[] next(Arguments a) {
    LuaTable table = a.table(1);
    int place = table.after(a.get(2));
    return place < 0 ? one(Nil.NIL) : new Object[] {table.keyAt(place), table.valueAt(place)};
  }

  private static Object[] nextItem(Arguments a) {
    double next = a.smallInteger(2) + 1.0;
    Object value = a.table(1).get(next);
    return value == Nil.NIL ? NOTHING : new Object[] {next, value};
  }

  private static Object[] select(Arguments a) {
    int count = a.count();
    if (a.get(1) instanceof LuaString text && text.length() > 0 && text.at(0) == '#') {
      return one(count - 1.0);
    }
    int from = a.smallInteger(1);
    if (from < 0) {
      from = count + from;
    } else if (from > count) {
      from = count;
    }
    if (from < 1) {
      throw a.error(1, "index out of range");
    }
    return Arrays.copyOfRange(a.values(), from, count);
  }

  private static Object[] toNumber(Arguments a) {
    int base = (int) a.integer(2, 10);
    if (base == 10) {
      double value = Operations.toNumber(a.any(1));
      return one(NumberText.isNone(value) ? Nil.NIL : (Object) value);
    }
    String text = a.string(1).text();
    if (base < 2 || base > 36) {
      throw a.error(2, "base out of range");
    }
    return one(unsigned(text, base));
  }

  /** What C's {@code strtoul} reads in all of a text. */
  private static Object unsigned(String text, int base) {
    int i = 0;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    boolean negative = i < text.length() && text.charAt(i) == '-';
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    if (base == 16
        && text.startsWith("0x", i)
        && i + 2 < text.length()
        && digit(text.charAt(i + 2), 16) >= 0) {
      i += 2;
    }
    int first = i;
    long value = 0;
    boolean overflow = false;
    for (; i < text.length() && digit(text.charAt(i), base) >= 0; i++) {
      long next = value * base + digit(text.charAt(i), base);
      overflow |= Long.compareUnsigned(Long.divideUnsigned(next, base), value) != 0;
      value = next;
    }
    if (i == first) {
      return Nil.NIL;
    }
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    if (i < text.length() && text.charAt(i) != 0) {
      return Nil.NIL;
    }
    long signed = overflow ? -1 : negative ? -value : value;
    double size = signed >>> 1;
    return signed >= 0 ? (double) signed : size * 2 + (signed & 1);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= 9 && c <= 13;
  }

  private static int digit(char c, int base) {
    int value =
        c >= '0' && c <= '9'
            ? c - '0'
            : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
    return value < base ? value : -1;
  }

  private static Object[] unpack(Arguments a) {
    LuaTable table = a.table(1);
    int from = (int) a.integer(2, 1);
    int to = a.isNil(3) ? table.length() : a.smallInteger(3);
    if (from > to) {
      return NOTHING;
    }
    long count = (long) to - from + 1;
    if (count > Integer.MAX_VALUE || a.count() + count > MOST_RESULTS) {
      throw a.error("too many results to unpack");
    }
    Object[] values = new Object[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.get(from + i);
    }
    return values;
  }

  // Coroutines

  private static void coroutines(Lua lua) {
    LuaTable table = new LuaTable(lua.heap(), 0, 6);
    lua.globals().set("coroutine", table);
    lua.register(table, "create", a -> one(create(a)));
    table.set("resume", special(lua, "resume", NativeFunction.Kind.RESUME));
    lua.register(table, "running", BaseLibrary::running);
    lua.register(table, "status", BaseLibrary::status);
    lua.register(
        table,
        "wrap",
        a -> one(a.lua().special("wrap", NativeFunction.Kind.WRAPPED, b -> NOTHING, create(a))));
    table.set("yield", special(lua, "yield", NativeFunction.Kind.YIELD));
  }

  private static Coroutine create(Arguments a) {
    if (!(a.get(1) instanceof LuaClosure function)) {
      throw a.error(1, "Lua function expected");
    }
    a.lua().heap().take(1024);
    return new Coroutine(a.lua().heap().nextAddress(), function);
  }

  private static Object[] running(Arguments a) {
    Coroutine running = a.lua().running;
    return running == a.lua().main ? one(Nil.NIL) : one(running);
  }

  private static Object[] status(Arguments a) {
    if (!(a.get(1) instanceof Coroutine coroutine)) {
      throw a.error(1, "coroutine expected");
    }
    return one(LuaString.of(coroutine.status.name().toLowerCase(java.util.Locale.ROOT)));
  }
}
