package dev.kvarium.base;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Numbers as text, in both directions, with the rules of redis-server 7.0.
 *
 * <p>An integer is strict: an optional minus, no plus, no zero in front, no space, from
 * -9223372036854775808 to 9223372036854775807; so the text of an integer and its value determine
 * each other and a store may keep either. A double is what C's {@code strtod} reads.
 */
public final class Numbers {
  /** The longest text of a long: the minus and nineteen digits. */
  public static final int LONGEST_LONG = 20;

  private static final int CACHED = 10_000;
  private static final byte[][] SMALL = new byte[CACHED][];
  private static final byte[] DIGIT_TENS = new byte[100];
  private static final byte[] DIGIT_ONES = new byte[100];
  private static final double[] POWER_OF_TEN = new double[23];
  private static final double INTEGRAL_LIMIT = 4.611686018427387904e18;
  private static final MathContext SEVENTEEN = new MathContext(17, RoundingMode.HALF_EVEN);
  private static final byte[] MIN_LONG = Bytes.latin1("-9223372036854775808");
  private static final byte[] INF = Bytes.latin1("inf");
  private static final byte[] MINUS_INF = Bytes.latin1("-inf");
  private static final byte[] NAN = Bytes.latin1("nan");
  private static final byte[] MINUS_ZERO = Bytes.latin1("-0");

  static {
    for (int i = 0; i < 100; i++) {
      DIGIT_TENS[i] = (byte) ('0' + i / 10);
      DIGIT_ONES[i] = (byte) ('0' + i % 10);
    }
    double power = 1;
    for (int i = 0; i < POWER_OF_TEN.length; i++) {
      POWER_OF_TEN[i] = power;
      power *= 10;
    }
  }

  private Numbers() {}

  /** Whether {@code s} is the text of a long, so that {@link #parseLong(byte[])} may be called. */
  public static boolean isLong(byte[] s) {
    return isLong(s, 0, s.length);
  }

  /** Whether the {@code length} bytes from {@code from} are the text of a long. */
  public static boolean isLong(byte[] s, int from, int length) {
    if (length == 0 || length > LONGEST_LONG) {
      return false;
    }
    int first = s[from];
    if (first == '0') {
      return length == 1;
    }
    int i = from;
    int end = from + length;
    if (first == '-') {
      if (length == 1) {
        return false;
      }
      first = s[++i];
    }
    if (first < '1' || first > '9') {
      return false;
    }
    int digits = end - i;
    if (digits > 19) {
      return false;
    }
    int start = i;
    for (i++; i < end; i++) {
      if (s[i] < '0' || s[i] > '9') {
        return false;
      }
    }
    return digits < 19 || fits(s, start, start != from);
  }

  /** Whether the nineteen digits from {@code start} do not pass the limit of a long. */
  private static boolean fits(byte[] s, int start, boolean negative) {
    for (int i = 0; i < 19; i++) {
      int difference = s[start + i] - MIN_LONG[i + 1];
      if (difference != 0) {
        return difference < 0;
      }
    }
    return negative;
  }

  /** The long whose text is {@code s}; only after {@link #isLong(byte[])} said yes. */
  public static long parseLong(byte[] s) {
    return parseLong(s, 0, s.length);
  }

  /** The long whose text are the {@code length} bytes from {@code from}. */
  public static long parseLong(byte[] s, int from, int length) {
    int i = from;
    int end = from + length;
    boolean negative = s[i] == '-';
    if (negative) {
      i++;
    }
    long value = 0;
    for (; i < end; i++) {
      value = value * 10 + (s[i] - '0');
    }
    return negative ? -value : value;
  }

  /**
   * The decimal text of {@code value}. Texts from 0 to 9,999 are made once and shared: whoever
   * wants to change the array clones it first.
   */
  public static byte[] toBytes(long value) {
    if (value >= 0 && value < CACHED) {
      byte[] known = SMALL[(int) value];
      if (known == null) {
        known = write(value);
        SMALL[(int) value] = known;
      }
      return known;
    }
    return write(value);
  }

  private static byte[] write(long value) {
    if (value == Long.MIN_VALUE) {
      return MIN_LONG.clone();
    }
    byte[] out = new byte[digits(value)];
    write(value, out, 0);
    return out;
  }

  /** How many bytes the decimal text of {@code value} has, 1 to 20. */
  public static int digits(long value) {
    int sign = 0;
    long rest = value;
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return LONGEST_LONG;
      }
      sign = 1;
      rest = -value;
    }
    int digits = 1;
    long limit = 10;
    while (digits < 19 && rest >= limit) {
      digits++;
      limit *= 10;
    }
    return sign + digits;
  }

  /** Writes the decimal text of {@code value} at {@code at} and says how many bytes it took. */
  public static int write(long value, byte[] out, int at) {
    if (value == Long.MIN_VALUE) {
      System.arraycopy(MIN_LONG, 0, out, at, LONGEST_LONG);
      return LONGEST_LONG;
    }
    int length = digits(value);
    long rest = value;
    if (value < 0) {
      out[at] = '-';
      rest = -value;
    }
    int i = at + length;
    while (rest >= 100) {
      long next = rest / 100;
      int pair = (int) (rest - next * 100);
      out[--i] = DIGIT_ONES[pair];
      out[--i] = DIGIT_TENS[pair];
      rest = next;
    }
    out[--i] = DIGIT_ONES[(int) rest];
    if (rest >= 10) {
      out[--i] = DIGIT_TENS[(int) rest];
    }
    return length;
  }

  /**
   * The double whose text is all of {@code s}, or NaN when there is none: no space in front,
   * nothing behind, no "nan", nothing that overflows or that is too small to differ from zero.
   * "inf" and "infinity" are numbers here, in any case and with a sign.
   */
  public static double parseDouble(byte[] s) {
    return parseDouble(s, 0, s.length);
  }

  /** {@link #parseDouble(byte[])} of the {@code length} bytes from {@code from}. */
  public static double parseDouble(byte[] s, int from, int length) {
    if (length == 0 || FloatText.isSpace(s[from])) {
      return Double.NaN;
    }
    double quick = quickDouble(s, from, from + length);
    if (!Double.isNaN(quick)) {
      return quick;
    }
    FloatText text = FloatText.scan(s, from, from + length);
    if (text.end() != from + length || text.kind() == FloatText.Kind.NONE) {
      return Double.NaN;
    }
    double value = text.toDouble();
    boolean outOfRange =
        text.kind() != FloatText.Kind.INFINITE
            && (Double.isInfinite(value) || value == 0 && text.hasNonZeroDigit());
    return outOfRange ? Double.NaN : value;
  }

  /**
   * A bound of a score range: what C's {@code strtod} reads from {@code from} on, or NaN when
   * something follows it. Unlike {@link #parseDouble(byte[])} spaces may stand in front, a zero
   * byte ends the text, overflow gives infinity and an empty text 0.
   */
  public static double parseBound(byte[] s, int from) {
    int end = Bytes.indexOf(s, (byte) 0, from);
    if (end < 0) {
      end = s.length;
    }
    double quick = quickDouble(s, from, end);
    if (!Double.isNaN(quick)) {
      return quick;
    }
    FloatText text = FloatText.scan(s, from, end);
    return text.end() == end ? text.toDouble() : Double.NaN;
  }

  /**
   * The double that the {@code length} bytes from {@code from} begin with, as C's {@code strtod}
   * reads it: whatever stands behind it is not looked at, and nothing is 0.
   */
  public static double leadingDouble(byte[] s, int from, int length) {
    double quick = quickDouble(s, from, from + length);
    return Double.isNaN(quick) ? FloatText.scan(s, from, from + length).toDouble() : quick;
  }

  /**
   * The number that a text ended by its first zero byte consists of, or NaN: {@link
   * #parseBound(byte[], int)} without what overflows, and without what is so small that it is not
   * kept exactly.
   */
  public static double parseTerminated(byte[] s) {
    int end = Bytes.indexOf(s, (byte) 0, 0);
    if (end < 0) {
      end = s.length;
    }
    double quick = quickDouble(s, 0, end);
    if (!Double.isNaN(quick)) {
      return quick;
    }
    FloatText text = FloatText.scan(s, 0, end);
    if (text.end() != end) {
      return Double.NaN;
    }
    double value = text.toDouble();
    if (text.kind() == FloatText.Kind.INFINITE || !text.hasNonZeroDigit()) {
      return value;
    }
    boolean tiny = Math.abs(value) < Double.MIN_NORMAL;
    boolean lost = tiny && text.magnitude(400).compareTo(new BigDecimal(Math.abs(value))) != 0;
    return Double.isInfinite(value) || lost ? Double.NaN : value;
  }

  /**
   * The value of plain decimals of up to 15 digits, which one exact division gives correctly
   * rounded; NaN for everything else.
   */
  private static double quickDouble(byte[] s, int from, int end) {
    int i = from;
    boolean negative = i < end && s[i] == '-';
    if (negative) {
      i++;
    }
    if (end - i > 16) {
      return Double.NaN;
    }
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; i < end; i++) {
      int c = s[i];
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        count++;
      } else if (c == '.' && point < 0) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    if (count == 0 || count > 15) {
      return Double.NaN;
    }
    double value = point < 0 ? digits : digits / POWER_OF_TEN[end - 1 - point];
    return negative ? -value : value;
  }

  /** Whether {@code d} is an integer that Redis prints and stores as a long. */
  public static boolean isIntegral(double d) {
    return d >= -INTEGRAL_LIMIT && d <= INTEGRAL_LIMIT && (long) d == d;
  }

  /**
   * A score as text where it is stored: the digits of an integer up to 2^62, else {@code %.17g};
   * "inf", "-inf", "nan", "-0".
   */
  public static byte[] storedDouble(double d) {
    if (d == 0) {
      return 1 / d < 0 ? MINUS_ZERO : toBytes(0);
    }
    return isIntegral(d) ? toBytes((long) d) : replyDouble(d);
  }

  /** A double as a reply holds it: {@code %.17g}, or "inf", "-inf", "nan". */
  public static byte[] replyDouble(double d) {
    if (d == (long) d && d > -1e17 && d < 1e17) {
      return d == 0 && 1 / d < 0 ? MINUS_ZERO : toBytes((long) d);
    }
    if (Double.isNaN(d)) {
      return NAN;
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? INF : MINUS_INF;
    }
    return general(new BigDecimal(d).round(SEVENTEEN));
  }

  /** A finite double with up to 17 digits behind the point, zeros at the end left out. */
  public static byte[] plainDouble(double d) {
    if (d == 0) {
      return toBytes(0);
    }
    BigDecimal rounded = new BigDecimal(d).setScale(17, RoundingMode.HALF_EVEN);
    return Bytes.latin1(rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
  }

  /** A double as C's {@code %.Nf} writes it, the sign of a negative zero too. */
  public static String fixedDouble(double d, int digits) {
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      return Bytes.latin1Text(replyDouble(d));
    }
    String text = new BigDecimal(d).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    boolean lostSign = (d < 0 || d == 0 && 1 / d < 0) && !text.startsWith("-");
    return lostSign ? "-" + text : text;
  }

  /** {@code rounded}, of at most 17 digits, as {@code %.17g} writes it. */
  private static byte[] general(BigDecimal rounded) {
    BigDecimal trimmed = rounded.stripTrailingZeros();
    int exponent = trimmed.precision() - trimmed.scale() - 1;
    if (exponent >= -4 && exponent < 17) {
      return Bytes.latin1(trimmed.toPlainString());
    }
    String digits = trimmed.unscaledValue().abs().toString();
    StringBuilder out = new StringBuilder(24);
    if (trimmed.signum() < 0) {
      out.append('-');
    }
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    int size = Math.abs(exponent);
    out.append('e').append(exponent < 0 ? '-' : '+').append(size < 10 ? "0" : "").append(size);
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
