package dev.kvarium.lua;

/** Sums of doubles, to the sign of what is not a number as the processor leaves it. */
final class Arithmetic {
  private Arithmetic() {}

  /** The result of {@link Op#ADD} to {@link Op#POW}. */
  static double calculate(int op, double a, double b) {
    double result =
        switch (op) {
          case Op.ADD -> a + b;
          case Op.SUB -> a - b;
          case Op.MUL -> a * b;
          case Op.DIV -> a / b;
          case Op.MOD -> a - Math.floor(a / b) * b;
          default -> power(a, b);
        };
    return Double.isNaN(result) ? nan(a, b) : result;
  }

  static double power(double a, double b) {
    return a == 1 || b == 0 ? 1 : a == -1 && Double.isInfinite(b) ? 1 : StrictMath.pow(a, b);
  }

  /** Which of the two kinds of NaN a sum gives: that of an operand, or a new one, negative. */
  static double nan(double a, double b) {
    return Double.isNaN(a) ? a : Double.isNaN(b) ? b : NumberText.MADE_NAN;
  }

  static double negate(double a) {
    return Double.isNaN(a)
        ? Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE)
        : -a;
  }
}
