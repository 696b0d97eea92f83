package dev.kvarium.base;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * What C's {@code strtod} sees in a text: where the number ends, which kind it is, and its exact
 * value.
 *
 * <pre>
 *   number  = [space] [+|-] ( decimal | hexadecimal | "inf" | "infinity" | "nan" [ "(" word ")" ] )
 *   decimal = digits with at most one point, then e|E [+|-] digits
 *   hexa…   = 0x hex digits with at most one point, then p|P [+|-] digits: a power of two
 * </pre>
 *
 * <p>An exponent that is not whole ("1e", "0x") is left unread, as the C library leaves it.
 */
public record FloatText(
    Kind kind,
    boolean negative,
    byte[] source,
    int start,
    int point,
    int digitsEnd,
    long exponent,
    int end) {

  /** What kind of number stands there. */
  public enum Kind {
    NONE,
    DECIMAL,
    HEXADECIMAL,
    INFINITE,
    NAN
  }

  private static final long EXPONENT_LIMIT = 1_000_000_000L;

  /** Whether C calls it a space. */
  public static boolean isSpace(byte c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** Reads the longest number that begins at {@code from}, not past {@code to}. */
  public static FloatText scan(byte[] s, int from, int to) {
    int i = from;
    while (i < to && isSpace(s[i])) {
      i++;
    }
    boolean negative = i < to && s[i] == '-';
    if (i < to && (s[i] == '-' || s[i] == '+')) {
      i++;
    }
    if (startsWith(s, i, to, "inf")) {
      int end = startsWith(s, i, to, "infinity") ? i + 8 : i + 3;
      return new FloatText(Kind.INFINITE, negative, s, i, -1, i, 0, end);
    }
    if (startsWith(s, i, to, "nan")) {
      return new FloatText(Kind.NAN, negative, s, i, -1, i, 0, endOfNan(s, i + 3, to));
    }
    if (startsWith(s, i, to, "0x")) {
      FloatText hexadecimal = scanDigits(s, i + 2, to, negative, Kind.HEXADECIMAL);
      if (hexadecimal.kind != Kind.NONE) {
        return hexadecimal;
      }
    }
    FloatText decimal = scanDigits(s, i, to, negative, Kind.DECIMAL);
    return decimal.kind != Kind.NONE
        ? decimal
        : new FloatText(Kind.NONE, false, s, from, -1, from, 0, from);
  }

  private static FloatText scanDigits(byte[] s, int from, int to, boolean negative, Kind kind) {
    boolean hexadecimal = kind == Kind.HEXADECIMAL;
    int i = from;
    int point = -1;
    boolean any = false;
    for (; i < to; i++) {
      if (s[i] == '.' && point < 0) {
        point = i;
      } else if (isDigit(s[i], hexadecimal)) {
        any = true;
      } else {
        break;
      }
    }
    if (!any) {
      return new FloatText(Kind.NONE, false, s, from, -1, from, 0, from);
    }
    int digitsEnd = i;
    long exponent = 0;
    if (i < to && Bytes.lower(s[i]) == (hexadecimal ? 'p' : 'e')) {
      int e = i + 1;
      boolean down = e < to && s[e] == '-';
      if (e < to && (s[e] == '-' || s[e] == '+')) {
        e++;
      }
      int firstDigit = e;
      for (; e < to && isDigit(s[e], false); e++) {
        exponent = Math.min(exponent * 10 + (s[e] - '0'), EXPONENT_LIMIT);
      }
      if (e > firstDigit) {
        i = e;
      }
      exponent = down ? -exponent : exponent;
    }
    return new FloatText(kind, negative, s, from, point, digitsEnd, exponent, i);
  }

  private static int endOfNan(byte[] s, int i, int to) {
    if (i < to && s[i] == '(') {
      int close = i + 1;
      while (close < to && (isDigit(s[close], false) || s[close] == '_' || isLetter(s[close]))) {
        close++;
      }
      if (close < to && s[close] == ')') {
        return close + 1;
      }
    }
    return i;
  }

  private static boolean isLetter(byte c) {
    return Bytes.lower(c) >= 'a' && Bytes.lower(c) <= 'z';
  }

  private static boolean isDigit(byte c, boolean hexadecimal) {
    return c >= '0' && c <= '9' || hexadecimal && Bytes.lower(c) >= 'a' && Bytes.lower(c) <= 'f';
  }

  private static boolean startsWith(byte[] s, int i, int to, String word) {
    if (to - i < word.length()) {
      return false;
    }
    for (int k = 0; k < word.length(); k++) {
      if (Bytes.lower(s[i + k]) != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a digit other than zero stands before the exponent. */
  boolean hasNonZeroDigit() {
    for (int i = start; i < digitsEnd; i++) {
      if (source[i] != '0' && source[i] != '.') {
        return true;
      }
    }
    return false;
  }

  /** The nearest double: 0 when there is no number, infinity when it is too large. */
  public double toDouble() {
    double size =
        switch (kind) {
          case NONE -> 0;
          case NAN -> Double.NaN;
          case INFINITE -> Double.POSITIVE_INFINITY;
          case DECIMAL -> Double.parseDouble(digits() + "e" + exponent);
          case HEXADECIMAL -> Double.parseDouble("0x" + digits() + "p" + exponent);
        };
    return negative ? -size : size;
  }

  /**
   * The exact value without its sign, for a number whose first digit's weight is within {@code
   * 10^limit} and {@code 10^-limit}; what lies beyond comes back as that power of ten.
   */
  BigDecimal magnitude(int limit) {
    if (!hasNonZeroDigit()) {
      return BigDecimal.ZERO;
    }
    boolean hexadecimal = kind == Kind.HEXADECIMAL;
    String digits = digits().replace(".", "");
    int fraction = point < 0 ? 0 : digitsEnd - 1 - point;
    BigInteger unscaled = new BigInteger(digits, hexadecimal ? 16 : 10);
    if (!hexadecimal) {
      long weight = unscaled.toString().length() + exponent - fraction;
      if (weight > limit || weight < -limit) {
        return BigDecimal.valueOf(1, weight > 0 ? -limit : limit);
      }
      return new BigDecimal(unscaled).scaleByPowerOfTen((int) (exponent - fraction));
    }
    long shift = exponent - 4L * fraction;
    long weight = (long) ((unscaled.bitLength() + shift) / 3.321928094887362);
    if (weight > limit || weight < -limit) {
      return BigDecimal.valueOf(1, weight > 0 ? -limit : limit);
    }
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow((int) Math.abs(shift)));
    return shift >= 0
        ? new BigDecimal(unscaled).multiply(power)
        : new BigDecimal(unscaled).multiply(LongDouble.powerOfTwo((int) shift));
  }

  private String digits() {
    return new String(source, start, digitsEnd - start, StandardCharsets.ISO_8859_1);
  }
}
