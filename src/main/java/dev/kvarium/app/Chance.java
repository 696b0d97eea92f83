package dev.kvarium.app;

import dev.kvarium.world.Randomness;

/** Draws from distributions that a stream of whole numbers does not give by itself. */
final class Chance {
  private Chance() {}

  /** From 0 to 1, 1 excluded, in steps of 2^-53. */
  static double uniform(Randomness chance) {
    return (chance.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** The same without 0, so that it has a logarithm: from above 0 to 1. */
  static double positive(Randomness chance) {
    return ((chance.nextLong() >>> 11) + 1) * 0x1.0p-53;
  }

  /** With a mean of 1. */
  static double exponential(Randomness chance) {
    return -StrictMath.log(positive(chance));
  }

  /** With a mean of 0 and a deviation of 1, by the method of Box and Muller. */
  static double normal(Randomness chance) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(positive(chance)));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform(chance));
  }
}
