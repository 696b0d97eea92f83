package dev.kvarium.sim;

import dev.kvarium.world.Randomness;

/**
 * Chance from a seed: xoshiro256** of Blackman and Vigna, its state filled by SplitMix64, both
 * after their public-domain descriptions at prng.di.unimi.it.
 *
 * <p>A fork is seeded from the seed of its parent and the name alone (FNV-1a of the name's chars,
 * mixed), never from what was drawn, so that neither a new draw nor a new fork shifts another
 * stream.
 */
public final class SeededRandomness implements Randomness {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long seed;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  public SeededRandomness(long seed) {
    this.seed = seed;
    long z = seed;
    s0 = mix(z += GOLDEN_GAMMA);
    s1 = mix(z += GOLDEN_GAMMA);
    s2 = mix(z += GOLDEN_GAMMA);
    s3 = mix(z + GOLDEN_GAMMA);
  }

  /** The output function of SplitMix64: every bit of the input changes half of the output's. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s1 * 5, 7) * 9;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  @Override
  public int below(int bound) {
    return (int) below((long) bound);
  }

  @Override
  public long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("no whole number is below " + bound);
    }
    if ((bound & (bound - 1)) == 0) {
      return nextLong() & (bound - 1);
    }
    // numbers of the last, incomplete round of bound are drawn again, or small ones would be
    // likelier
    long bits = nextLong() >>> 1;
    long number = bits % bound;
    while (bits - number + (bound - 1) < 0) {
      bits = nextLong() >>> 1;
      number = bits % bound;
    }
    return number;
  }

  @Override
  public Randomness fork(String purpose) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
    }
    return new SeededRandomness(mix(seed ^ mix(hash)));
  }
}
