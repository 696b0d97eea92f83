package dev.kvarium.structure;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Randomness;
import java.util.Random;

/** Seeded elements and chance for the tests of this package. */
final class RandomBytes {
  private RandomBytes() {}

  /** Integers of every width and strings of every length class, short ones more often. */
  static byte[] element(Random random) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        return Bytes.of(Long.toString(random.nextLong() >> random.nextInt(64)));
      }
      case 3 -> {
        return Bytes.of("0" + random.nextInt(100));
      }
      case 4 -> {
        return string(random, random.nextInt(300));
      }
      default -> {
        return string(random, random.nextInt(20));
      }
    }
  }

  static byte[] string(Random random, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) ('a' + random.nextInt(26));
    }
    return out;
  }

  static Randomness randomness(long seed) {
    Random random = new Random(seed);
    return new Randomness() {
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
        return randomness(seed + purpose.hashCode());
      }
    };
  }
}
