package dev.kvarium.lua;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The library {@code math}; random numbers come from the generator of 48 bits that Redis has. */
public final class MathLibrary {
  private static final long FACTOR = 0x5DEECE66DL;
  private static final long MASK = (1L << 48) - 1;
  private static final double RANGE = Integer.MAX_VALUE;
  private static final double DEGREE = Math.PI / 180.0;

  private long state = 0x1234ABCD330EL;

  private MathLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable math = new LuaTable(lua.heap(), 0, 28);
    lua.globals().set("math", math);
    MathLibrary library = new MathLibrary();
    lua.register(math, "abs", a -> one(magnitude(a.number(1))));
    function(lua, math, "acos", StrictMath::acos);
    function(lua, math, "asin", StrictMath::asin);
    function(lua, math, "atan2", StrictMath::atan2);
    function(lua, math, "atan", StrictMath::atan);
    function(lua, math, "ceil", x -> Math.ceil(x));
    function(lua, math, "cosh", StrictMath::cosh);
    function(lua, math, "cos", StrictMath::cos);
    function(lua, math, "deg", x -> x / DEGREE);
    function(lua, math, "exp", StrictMath::exp);
    function(lua, math, "floor", x -> Math.floor(x));
    function(lua, math, "fmod", (x, y) -> x % y);
    lua.register(math, "frexp", MathLibrary::fraction);
    lua.register(math, "ldexp", a -> one(scaled(a.number(1), a.smallInteger(2))));
    function(lua, math, "log10", StrictMath::log10);
    function(lua, math, "log", StrictMath::log);
    lua.register(math, "max", a -> one(best(a, false)));
    lua.register(math, "min", a -> one(best(a, true)));
    lua.register(math, "modf", MathLibrary::parts);
    function(lua, math, "pow", Arithmetic::power);
    function(lua, math, "rad", x -> x * DEGREE);
    lua.register(math, "random", library::random);
    lua.register(math, "randomseed", library::seed);
    function(lua, math, "sinh", StrictMath::sinh);
    function(lua, math, "sin", StrictMath::sin);
    function(lua, math, "sqrt", x -> Math.sqrt(x));
    function(lua, math, "tanh", StrictMath::tanh);
    function(lua, math, "tan", StrictMath::tan);
    math.set("pi", Math.PI);
    math.set("huge", Double.POSITIVE_INFINITY);
    math.set("mod", math.get("fmod"));
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static void function(Lua lua, LuaTable math, String name, DoubleUnaryOperator f) {
    lua.register(
        math,
        name,
        a -> {
          double x = a.number(1);
          double y = f.applyAsDouble(x);
          return one(Double.isNaN(y) ? Arithmetic.nan(x, x) : y);
        });
  }

  private static void function(Lua lua, LuaTable math, String name, DoubleBinaryOperator f) {
    lua.register(
        math,
        name,
        a -> {
          double x = a.number(1);
          double y = a.number(2);
          double z = f.applyAsDouble(x, y);
          return one(Double.isNaN(z) ? Arithmetic.nan(x, y) : z);
        });
  }

  private static Object best(Arguments a, boolean least) {
    double best = a.number(1);
    for (int i = 2; i <= a.count(); i++) {
      double other = a.number(i);
      if (least ? other < best : other > best) {
        best = other;
      }
    }
    return best;
  }

  private static Object[] fraction(Arguments a) {
    double x = a.number(1);
    if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
      return new Object[] {x, 0.0};
    }
    int exponent = Math.getExponent(x);
    double scaled = x;
    if (exponent < Double.MIN_EXPONENT) {
      scaled = x * 0x1p54;
      exponent = Math.getExponent(scaled) - 54;
      return new Object[] {Math.scalb(scaled, -(exponent + 54) - 1), exponent + 1.0};
    }
    return new Object[] {Math.scalb(scaled, -exponent - 1), exponent + 1.0};
  }

  /** Without its sign, which what is not a number has as well. */
  private static double magnitude(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & Long.MAX_VALUE);
  }

  private static double scaled(double x, int by) {
    return Math.scalb(x, by);
  }

  private static Object[] parts(Arguments a) {
    double x = a.number(1);
    if (Double.isInfinite(x)) {
      return new Object[] {x, Math.copySign(0.0, x)};
    }
    double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
    return new Object[] {whole, Double.isNaN(x) ? x : Math.copySign(x - whole, x)};
  }

  private double next() {
    state = state * FACTOR + 0xB & MASK;
    return (state >>> 17) % Integer.MAX_VALUE / RANGE;
  }

  private Object[] random(Arguments a) {
    double r = next();
    switch (a.count()) {
      case 0 -> {
        return one(r);
      }
      case 1 -> {
        int high = a.smallInteger(1);
        if (high < 1) {
          throw a.error(1, "interval is empty");
        }
        return one(Math.floor(r * high) + 1);
      }
      case 2 -> {
        int low = a.smallInteger(1);
        int high = a.smallInteger(2);
        if (low > high) {
          throw a.error(2, "interval is empty");
        }
        return one(Math.floor(r * (high - low + 1)) + low);
      }
      default -> throw a.error("wrong number of arguments");
    }
  }

  private Object[] seed(Arguments a) {
    state = (a.integer(1) & 0xffffffffL) << 16 | 0x330E;
    return new Object[0];
  }
}
