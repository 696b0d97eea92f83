package dev.kvarium.lab;

import java.math.BigDecimal;

/**
 * How the clock on the wall moves the world's: at all, and how many times as fast.
 *
 * @param thousandths the factor times 1000
 * @param carry what was left of the last stride, in thousandths of a microsecond
 */
record Pace(boolean live, long thousandths, long carry) {
  private static final long LARGEST = 1_000_000;

  /** As on the wall. */
  static final Pace WALL = new Pace(true, 1_000, 0);

  /** How far a lab moves, and the pace with what is left to move. */
  record Stride(long micros, Pace rest) {}

  Stride stride(long realMicros) {
    // in two parts, so that a night during which the machine slept does not overflow
    long part = realMicros % 1_000 * thousandths + carry;
    long micros = realMicros / 1_000 * thousandths + part / 1_000;
    return new Stride(micros, new Pace(live, thousandths, part % 1_000));
  }

  Pace live(boolean runs) {
    return new Pace(runs, thousandths, carry);
  }

  /** With a factor as it is typed, {@code 10} or {@code 0.5}. */
  Pace speed(String factor, String directive) throws Refusal {
    try {
      BigDecimal times = new BigDecimal(factor).movePointRight(3).stripTrailingZeros();
      if (factor.length() <= 20
          && times.scale() <= 0
          && times.signum() > 0
          && times.compareTo(BigDecimal.valueOf(LARGEST * 1_000)) <= 0) {
        return new Pace(live, times.longValueExact(), 0);
      }
    } catch (NumberFormatException | ArithmeticException notANumber) {
      // refused below
    }
    throw new Refusal(
        ":" + directive + " takes a factor from 0.001 to " + LARGEST + ", not '" + factor + "'");
  }

  /** The factor as it is typed. */
  String speed() {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
