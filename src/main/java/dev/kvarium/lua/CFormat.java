package dev.kvarium.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as C's {@code printf} writes them, exactly rounded. */
public final class CFormat {
  private CFormat() {}

  private static String special(double value, boolean upper) {
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    String text = (negative ? "-" : "") + (Double.isNaN(value) ? "nan" : "inf");
    return upper ? text.toUpperCase(java.util.Locale.ROOT) : text;
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  /** {@code %.*g}; with {@code alternative} the zeros at the end stay. */
  public static String general(double value, int precision, boolean alternative) {
    if (isSpecial(value)) {
      return special(value, false);
    }
    int digits = Math.max(precision, 1);
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0" + (alternative && digits > 1 ? "." + "0".repeat(digits - 1) : "");
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String unscaled = rounded.unscaledValue().toString();
    StringBuilder text = new StringBuilder(unscaled);
    while (text.length() < digits) {
      text.append('0');
    }
    if (!alternative) {
      int end = text.length();
      while (end > 1 && text.charAt(end - 1) == '0') {
        end--;
      }
      text.setLength(end);
    }
    if (exponent < -4 || exponent >= digits) {
      if (text.length() > 1) {
        text.insert(1, '.');
      }
      return sign + text + exponent(exponent);
    }
    if (exponent < 0) {
      return sign + "0." + "0".repeat(-exponent - 1) + text;
    }
    while (text.length() < exponent + 1) {
      text.append('0');
    }
    if (text.length() > exponent + 1) {
      text.insert(exponent + 1, '.');
    }
    return sign + text;
  }

  private static String exponent(int exponent) {
    int size = Math.abs(exponent);
    return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }

  /** {@code %.*f}. */
  public static String fixed(double value, int precision) {
    if (isSpecial(value)) {
      return special(value, false);
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    return sign
        + new BigDecimal(Math.abs(value))
            .setScale(precision, RoundingMode.HALF_EVEN)
            .toPlainString();
  }

  /** {@code %.*e}. */
  public static String scientific(double value, int precision) {
    if (isSpecial(value)) {
      return special(value, false);
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    StringBuilder text = new StringBuilder(rounded.unscaledValue().toString());
    while (text.length() < precision + 1) {
      text.append('0');
    }
    if (precision > 0) {
      text.insert(1, '.');
    }
    return sign + text + exponent(exponent);
  }
}
