package dev.kvarium.world;

/**
 * A seeded stream of chance.
 *
 * <p>Each purpose draws from a fork of its own, so that one more draw in one place does not shift
 * what every other place sees.
 */
public interface Randomness {
  /** The next 64 bits. */
  long nextLong();

  /** A whole number from 0 to {@code bound - 1}, each as likely; {@code bound} is at least 1. */
  int below(int bound);

  /** A whole number from 0 to {@code bound - 1}, each as likely; {@code bound} is at least 1. */
  long below(long bound);

  /** True in {@code numerator} of {@code denominator} cases. */
  default boolean chance(int numerator, int denominator) {
    return below(denominator) < numerator;
  }

  /** A stream of its own for a purpose: the same for the same seed and name, whatever was drawn. */
  Randomness fork(String purpose);
}
