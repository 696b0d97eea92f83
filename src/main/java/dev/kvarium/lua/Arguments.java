package dev.kvarium.lua;

/** What a native function was called with, read as what it should be. Counted from 1. */
public final class Arguments {
  private final Lua lua;
  private final Object[] values;

  Arguments(Lua lua, Object[] values) {
    this.lua = lua;
    this.values = values;
  }

  /** The interpreter that calls. */
  public Lua lua() {
    return lua;
  }

  public int count() {
    return values.length;
  }

  /** An argument; {@link Nil} where there is none. */
  public Object get(int i) {
    return i <= values.length ? values[i - 1] : Nil.NIL;
  }

  Object[] values() {
    return values;
  }

  /** Whether there is no such argument, or it is nil. */
  public boolean isNil(int i) {
    return get(i) == Nil.NIL;
  }

  /** An argument that must be there. */
  public Object any(int i) {
    if (i > values.length) {
      throw error(i, "value expected");
    }
    return values[i - 1];
  }

  public LuaTable table(int i) {
    if (get(i) instanceof LuaTable table) {
      return table;
    }
    throw typeError(i, "table");
  }

  /** A number, or a text that is one. */
  public double number(int i) {
    Object value = get(i);
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof LuaString text) {
      double number = NumberText.parse(text.bytes());
      if (!NumberText.isNone(number)) {
        return number;
      }
    }
    throw typeError(i, "number");
  }

  public double number(int i, double otherwise) {
    return isNil(i) ? otherwise : number(i);
  }

  /** A number without its fraction, as C casts it. */
  public long integer(int i) {
    return NumberText.toLong(number(i));
  }

  public long integer(int i, long otherwise) {
    return isNil(i) ? otherwise : integer(i);
  }

  /** A number as C's int. */
  public int smallInteger(int i) {
    return (int) integer(i);
  }

  /** A text, or a number as text. */
  public LuaString string(int i) {
    Object value = get(i);
    if (value instanceof LuaString text) {
      return text;
    }
    if (value instanceof Double number) {
      return NumberText.string(number);
    }
    throw typeError(i, "string");
  }

  public boolean truth(int i) {
    return Lua.isTrue(get(i));
  }

  /** The error for an argument of another type. */
  public LuaError typeError(int i, String wanted) {
    String got = i > values.length ? "no value" : Lua.typeName(values[i - 1]);
    return error(i, wanted + " expected, got " + got);
  }

  /** The error for a bad argument. */
  public LuaError error(int i, String message) {
    return lua.argumentError(i, message);
  }

  /** An error with the place in the script that called. */
  public LuaError error(String message) {
    return lua.errorAt(message);
  }
}
