package dev.kvarium.base;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * C's {@code long double} on x86-64: a sign, 15 bits of exponent and 64 bits of mantissa, the type
 * in which INCRBYFLOAT and HINCRBYFLOAT add.
 *
 * <pre>
 *   value = mantissa × 2^exponent      mantissa below 2^64      exponent from -16445 to 16320
 * </pre>
 *
 * <p>It explains what a double would not: 0.1 + 0.2 is kept to 19 digits, printed with 17 after the
 * point, and so reads 0.3. A value is held exactly as a decimal that was rounded to such a number,
 * to the nearest and on a tie to the even mantissa. Too large becomes infinite; a zero has no sign,
 * since nothing that Redis prints shows one.
 *
 * <p>Source: Intel 64 Architectures Software Developer's Manual, volume 1, chapter 8; printing by
 * {@code ld2string} in its human mode.
 */
public final class LongDouble {
  /** Zero. */
  public static final LongDouble ZERO = new LongDouble(BigDecimal.ZERO, 0);

  private static final int MANTISSA_BITS = 64;
  private static final int SMALLEST_EXPONENT = -16445;
  private static final int LARGEST_EXPONENT = 16320;
  private static final int DECIMAL_LIMIT = 5200;
  private static final int LONGEST_TEXT = 5 * 1024;
  private static final int PRINTED_DIGITS = 17;

  private final BigDecimal value;
  private final int infinity;

  private LongDouble(BigDecimal value, int infinity) {
    this.value = value;
    this.infinity = infinity;
  }

  /** {@code value}, which always fits. */
  public static LongDouble of(long value) {
    return new LongDouble(BigDecimal.valueOf(value), 0);
  }

  /**
   * Whether all of {@code s} is a number: under 5,120 bytes, no space in front, no "nan", no
   * overflow, nothing too small to differ from zero. "inf" is a number here.
   */
  public static boolean isNumber(byte[] s) {
    if (Numbers.isLong(s)) {
      return true;
    }
    if (s.length == 0 || s.length >= LONGEST_TEXT || FloatText.isSpace(s[0])) {
      return false;
    }
    FloatText text = FloatText.scan(s, 0, s.length);
    if (text.end() != s.length) {
      return false;
    }
    return switch (text.kind()) {
      case NONE, NAN -> false;
      case INFINITE -> true;
      case DECIMAL, HEXADECIMAL -> {
        LongDouble rounded = rounded(text.magnitude(DECIMAL_LIMIT));
        yield rounded.isFinite() && (rounded.value.signum() != 0 || !text.hasNonZeroDigit());
      }
    };
  }

  /** The number that {@code s} holds; only after {@link #isNumber(byte[])} said yes. */
  public static LongDouble parse(byte[] s) {
    if (Numbers.isLong(s)) {
      return of(Numbers.parseLong(s));
    }
    FloatText text = FloatText.scan(s, 0, s.length);
    if (text.kind() == FloatText.Kind.INFINITE) {
      return new LongDouble(BigDecimal.ZERO, text.negative() ? -1 : 1);
    }
    BigDecimal size = text.magnitude(DECIMAL_LIMIT);
    return rounded(text.negative() ? size.negate() : size);
  }

  /** The rounded sum. Opposite infinities have none: see {@link #isFinite()} before. */
  public LongDouble plus(LongDouble other) {
    if (infinity != 0 || other.infinity != 0) {
      return new LongDouble(BigDecimal.ZERO, infinity != 0 ? infinity : other.infinity);
    }
    return rounded(value.add(other.value));
  }

  /**
   * The least whole number not below the rounded product; {@link Long#MIN_VALUE} where it does not
   * fit, as a conversion of C gives on x86-64.
   */
  public long ceilingTimes(long factor) {
    LongDouble product = rounded(value.multiply(BigDecimal.valueOf(factor)));
    if (!isFinite() || !product.isFinite()) {
      return Long.MIN_VALUE;
    }
    BigInteger whole = product.value.setScale(0, RoundingMode.CEILING).toBigInteger();
    return whole.bitLength() < Long.SIZE ? whole.longValue() : Long.MIN_VALUE;
  }

  /** Whether it is a number and not infinite. */
  public boolean isFinite() {
    return infinity == 0;
  }

  /**
   * The text that is stored and replied: 17 digits after the point, without the zeros at the end
   * and without a bare point; never an exponent, never "-0".
   */
  public byte[] toBytes() {
    if (infinity != 0) {
      return Bytes.latin1(infinity > 0 ? "inf" : "-inf");
    }
    BigDecimal printed = value.setScale(PRINTED_DIGITS, RoundingMode.HALF_EVEN);
    if (printed.signum() == 0) {
      return Bytes.latin1("0");
    }
    return Bytes.latin1(printed.stripTrailingZeros().toPlainString());
  }

  /** The value held, exactly; zero when infinite. */
  public BigDecimal exact() {
    return value;
  }

  /** {@code 2^exponent} as an exact decimal. */
  static BigDecimal powerOfTwo(int exponent) {
    if (exponent >= 0) {
      return new BigDecimal(BigInteger.ONE.shiftLeft(exponent));
    }
    return new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent);
  }

  /** {@code exact} brought to 64 bits of mantissa. */
  private static LongDouble rounded(BigDecimal exact) {
    if (exact.signum() == 0) {
      return ZERO;
    }
    BigInteger numerator = exact.unscaledValue().abs();
    BigInteger denominator = BigInteger.ONE;
    if (exact.scale() > 0) {
      denominator = BigInteger.TEN.pow(exact.scale());
    } else {
      numerator = numerator.multiply(BigInteger.TEN.pow(-exact.scale()));
    }
    int exponent = numerator.bitLength() - denominator.bitLength() - MANTISSA_BITS;
    if (quotient(numerator, denominator, exponent)[0].bitLength() > MANTISSA_BITS) {
      exponent++;
    }
    exponent = Math.max(exponent, SMALLEST_EXPONENT);
    BigInteger[] parts = quotient(numerator, denominator, exponent);
    BigInteger mantissa = parts[0];
    BigInteger divisor = exponent > 0 ? denominator.shiftLeft(exponent) : denominator;
    int half = parts[1].shiftLeft(1).compareTo(divisor);
    if (half > 0 || half == 0 && mantissa.testBit(0)) {
      mantissa = mantissa.add(BigInteger.ONE);
    }
    if (mantissa.bitLength() + exponent > LARGEST_EXPONENT + MANTISSA_BITS) {
      return new LongDouble(BigDecimal.ZERO, exact.signum());
    }
    BigDecimal size = new BigDecimal(mantissa).multiply(powerOfTwo(exponent));
    return new LongDouble(exact.signum() < 0 ? size.negate() : size, 0);
  }

  /** {@code numerator / (denominator × 2^exponent)}, whole part and remainder. */
  private static BigInteger[] quotient(BigInteger numerator, BigInteger denominator, int exponent) {
    return exponent > 0
        ? numerator.divideAndRemainder(denominator.shiftLeft(exponent))
        : numerator.shiftLeft(-exponent).divideAndRemainder(denominator);
  }
}
