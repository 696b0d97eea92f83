package dev.kvarium.lua;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A value of Lua as JSON, byte for byte as cjson writes it. */
final class JsonWriter {
  private static final int MOST_LEVELS_OF_STACK = 2_665;
  private static final byte[][] ESCAPES = escapes();

  private final Arguments arguments;
  private final CjsonLibrary.Options options;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Level> levels = new ArrayDeque<>();

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
    value(arguments.get(1));
    while (!levels.isEmpty()) {
      goOn(levels.peek());
    }
    return arguments.lua().made(out.toByteArray());
  }

  private void put(String text) {
    byte[] bytes = Bytes.latin1(text);
    out.write(bytes, 0, bytes.length);
  }

  private LuaError refuse(Object value, String why) {
    return arguments.error("Cannot serialise " + Lua.typeName(value) + ": " + why);
  }

  /** A table that is being written; an object counts places, an array indexes. */
  private static final class Level {
    final LuaTable table;
    final int length;
    int next;
    boolean first = true;

    Level(LuaTable table, int length) {
      this.table = table;
      this.length = length;
    }
  }

  /** Writes a value; a table is only opened, its content is written later. */
  private void value(Object value) {
    arguments.lua().charge(1);
    arguments.lua().heap().making(out.size());
    switch (value) {
      case LuaString string -> string(string);
      case Double number -> number(number);
      case Boolean bool -> put(bool ? "true" : "false");
      case Nil nil -> put("null");
      case LuaTable table -> open(table);
      case Userdata none -> put("null");
      default -> throw refuse(value, "type not supported");
    }
  }

  private void open(LuaTable table) {
    int depth = levels.size() + 1;
    if (depth > options.encodeDepth || depth > MOST_LEVELS_OF_STACK) {
      throw arguments.error("Cannot serialise, excessive nesting (" + depth + ")");
    }
    int length = arrayLength(table);
    levels.push(new Level(table, length));
    out.write(length > 0 ? '[' : '{');
  }

  private void goOn(Level level) {
    if (level.length > 0 ? level.next == level.length : at(level) < 0) {
      out.write(level.length > 0 ? ']' : '}');
      levels.pop();
      return;
    }
    if (!level.first) {
      out.write(',');
    }
    level.first = false;
    if (level.length > 0) {
      value(level.table.get(++level.next));
      return;
    }
    int place = at(level);
    level.next = place + 1;
    switch (level.table.keyAt(place)) {
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
    value(level.table.valueAt(place));
  }

  private static int at(Level level) {
    return level.table.from(level.next);
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
    arguments.lua().heap().making((long) out.size() + string.length());
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
