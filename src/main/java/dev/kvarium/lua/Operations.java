package dev.kvarium.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What operators do when their operands are not plain numbers: strings, metatables, errors. */
final class Operations {
  private static final int LONGEST_CHAIN = 100;

  private final Lua lua;
  private final Machine machine;

  Operations(Lua lua, Machine machine) {
    this.lua = lua;
    this.machine = machine;
  }

  // Errors

  /** An error that names the operand of the instruction that runs. */
  LuaError typeError(String what, Object value, int operand) {
    FunctionCode.Name name = nameOf(operand);
    String type = Lua.typeName(value) + " value";
    return machine.runError(
        name == null
            ? "attempt to " + what + " a " + type
            : "attempt to " + what + " " + name + " (a " + type + ")");
  }

  private FunctionCode.@Nullable Name nameOf(int operand) {
    Coroutine coroutine = lua.running;
    if (coroutine.depth == 0) {
      return null;
    }
    Frame frame = coroutine.frame();
    LuaClosure closure = frame.closure;
    if (closure == null) {
      return null;
    }
    return closure.code.name(frame.pc - 1, operand);
  }

  private LuaError compareError(Object a, Object b) {
    String left = Lua.typeName(a);
    String right = Lua.typeName(b);
    return machine.runError(
        left.charAt(2) == right.charAt(2)
            ? "attempt to compare two " + left + " values"
            : "attempt to compare " + left + " with " + right);
  }

  // Tables

  /** {@code object[key]}. */
  Object index(Object object, Object key) {
    Object at = object;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Object next;
      if (at instanceof LuaTable table) {
        Object value = table.get(key);
        LuaTable meta = table.meta;
        if (value != Nil.NIL || meta == null) {
          return value;
        }
        next = meta.get(Metamethods.INDEX);
        if (next == Nil.NIL) {
          return Nil.NIL;
        }
      } else {
        next = lua.metafield(at, Metamethods.INDEX);
        if (next == Nil.NIL) {
          throw typeError("index", at, at == object ? 0 : -1);
        }
      }
      if (next instanceof LuaFunction) {
        return lua.callOne(next, at, key);
      }
      at = next;
    }
    throw machine.runError("loop in gettable");
  }

  /** {@code object[key] = value}. */
  void setIndex(Object object, Object key, Object value) {
    Object at = object;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Object next;
      if (at instanceof LuaTable table) {
        if (table.readOnly) {
          throw machine.runError("Attempt to modify a readonly table");
        }
        LuaTable meta = table.meta;
        if (meta == null) {
          set(table, key, value);
          return;
        }
        next = table.get(key) != Nil.NIL ? Nil.NIL : meta.get(Metamethods.NEWINDEX);
        if (next == Nil.NIL) {
          set(table, key, value);
          return;
        }
      } else {
        next = lua.metafield(at, Metamethods.NEWINDEX);
        if (next == Nil.NIL) {
          throw typeError("index", at, at == object ? 0 : -1);
        }
      }
      if (next instanceof LuaFunction) {
        machine.call(next, at, key, value);
        return;
      }
      at = next;
    }
    throw machine.runError("loop in settable");
  }

  private void set(LuaTable table, Object key, Object value) {
    if (key instanceof Double number) {
      if (number != number.doubleValue() || number.isNaN()) {
        throw machine.runError("table index is NaN");
      }
      table.set(number.doubleValue(), value);
    } else if (key == Nil.NIL) {
      throw machine.runError("table index is nil");
    } else {
      table.set(key, value);
    }
  }

  // Arithmetic

  /** A number, or a text that is one; {@link NumberText#isNone} otherwise. */
  static double toNumber(Object value) {
    return switch (value) {
      case Double number -> number;
      case LuaString text -> NumberText.parse(text.bytes());
      default -> NumberText.none();
    };
  }

  Object arithmetic(int op, Object a, Object b) {
    double x = toNumber(a);
    double y = NumberText.isNone(x) ? x : toNumber(b);
    if (!NumberText.isNone(y)) {
      return Arithmetic.calculate(op, x, y);
    }
    LuaString event = Metamethods.arithmetic(op);
    Object function = lua.metafield(a, event);
    if (function == Nil.NIL) {
      function = lua.metafield(b, event);
    }
    if (function == Nil.NIL) {
      boolean second = !NumberText.isNone(x);
      throw typeError("perform arithmetic on", second ? b : a, second ? 1 : 0);
    }
    return lua.callOne(function, a, b);
  }

  Object negate(Object value) {
    double number = toNumber(value);
    if (!NumberText.isNone(number)) {
      return Arithmetic.negate(number);
    }
    Object function = lua.metafield(value, Metamethods.UNM);
    if (function == Nil.NIL) {
      throw typeError("perform arithmetic on", value, 0);
    }
    return lua.callOne(function, value, value);
  }

  Object length(Object value) {
    return switch (value) {
      case LuaTable table -> (double) table.length();
      case LuaString string -> (double) string.length();
      default -> throw typeError("get length of", value, 0);
    };
  }

  double loopNumber(Object value, String what) {
    double number = toNumber(value);
    if (NumberText.isNone(number)) {
      throw machine.runError("'for' " + what + " must be a number");
    }
    return number;
  }

  // Strings

  private static boolean isText(Object value) {
    return value instanceof LuaString || value instanceof Double;
  }

  private static LuaString text(Object value) {
    return value instanceof Double number ? NumberText.string(number) : (LuaString) value;
  }

  /** Joins the registers from one to another, from the right. */
  Object concat(Coroutine coroutine, int first, int last) {
    Object joined = coroutine.stack[last];
    int left = last - 1;
    while (left >= first) {
      Object before = coroutine.stack[left];
      if (!isText(before) || !isText(joined)) {
        joined = concat(before, joined, left - first);
        left--;
        continue;
      }
      int from = left;
      while (from > first && isText(coroutine.stack[from - 1])) {
        from--;
      }
      joined = join(coroutine, from, left, text(joined));
      left = from - 1;
    }
    return joined;
  }

  private Object concat(Object a, Object b, int operand) {
    Object function = lua.metafield(a, Metamethods.CONCAT);
    if (function == Nil.NIL) {
      function = lua.metafield(b, Metamethods.CONCAT);
    }
    if (function == Nil.NIL) {
      throw isText(a)
          ? typeError("concatenate", b, operand + 1)
          : typeError("concatenate", a, operand);
    }
    return lua.callOne(function, a, b);
  }

  private LuaString join(Coroutine coroutine, int from, int to, LuaString end) {
    LuaString[] pieces = new LuaString[to - from + 2];
    long length = end.length();
    for (int i = from; i <= to; i++) {
      LuaString piece = text(coroutine.stack[i]);
      pieces[i - from] = piece;
      length += piece.length();
    }
    pieces[pieces.length - 1] = end;
    lua.charge((int) Math.min(length >> 6, 1 << 20));
    lua.heap().take(length);
    byte[] bytes = new byte[(int) length];
    int at = 0;
    for (LuaString each : pieces) {
      System.arraycopy(each.bytes(), 0, bytes, at, each.length());
      at += each.length();
    }
    return new LuaString(bytes);
  }

  // Comparisons

  boolean lessThan(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x < y;
    }
    if (a instanceof LuaString x && b instanceof LuaString y) {
      return Arrays.compareUnsigned(x.bytes(), y.bytes()) < 0;
    }
    if (Lua.typeName(a).equals(Lua.typeName(b))) {
      Object function = comparison(a, b, Metamethods.LT);
      if (function != Nil.NIL) {
        return Lua.isTrue(lua.callOne(function, a, b));
      }
    }
    throw compareError(a, b);
  }

  boolean lessOrEqual(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x <= y;
    }
    if (a instanceof LuaString x && b instanceof LuaString y) {
      return Arrays.compareUnsigned(x.bytes(), y.bytes()) <= 0;
    }
    if (Lua.typeName(a).equals(Lua.typeName(b))) {
      Object function = comparison(a, b, Metamethods.LE);
      if (function != Nil.NIL) {
        return Lua.isTrue(lua.callOne(function, a, b));
      }
      function = comparison(b, a, Metamethods.LT);
      if (function != Nil.NIL) {
        return !Lua.isTrue(lua.callOne(function, b, a));
      }
    }
    throw compareError(a, b);
  }

  boolean equalByMetatable(Object a, Object b) {
    Object function = comparison(a, b, Metamethods.EQ);
    return function != Nil.NIL && Lua.isTrue(lua.callOne(function, a, b));
  }

  /** The function by which both are compared: only where both have the same. */
  private Object comparison(Object a, Object b, LuaString event) {
    Object function = lua.metafield(a, event);
    return function != Nil.NIL && Lua.rawEquals(function, lua.metafield(b, event))
        ? function
        : Nil.NIL;
  }
}
