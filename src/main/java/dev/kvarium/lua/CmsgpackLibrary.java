package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The library {@code cmsgpack} 0.4.0: MessagePack out of values and back. */
public final class CmsgpackLibrary {
  private static final int MOST_LEVELS = 16;

  private CmsgpackLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable module = lua.newTable();
    lua.register(module, "pack", CmsgpackLibrary::pack);
    lua.register(module, "unpack", a -> unpack(a, 0, 0));
    lua.register(module, "unpack_one", a -> unpack(a, 1, a.integer(2, 0)));
    lua.register(module, "unpack_limit", a -> unpack(a, a.integer(2), a.integer(3, 0)));
    module.set("_NAME", LuaString.of("cmsgpack"));
    module.set("_VERSION", LuaString.of("lua-cmsgpack 0.4.0"));
    module.set("_COPYRIGHT", LuaString.of("Copyright (C) 2012, Salvatore Sanfilippo"));
    module.set("_DESCRIPTION", LuaString.of("MessagePack C implementation for Lua"));
    lua.globals().set("cmsgpack", module);
  }

  // Out

  private static Object[] pack(Arguments a) {
    if (a.count() == 0) {
      throw a.error(0, "MessagePack pack needs input.");
    }
    Writer writer = new Writer(a.lua());
    for (int i = 1; i <= a.count(); i++) {
      writer.value(a.get(i), 0);
    }
    return new Object[] {a.lua().made(writer.out.toByteArray())};
  }

  private record Writer(Lua lua, ByteArrayOutputStream out) {
    Writer(Lua lua) {
      this(lua, new ByteArrayOutputStream());
    }

    void value(Object value, int level) {
      lua.charge(1);
      switch (value) {
        case LuaString string -> string(string);
        case Double number -> number(number);
        case Boolean bool -> out.write(bool ? 0xc3 : 0xc2);
        case LuaTable table when level != MOST_LEVELS -> table(table, level);
        default -> out.write(0xc0);
      }
    }

    private void number(double number) {
      long whole = NumberText.toLong(number);
      if (!Double.isInfinite(number) && whole == number) {
        integer(whole);
        return;
      }
      float small = (float) number;
      if (small == number) {
        out.write(0xca);
        put(Float.floatToRawIntBits(small) & 0xffffffffL, 4);
      } else {
        out.write(0xcb);
        put(Double.doubleToRawLongBits(number), 8);
      }
    }

    private void integer(long n) {
      if (n >= 0) {
        if (n <= 127) {
          out.write((int) n);
        } else if (n <= 0xff) {
          head(0xcc, n, 1);
        } else if (n <= 0xffff) {
          head(0xcd, n, 2);
        } else if (n <= 0xffffffffL) {
          head(0xce, n, 4);
        } else {
          head(0xcf, n, 8);
        }
      } else if (n >= -32) {
        out.write((int) n);
      } else if (n >= -128) {
        head(0xd0, n, 1);
      } else if (n >= -32768) {
        head(0xd1, n, 2);
      } else if (n >= Integer.MIN_VALUE) {
        head(0xd2, n, 4);
      } else {
        head(0xd3, n, 8);
      }
    }

    private void head(int mark, long size, int bytes) {
      out.write(mark);
      put(size, bytes);
    }

    private void put(long value, int bytes) {
      for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        out.write((int) (value >>> shift));
      }
    }

    private void string(LuaString string) {
      int length = string.length();
      if (length < 32) {
        out.write(0xa0 | length);
      } else if (length <= 0xff) {
        head(0xd9, length, 1);
      } else if (length <= 0xffff) {
        head(0xda, length, 2);
      } else {
        head(0xdb, length, 4);
      }
      lua.heap().making((long) out.size() + length);
      out.write(string.bytes(), 0, length);
    }

    private void table(LuaTable table, int level) {
      if (isArray(table)) {
        int length = table.length();
        sized(length, 0x90, 0xdc);
        for (int i = 1; i <= length; i++) {
          value(table.get(i), level + 1);
        }
        return;
      }
      int count = 0;
      for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
        count++;
      }
      sized(count, 0x80, 0xde);
      for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
        value(table.keyAt(place), level + 1);
        value(table.valueAt(place), level + 1);
      }
    }

    private void sized(int size, int small, int large) {
      if (size <= 15) {
        out.write(small | size);
      } else if (size <= 65535) {
        head(large, size, 2);
      } else {
        head(large + 1, size, 4);
      }
    }

    /** Whether the keys are those from 1 to their number. */
    private boolean isArray(LuaTable table) {
      int count = 0;
      int most = 0;
      for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
        lua.charge(1);
        if (!(table.keyAt(place) instanceof Double key) || key <= 0 || (int) (double) key != key) {
          return false;
        }
        most = Math.max(most, (int) (double) key);
        count++;
      }
      return most == count;
    }
  }

  // Back

  private static Object[] unpack(Arguments a, long limit, long offset) {
    byte[] bytes = a.string(1).bytes();
    if (offset < 0 || limit < 0) {
      throw a.error(
          "Invalid request to unpack with offset of "
              + (int) offset
              + " and limit of "
              + bytes.length
              + ".");
    }
    if (offset > bytes.length) {
      throw a.error(
          "Start offset " + (int) offset + " greater than input length " + bytes.length + ".");
    }
    boolean all = limit == 0 && offset == 0;
    Reader reader = new Reader(a, bytes, (int) offset);
    List<Object> values = new ArrayList<>();
    if (!all) {
      values.add(Nil.NIL);
    }
    for (long n = 0; reader.at < bytes.length && (all || n < limit); n++) {
      values.add(reader.value());
      if (values.size() > 7_990) {
        throw a.error(
            "stack overflow (too many return values at once; use unpack_one or unpack_limit"
                + " instead.)");
      }
    }
    if (!all) {
      values.set(0, reader.at == bytes.length ? -1.0 : (double) reader.at);
    }
    return values.toArray();
  }

  private static final class Reader {
    /** As many nested tables as find room on C's stack of Lua. */
    private static final int MOST_DEPTH = 3_999;

    /** A table that is being filled. */
    private static final class Level {
      final LuaTable table;
      final boolean array;
      final long length;
      long filled;
      Object key = Nil.NIL;
      boolean hasKey;

      Level(LuaTable table, boolean array, long length) {
        this.table = table;
        this.array = array;
        this.length = length;
      }

      void take(Object value) {
        if (array) {
          table.set((double) ++filled, value);
        } else if (hasKey) {
          hasKey = false;
          filled++;
          table.set(key, value);
        } else {
          hasKey = true;
          key = value;
        }
      }
    }

    private final Arguments arguments;
    private final byte[] bytes;
    private int at;
    private final Deque<Level> levels = new ArrayDeque<>();

    Reader(Arguments arguments, byte[] bytes, int at) {
      this.arguments = arguments;
      this.bytes = bytes;
      this.at = at;
    }

    private void need(long count) {
      if (bytes.length - at < count) {
        throw arguments.error("Missing bytes in input.");
      }
    }

    private long unsigned(int skip, int count) {
      need(skip + (long) count);
      long value = 0;
      for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[at + skip + i] & 255;
      }
      at += skip + count;
      return value;
    }

    /** The next value with all that is in it. */
    Object value() {
      Object read = head();
      while (true) {
        Level level = levels.peek();
        if (level != null && level.table != read) {
          level.take(read);
        }
        while (level != null && level.filled == level.length) {
          levels.pop();
          read = level.table;
          level = levels.peek();
          if (level != null) {
            level.take(read);
          }
        }
        if (level == null) {
          return read;
        }
        read = head();
      }
    }

    private Object head() {
      arguments.lua().charge(1);
      need(1);
      int mark = bytes[at] & 255;
      return switch (mark) {
        case 0xcc -> (double) unsigned(1, 1);
        case 0xd0 -> (double) (byte) unsigned(1, 1);
        case 0xcd -> (double) unsigned(1, 2);
        case 0xd1 -> (double) (short) unsigned(1, 2);
        case 0xce -> (double) unsigned(1, 4);
        case 0xd2 -> (double) (int) unsigned(1, 4);
        case 0xcf, 0xd3 -> (double) unsigned(1, 8);
        case 0xc0 -> plain(Nil.NIL);
        case 0xc3 -> plain(Boolean.TRUE);
        case 0xc2 -> plain(Boolean.FALSE);
        case 0xca -> (double) Float.intBitsToFloat((int) unsigned(1, 4));
        case 0xcb -> Double.longBitsToDouble(unsigned(1, 8));
        case 0xd9 -> string(1, 1);
        case 0xda -> string(1, 2);
        case 0xdb -> string(1, 4);
        case 0xdc -> array(unsigned(1, 2));
        case 0xdd -> array(unsigned(1, 4));
        case 0xde -> map(unsigned(1, 2));
        case 0xdf -> map(unsigned(1, 4));
        default -> small(mark);
      };
    }

    private Object plain(Object value) {
      at++;
      return value;
    }

    private Object small(int mark) {
      if (mark < 0x80) {
        return plain((double) mark);
      }
      if (mark >= 0xe0) {
        return plain((double) (byte) mark);
      }
      if ((mark & 0xe0) == 0xa0) {
        at++;
        return take(mark & 0x1f, 1);
      }
      if ((mark & 0xf0) == 0x90) {
        at++;
        return array(mark & 15);
      }
      if ((mark & 0xf0) == 0x80) {
        at++;
        return map(mark & 15);
      }
      throw arguments.error("Bad data format in input.");
    }

    private LuaString string(int skip, int count) {
      return take(unsigned(skip, count), 0);
    }

    private LuaString take(long length, int head) {
      need(length);
      LuaString string =
          arguments.lua().made(java.util.Arrays.copyOfRange(bytes, at, at + (int) length));
      at += (int) length;
      return string;
    }

    private LuaTable open(long length, boolean array) {
      if (levels.size() >= MOST_DEPTH) {
        throw arguments.error(
            "stack overflow (too many return values at once; use unpack_one or unpack_limit"
                + " instead.)");
      }
      LuaTable table = arguments.lua().newTable();
      levels.push(new Level(table, array, length));
      return table;
    }

    private LuaTable array(long length) {
      return open(length, true);
    }

    private LuaTable map(long length) {
      return open(length, false);
    }
  }
}
