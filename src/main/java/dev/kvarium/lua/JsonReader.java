package dev.kvarium.lua;

import dev.kvarium.base.FloatText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** JSON as a value of Lua; arrays and objects become tables, null becomes {@code cjson.null}. */
final class JsonReader {
  /** The names by which errors call what they found. */
  private enum Kind {
    T_OBJ_BEGIN,
    T_OBJ_END,
    T_ARR_BEGIN,
    T_ARR_END,
    T_STRING,
    T_NUMBER,
    T_BOOLEAN,
    T_NULL,
    T_COLON,
    T_COMMA,
    T_END,
    T_ERROR
  }

  private static final int MOST_LEVELS_OF_STACK = 2_665;

  private final Arguments arguments;
  private final CjsonLibrary.Options options;
  private final byte[] text;
  private int at;
  private int depth;

  private Kind kind = Kind.T_END;
  private int index;
  private String problem = "";
  private Object value = Nil.NIL;

  JsonReader(Arguments arguments, CjsonLibrary.Options options) {
    this.arguments = arguments;
    this.options = options;
    this.text = arguments.string(1).bytes();
  }

  Object run() {
    if (text.length >= 2 && (text[0] == 0 || text[1] == 0)) {
      throw arguments.error("JSON parser does not support UTF-16 or UTF-32");
    }
    next();
    Object read = value();
    next();
    if (kind != Kind.T_END) {
      throw expected("the end");
    }
    return read;
  }

  private LuaError expected(String what) {
    String found = kind == Kind.T_ERROR ? problem : kind.name();
    return arguments.error(
        "Expected " + what + " but found " + found + " at character " + (index + 1));
  }

  private int peek(int ahead) {
    return at + ahead < text.length ? text[at + ahead] & 255 : 0;
  }

  private void fail(String why) {
    kind = Kind.T_ERROR;
    index = at;
    problem = why;
  }

  private void found(Kind what, int length) {
    kind = what;
    at += length;
  }

  private boolean begins(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (peek(i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void next() {
    arguments.lua().charge(1);
    while (peek(0) == ' ' || peek(0) == '\t' || peek(0) == '\n' || peek(0) == '\r') {
      at++;
    }
    index = at;
    int c = peek(0);
    switch (c) {
      case 0 -> kind = Kind.T_END;
      case '{' -> found(Kind.T_OBJ_BEGIN, 1);
      case '}' -> found(Kind.T_OBJ_END, 1);
      case '[' -> found(Kind.T_ARR_BEGIN, 1);
      case ']' -> found(Kind.T_ARR_END, 1);
      case ',' -> found(Kind.T_COMMA, 1);
      case ':' -> found(Kind.T_COLON, 1);
      case '"' -> string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        if (!options.decodeInvalid && isInvalidNumber()) {
          fail("invalid number");
        } else {
          number();
        }
      }
      case 'f', 'i', 'I', 'n', 'N', 't', '+' -> word();
      default -> fail("invalid token");
    }
  }

  private void word() {
    if (begins("true")) {
      value = true;
      found(Kind.T_BOOLEAN, 4);
    } else if (begins("false")) {
      value = false;
      found(Kind.T_BOOLEAN, 5);
    } else if (begins("null")) {
      found(Kind.T_NULL, 4);
    } else if (options.decodeInvalid && isInvalidNumber()) {
      number();
    } else {
      fail("invalid token");
    }
  }

  private boolean isInvalidNumber() {
    if (peek(0) == '+') {
      return true;
    }
    int p = peek(0) == '-' ? 1 : 0;
    int c = peek(p);
    if (c == '0') {
      int second = peek(p + 1);
      return (second | 32) == 'x' || second >= '0' && second <= '9';
    }
    if (c <= '9') {
      return false;
    }
    String three = "" + (char) (c | 32) + (char) (peek(p + 1) | 32) + (char) (peek(p + 2) | 32);
    return three.equals("inf") || three.equals("nan");
  }

  private void number() {
    FloatText read = FloatText.scan(text, at, text.length);
    if (read.kind() == FloatText.Kind.NONE) {
      fail("invalid number");
      return;
    }
    double number = read.toDouble();
    value =
        read.kind() == FloatText.Kind.NAN
            ? Double.longBitsToDouble(
                (read.negative() ? Long.MIN_VALUE : 0) | 0x7ff8_0000_0000_0000L)
            : number;
    found(Kind.T_NUMBER, read.end() - at);
  }

  private void string() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    at++;
    while (peek(0) != '"') {
      int c = peek(0);
      if (c == 0) {
        fail("unexpected end of string");
        return;
      }
      if (c == '\\') {
        if (peek(1) == 'u') {
          if (!unicode(out)) {
            fail("invalid unicode escape code");
            return;
          }
          continue;
        }
        c = escaped(peek(1));
        if (c == 0) {
          fail("invalid escape code");
          return;
        }
        at++;
      }
      out.write(c);
      at++;
    }
    at++;
    kind = Kind.T_STRING;
    value = arguments.lua().made(out.toByteArray());
    arguments.lua().charge(out.size() >> 4);
  }

  private static int escaped(int c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      default -> 0;
    };
  }

  private int hexadecimal(int ahead) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit((char) peek(ahead + i), 16);
      if (digit < 0 || peek(ahead + i) > 127) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  private boolean unicode(ByteArrayOutputStream out) {
    int code = hexadecimal(2);
    int length = 6;
    if (code < 0) {
      return false;
    }
    if ((code & 0xf800) == 0xd800) {
      if ((code & 0x400) != 0 || peek(6) != '\\' || peek(7) != 'u') {
        return false;
      }
      int low = hexadecimal(8);
      if (low < 0 || (low & 0xfc00) != 0xdc00) {
        return false;
      }
      code = ((code & 0x3ff) << 10 | low & 0x3ff) + 0x10000;
      length = 12;
    }
    byte[] utf8 = Character.toString(code).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.write(utf8, 0, utf8.length);
    at += length;
    return true;
  }

  /** An array or object that is being read. */
  private static final class Level {
    final LuaTable table;
    final boolean array;
    Object key = Nil.NIL;
    double index;

    Level(LuaTable table, boolean array) {
      this.table = table;
      this.array = array;
    }
  }

  /** The value whose first word was read, with all that is in it. */
  private Object value() {
    Deque<Level> levels = new ArrayDeque<>();
    while (true) {
      Object read;
      switch (kind) {
        case T_STRING, T_NUMBER, T_BOOLEAN -> read = value;
        case T_NULL -> read = Userdata.NULL;
        case T_OBJ_BEGIN, T_ARR_BEGIN -> {
          boolean array = kind == Kind.T_ARR_BEGIN;
          descend();
          Level level = new Level(arguments.lua().newTable(), array);
          next();
          if (kind == (array ? Kind.T_ARR_END : Kind.T_OBJ_END)) {
            depth--;
            read = level.table;
          } else {
            levels.push(level);
            if (!array) {
              key(level);
            }
            continue;
          }
        }
        default -> throw expected("value");
      }
      while (true) {
        Level level = levels.peek();
        if (level == null) {
          return read;
        }
        if (!goOn(level, read)) {
          break;
        }
        levels.pop();
        depth--;
        read = level.table;
      }
    }
  }

  /** Adds a value; whether it was the last, else the first word of the next was read. */
  private boolean goOn(Level level, Object read) {
    if (level.array) {
      level.table.set(++level.index, read);
    } else {
      level.table.set(level.key, read);
    }
    next();
    if (kind == (level.array ? Kind.T_ARR_END : Kind.T_OBJ_END)) {
      return true;
    }
    if (kind != Kind.T_COMMA) {
      throw expected(level.array ? "comma or array end" : "comma or object end");
    }
    next();
    if (!level.array) {
      key(level);
    }
    return false;
  }

  private void key(Level level) {
    if (kind != Kind.T_STRING) {
      throw expected("object key string");
    }
    level.key = value;
    next();
    if (kind != Kind.T_COLON) {
      throw expected("colon");
    }
    next();
  }

  private void descend() {
    depth++;
    if (depth > options.decodeDepth || depth > MOST_LEVELS_OF_STACK) {
      throw arguments.error(
          "Found too many nested data structures (" + depth + ") at character " + at);
    }
  }
}
