package dev.kvarium.twin;

import dev.kvarium.world.Randomness;
import java.util.SplittableRandom;

/** Chance from a seed, for a node that has no world around it. */
final class Chance implements Randomness {
  private final long seed;
  private final SplittableRandom random;

  Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int below(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public long below(long bound) {
    return random.nextLong(bound);
  }

  @Override
  public Randomness fork(String purpose) {
    return new Chance(seed * 31 + purpose.hashCode());
  }
}
