package dev.kvarium.lua;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The library {@code string}, which strings also have as methods. */
public final class StringLibrary {
  private static final int MOST_RESULTS = 8_000;
  private static final String SPECIAL = "^$*+?.([%-";

  /** The head of a function in binary form, which nothing here reads: Redis refuses to, too. */
  private static final String DUMPED = "\033LuaQ\0\1\4\10\4\10\0";

  private static final int STEPS_A_KILOBYTE = 16;

  private StringLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable string = new LuaTable(lua.heap(), 0, 15);
    lua.globals().set("string", string);
    lua.register(string, "byte", StringLibrary::bytes);
    lua.register(string, "char", StringLibrary::chars);
    lua.register(string, "dump", StringLibrary::dump);
    lua.register(string, "find", arguments -> find(arguments, true));
    lua.register(string, "format", a -> one(made(a, new FormatText(a).run())));
    lua.register(
        string,
        "gfind",
        a -> {
          throw a.error("'string.gfind' was renamed to 'string.gmatch'");
        });
    lua.register(string, "gmatch", StringLibrary::gmatch);
    lua.register(string, "gsub", StringLibrary::gsub);
    lua.register(string, "len", a -> one((double) a.string(1).length()));
    lua.register(string, "lower", a -> one(made(a, mapped(a.string(1), 'A', 'Z', 32))));
    lua.register(string, "match", arguments -> find(arguments, false));
    lua.register(string, "rep", StringLibrary::repeat);
    lua.register(string, "reverse", StringLibrary::reverse);
    lua.register(string, "sub", StringLibrary::sub);
    lua.register(string, "upper", a -> one(made(a, mapped(a.string(1), 'a', 'z', -32))));
    string.set("gfind", string.get("gmatch"));
    LuaTable meta = new LuaTable(lua.heap(), 0, 1);
    meta.set("__index", string);
    lua.stringMeta = meta;
    lua.keep(meta);
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static LuaString made(Arguments a, byte[] bytes) {
    a.lua().charge(bytes.length >> 10 << 4);
    return a.lua().made(bytes);
  }

  private static byte[] mapped(LuaString text, int from, int to, int by) {
    byte[] bytes = text.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= from && bytes[i] <= to) {
        bytes[i] += (byte) by;
      }
    }
    return bytes;
  }

  /** A position that counts from the end when negative. */
  private static long position(long at, int length) {
    long from = at < 0 ? at + length + 1 : at;
    return Math.max(from, 0);
  }

  private static Object[] sub(Arguments a) {
    LuaString text = a.string(1);
    long from = Math.max(position(a.integer(2), text.length()), 1);
    long to = Math.min(position(a.integer(3, -1), text.length()), text.length());
    return from > to
        ? one(LuaString.EMPTY)
        : one(made(a, Arrays.copyOfRange(text.bytes(), (int) from - 1, (int) to)));
  }

  private static Object[] bytes(Arguments a) {
    LuaString text = a.string(1);
    long first = position(a.integer(2, 1), text.length());
    long last = position(a.integer(3, first), text.length());
    long from = Math.max(first, 1);
    long to = Math.min(last, text.length());
    if (from > to) {
      return new Object[0];
    }
    if (to - from + 1 + a.count() > MOST_RESULTS) {
      throw a.error("stack overflow (string slice too long)");
    }
    Object[] codes = new Object[(int) (to - from + 1)];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (double) text.at((int) from - 1 + i);
    }
    return codes;
  }

  private static Object[] chars(Arguments a) {
    byte[] bytes = new byte[a.count()];
    for (int i = 1; i <= bytes.length; i++) {
      int code = a.smallInteger(i);
      if ((code & 255) != code) {
        throw a.error(i, "invalid value");
      }
      bytes[i - 1] = (byte) code;
    }
    return one(made(a, bytes));
  }

  private static Object[] dump(Arguments a) {
    if (!(a.get(1) instanceof LuaFunction function)) {
      throw a.typeError(1, "function");
    }
    if (!(function instanceof LuaClosure)) {
      throw a.error("unable to dump given function");
    }
    return one(LuaString.of(DUMPED));
  }

  private static Object[] repeat(Arguments a) {
    LuaString text = a.string(1);
    int times = a.smallInteger(2);
    if (times <= 0 || text.length() == 0) {
      return one(LuaString.EMPTY);
    }
    long length = (long) times * text.length();
    a.lua().charge((int) Math.min((length >> 10) * STEPS_A_KILOBYTE, 1 << 24));
    a.lua().heap().take(length + 25);
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(text.bytes(), 0, bytes, i * text.length(), text.length());
    }
    return one(new LuaString(bytes));
  }

  private static Object[] reverse(Arguments a) {
    byte[] bytes = a.string(1).bytes().clone();
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte kept = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = kept;
    }
    return one(made(a, bytes));
  }

  private static boolean isPlain(byte[] pattern) {
    for (byte each : pattern) {
      if (each == 0) {
        return true;
      }
      if (SPECIAL.indexOf(each) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static int indexOf(Lua lua, byte[] text, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
        lua.charge((i - from) >> 3);
        return i;
      }
    }
    lua.charge(Math.max(0, text.length - from) >> 3);
    return -1;
  }

  private static Object[] find(Arguments a, boolean find) {
    byte[] text = a.string(1).bytes();
    byte[] pattern = a.string(2).bytes();
    long asked = a.integer(3, 1);
    long init = (asked < 0 ? Math.max(asked + text.length + 1, 0) : asked) - 1;
    int from = (int) Math.min(Math.max(init, 0), text.length);
    if (find && (a.truth(4) || isPlain(pattern))) {
      int at = indexOf(a.lua(), text, pattern, from);
      return at < 0 ? one(Nil.NIL) : new Object[] {at + 1.0, (double) (at + pattern.length)};
    }
    boolean anchored = pattern.length > 0 && pattern[0] == '^';
    Pattern match = new Pattern(a.lua(), text, pattern);
    for (int s = from; s <= text.length; s++) {
      int end = match.match(s, anchored ? 1 : 0);
      if (end >= 0) {
        if (!find) {
          return match.captures(s, end);
        }
        Object[] own = match.own(s, end);
        Object[] results = new Object[2 + (own == null ? 0 : own.length)];
        results[0] = s + 1.0;
        results[1] = (double) end;
        if (own != null) {
          System.arraycopy(own, 0, results, 2, own.length);
        }
        return results;
      }
      if (anchored) {
        break;
      }
    }
    return one(Nil.NIL);
  }

  private static Object[] gmatch(Arguments a) {
    LuaString text = a.string(1);
    LuaString pattern = a.string(2);
    int[] next = {0};
    NativeFunction.Body step =
        b -> {
          Pattern match = new Pattern(b.lua(), text.bytes(), pattern.bytes());
          for (int s = next[0]; s <= text.length(); s++) {
            int end = match.match(s, 0);
            if (end >= 0) {
              next[0] = end == s ? end + 1 : end;
              return match.captures(s, end);
            }
          }
          return one(Nil.NIL);
        };
    return one(a.lua().special("gmatch_aux", NativeFunction.Kind.PLAIN, step, text));
  }

  private static Object[] gsub(Arguments a) {
    byte[] text = a.string(1).bytes();
    byte[] pattern = a.string(2).bytes();
    Object replacement = a.get(3);
    if (!(replacement instanceof LuaString
        || replacement instanceof Double
        || replacement instanceof LuaTable
        || replacement instanceof LuaFunction)) {
      throw a.error(3, "string/function/table expected");
    }
    long most = a.count() < 4 || a.isNil(4) ? text.length + 1L : a.smallInteger(4);
    boolean anchored = pattern.length > 0 && pattern[0] == '^';
    Pattern match = new Pattern(a.lua(), text, pattern);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int s = 0;
    int count = 0;
    while (count < most) {
      int end = match.match(s, anchored ? 1 : 0);
      if (end >= 0) {
        count++;
        replace(a, match, replacement, s, end, out);
      }
      if (end > s) {
        s = end;
      } else if (s < text.length) {
        out.write(text[s++]);
      } else {
        break;
      }
      if (anchored) {
        break;
      }
    }
    if (s < text.length) {
      out.write(text, s, text.length - s);
    }
    return new Object[] {made(a, out.toByteArray()), (double) count};
  }

  private static void replace(
      Arguments a, Pattern match, Object replacement, int s, int end, ByteArrayOutputStream out) {
    Lua lua = a.lua();
    Object value;
    switch (replacement) {
      case LuaTable table -> value = lua.machine().index(table, match.capture(0, s, end));
      case LuaFunction function -> value = lua.callOne(function, match.captures(s, end));
      default -> {
        int before = out.size();
        template(a, match, a.string(3).bytes(), s, end, out);
        lua.heap().making(out.size());
        lua.charge((out.size() - before) >> 4);
        return;
      }
    }
    if (!Lua.isTrue(value)) {
      out.write(match.text, s, end - s);
      return;
    }
    LuaString put =
        switch (value) {
          case LuaString string -> string;
          case Double number -> NumberText.string(number);
          default -> throw a.error("invalid replacement value (a " + Lua.typeName(value) + ")");
        };
    lua.heap().making((long) out.size() + put.length());
    out.write(put.bytes(), 0, put.length());
  }

  private static void template(
      Arguments a, Pattern match, byte[] template, int s, int end, ByteArrayOutputStream out) {
    for (int i = 0; i < template.length; i++) {
      if (template[i] != '%') {
        int next = Bytes.indexOf(template, (byte) '%', i);
        next = next < 0 ? template.length : next;
        out.write(template, i, next - i);
        i = next - 1;
        continue;
      }
      i++;
      int c = i < template.length ? template[i] : 0;
      if (c < '0' || c > '9') {
        out.write(c);
      } else if (c == '0') {
        out.write(match.text, s, end - s);
      } else {
        LuaString text = a.lua().text(match.capture(c - '1', s, end));
        out.write(text.bytes(), 0, text.length());
      }
    }
  }
}
