package dev.kvarium.app;

import dev.kvarium.world.Randomness;

/**
 * How long something takes: a distribution with this mean.
 *
 * @param meanMicros the mean
 */
public record Latency(Shape shape, long meanMicros) {
  /** The spread of the logarithm; the 99th percentile is 2.8 times the mean. */
  private static final double SIGMA = 0.6;

  /** The distributions. */
  public enum Shape {
    /** Always the same. */
    CONSTANT,
    /** Each as likely, from half to one and a half times the mean. */
    UNIFORM,
    /** As between events that know nothing of each other; some very short, a few long. */
    EXPONENTIAL,
    /** Most near the mean, with a tail of slow ones, as databases have it. */
    LOGNORMAL
  }

  /** Always the same. */
  public static Latency constant(long micros) {
    return new Latency(Shape.CONSTANT, micros);
  }

  /** One draw, in microseconds. */
  public long draw(Randomness chance) {
    return switch (shape) {
      case CONSTANT -> meanMicros;
      case UNIFORM -> StrictMath.round(meanMicros * (0.5 + Chance.uniform(chance)));
      case EXPONENTIAL -> StrictMath.round(meanMicros * Chance.exponential(chance));
      case LOGNORMAL ->
          StrictMath.round(
              meanMicros * StrictMath.exp(SIGMA * Chance.normal(chance) - SIGMA * SIGMA / 2));
    };
  }
}
