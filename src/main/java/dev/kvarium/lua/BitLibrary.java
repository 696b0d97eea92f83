package dev.kvarium.lua;

import java.util.function.IntBinaryOperator;

/** Mike Pall's library {@code bit}, of 32 bits. */
public final class BitLibrary {
  private static final double SHIFT = 6755399441055744.0;

  private BitLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable bit = new LuaTable(lua.heap(), 0, 12);
    lua.globals().set("bit", bit);
    lua.register(bit, "tobit", a -> one(bits(a, 1)));
    lua.register(bit, "bnot", a -> one(~bits(a, 1)));
    all(lua, bit, "band", (x, y) -> x & y);
    all(lua, bit, "bor", (x, y) -> x | y);
    all(lua, bit, "bxor", (x, y) -> x ^ y);
    shift(lua, bit, "lshift", (x, n) -> x << n);
    shift(lua, bit, "rshift", (x, n) -> x >>> n);
    shift(lua, bit, "arshift", (x, n) -> x >> n);
    shift(lua, bit, "rol", Integer::rotateLeft);
    shift(lua, bit, "ror", Integer::rotateRight);
    lua.register(bit, "bswap", a -> one(Integer.reverseBytes(bits(a, 1))));
    lua.register(bit, "tohex", BitLibrary::hexadecimal);
  }

  private static Object[] one(int value) {
    return new Object[] {(double) value};
  }

  /** The low 32 bits of the nearest integer. */
  private static int bits(Arguments a, int i) {
    Object value = a.get(i);
    double number = Operations.toNumber(value);
    if (NumberText.isNone(number)) {
      throw a.typeError(i, "number");
    }
    return (int) Double.doubleToRawLongBits(number + SHIFT);
  }

  private static void all(Lua lua, LuaTable bit, String name, IntBinaryOperator operator) {
    lua.register(
        bit,
        name,
        a -> {
          int value = bits(a, 1);
          for (int i = a.count(); i > 1; i--) {
            value = operator.applyAsInt(value, bits(a, i));
          }
          return one(value);
        });
  }

  private static void shift(Lua lua, LuaTable bit, String name, IntBinaryOperator operator) {
    lua.register(bit, name, a -> one(operator.applyAsInt(bits(a, 1), bits(a, 2) & 31)));
  }

  private static Object[] hexadecimal(Arguments a) {
    int value = bits(a, 1);
    int digits = a.count() < 2 ? 8 : bits(a, 2);
    boolean upper = digits < 0;
    int count = digits == Integer.MIN_VALUE ? 8 : Math.min(Math.abs(digits), 8);
    String text = String.format(java.util.Locale.ROOT, "%08x", value).substring(8 - count);
    return new Object[] {LuaString.of(upper ? text.toUpperCase(java.util.Locale.ROOT) : text)};
  }
}
