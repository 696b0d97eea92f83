package dev.kvarium.lua;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;

/** A value of Lua as JSON, byte for byte as cjson writes it. */
final class JsonWriter {
  private static final int MOST_LEVELS_OF_STACK = 2_665;
  private static final byte[][] ESCAPES = escapes();

  private final Arguments arguments;
  private final CjsonLibrary.Options options;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int counted;

  JsonWriter(Arguments arguments, CjsonLibrary.Options options) {
    this.arguments = arguments;
    this.options = options;
  }

  private static byte[][] escapes() {
    byte[][] table = new byte[256][];
    for (int i = 0; i < 32; i++) {
      table[i] = Bytes.latin1(String.format(java.util.Locale.ROOT, "\\u%04x", i));
    }
    table[127] = Bytes.latin1("\\u007f");
    table['\b'] = Bytes.latin1("\\b");
    table['\t'] = Bytes.latin1("\\t");
    table['\n'] = Bytes.latin1("\\n");
    table['\f'] = Bytes.latin1("\\f");
    table['\r'] = Bytes.latin1("\\r");
    table['"'] = Bytes.latin1("\\\"");
    table['/'] = Bytes.latin1("\\/");
    table['\\'] = Bytes.latin1("\\\\");
    return table;
  }

  LuaString run() {
    value(arguments.get(1), 0);
    return arguments.lua().made(out.toByteArray());
  }

  private void put(String text) {
    byte[] bytes = Bytes.latin1(text);
    out.write(bytes, 0, bytes.length);
  }

  private LuaError refuse(Object value, String why) {
    return arguments.error("Cannot serialise " + Lua.typeName(value) + ": " + why);
  }

  private void value(Object value, int depth) {
    arguments.lua().charge(1);
    if (out.size() - counted > 1 << 20) {
      arguments.lua().heap().take(out.size() - counted);
      counted = out.size();
    }
    switch (value) {
      case LuaString string -> string(string);
      case Double number -> number(number);
      case Boolean bool -> put(bool ? "true" : "false");
      case Nil nil -> put("null");
      case LuaTable table -> table(table, depth + 1);
      case Userdata none -> put("null");
      default -> throw refuse(value, "type not supported");
    }
  }

  private void table(LuaTable table, int depth) {
    if (depth > options.encodeDepth || depth > MOST_LEVELS_OF_STACK) {
      throw arguments.error("Cannot serialise, excessive nesting (" + depth + ")");
    }
    int length = arrayLength(table);
    if (length > 0) {
      out.write('[');
      for (int i = 1; i <= length; i++) {
        if (i > 1) {
          out.write(',');
        }
        value(table.get(i), depth);
      }
      out.write(']');
      return;
    }
    out.write('{');
    boolean first = true;
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      if (!first) {
        out.write(',');
      }
      first = false;
      switch (table.keyAt(place)) {
        case Double number -> {
          out.write('"');
          number(number);
          put("\":");
        }
        case LuaString string -> {
          string(string);
          out.write(':');
        }
        case Object other -> throw refuse(other, "table key must be a number or string");
      }
      value(table.valueAt(place), depth);
    }
    out.write('}');
  }

  /** The greatest index when all keys are whole numbers from 1, else -1. */
  private int arrayLength(LuaTable table) {
    int most = 0;
    int items = 0;
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      arguments.lua().charge(1);
      if (!(table.keyAt(place) instanceof Double key) || Math.floor(key) != key || key < 1) {
        return -1;
      }
      if (key > most) {
        most = (int) key.doubleValue();
        if (key > Integer.MAX_VALUE) {
          most = Integer.MIN_VALUE;
        }
      }
      items++;
    }
    if (options.sparseRatio > 0
        && most > items * options.sparseRatio
        && most > options.sparseSafe) {
      if (!options.sparseConvert) {
        throw refuse(table, "excessively sparse array");
      }
      return -1;
    }
    return most;
  }

  private void number(double number) {
    boolean invalid = Double.isNaN(number) || Double.isInfinite(number);
    if (invalid && options.encodeInvalid == 0) {
      throw refuse(number, "must not be NaN or Inf");
    }
    if (invalid && options.encodeInvalid == 2) {
      put("null");
    } else if (Double.isNaN(number)) {
      put("nan");
    } else if (options.digits == 14) {
      put(NumberText.of(number));
    } else {
      put(CFormat.general(number, options.digits, false));
    }
  }

  private void string(LuaString string) {
    out.write('"');
    for (byte b : string.bytes()) {
      byte[] escape = ESCAPES[b & 255];
      if (escape == null) {
        out.write(b);
      } else {
        out.write(escape, 0, escape.length);
      }
    }
    out.write('"');
    arguments.lua().charge(string.length() >> 4);
  }
}
