package dev.kvarium.lua;

/** The library {@code cjson} 2.1.0: JSON out of tables and back. */
public final class CjsonLibrary {
  private static final int MOST_DIGITS = 14;

  /** What a script can set; a module made by {@code cjson.new} has its own. */
  static final class Options {
    boolean sparseConvert;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeDepth = 1000;
    int decodeDepth = 1000;

    /** 0 refuses them, 1 writes them, 2 writes null. */
    int encodeInvalid;

    boolean decodeInvalid = true;
    boolean keepBuffer = true;
    int digits = MOST_DIGITS;
  }

  private CjsonLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    lua.globals().set("cjson", module(lua));
  }

  private static LuaTable module(Lua lua) {
    Options options = new Options();
    LuaTable module = lua.newTable();
    lua.register(module, "encode", a -> one(new JsonWriter(single(a), options).run()));
    lua.register(module, "decode", a -> one(new JsonReader(single(a), options).run()));
    lua.register(module, "encode_sparse_array", a -> sparse(arguments(a, 3), options));
    lua.register(
        module,
        "encode_max_depth",
        a -> one((double) (options.encodeDepth = integer(a, 1, 1, options.encodeDepth))));
    lua.register(
        module,
        "decode_max_depth",
        a -> one((double) (options.decodeDepth = integer(a, 1, 1, options.decodeDepth))));
    lua.register(
        module,
        "encode_number_precision",
        a -> one((double) (options.digits = precision(arguments(a, 1), options.digits))));
    lua.register(
        module,
        "encode_keep_buffer",
        a -> one(options.keepBuffer = flag(arguments(a, 1), 1, options.keepBuffer)));
    lua.register(
        module, "encode_invalid_numbers", a -> one(encodeInvalid(arguments(a, 1), options)));
    lua.register(
        module,
        "decode_invalid_numbers",
        a -> one(options.decodeInvalid = flag(arguments(a, 1), 1, options.decodeInvalid)));
    lua.register(module, "new", a -> one(module(a.lua())));
    module.set("null", Userdata.NULL);
    module.set("_NAME", LuaString.of("cjson"));
    module.set("_VERSION", LuaString.of("2.1.0"));
    return module;
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static Arguments single(Arguments a) {
    if (a.count() != 1) {
      throw a.error(1, "expected 1 argument");
    }
    return a;
  }

  private static Arguments arguments(Arguments a, int most) {
    if (a.count() > most) {
      throw a.error(most + 1, "found too many arguments");
    }
    return a;
  }

  private static int integer(Arguments a, int i, int least, int now) {
    return integer(arguments(a, Math.max(i, 1)), i, least, Integer.MAX_VALUE, now);
  }

  private static int integer(Arguments a, int i, int least, int most, int now) {
    if (a.isNil(i)) {
      return now;
    }
    int value = a.smallInteger(i);
    if (value < least || value > most) {
      throw a.error(1, "expected integer between " + least + " and " + most);
    }
    return value;
  }

  private static int precision(Arguments a, int now) {
    return integer(a, 1, 1, MOST_DIGITS, now);
  }

  private static boolean flag(Arguments a, int i, boolean now) {
    Object value = a.get(i);
    if (value == Nil.NIL) {
      return now;
    }
    if (value instanceof Boolean bool) {
      return bool;
    }
    String text = a.string(i).text();
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw a.error(i, "invalid option '" + text + "'");
    };
  }

  private static Object encodeInvalid(Arguments a, Options options) {
    if (a.get(1) instanceof LuaString text && text.text().equals("null")) {
      options.encodeInvalid = 2;
    } else if (!a.isNil(1)) {
      options.encodeInvalid = flag(a, 1, false) ? 1 : 0;
    }
    return options.encodeInvalid == 2 ? LuaString.of("null") : options.encodeInvalid == 1;
  }

  private static Object[] sparse(Arguments a, Options options) {
    options.sparseConvert = flag(a, 1, options.sparseConvert);
    options.sparseRatio = integer(a, 2, 0, Integer.MAX_VALUE, options.sparseRatio);
    options.sparseSafe = integer(a, 3, 0, Integer.MAX_VALUE, options.sparseSafe);
    return new Object[] {
      options.sparseConvert, (double) options.sparseRatio, (double) options.sparseSafe
    };
  }
}
