package dev.kvarium.redis.value;

/**
 * The size classes of jemalloc 5 with 16-byte quantum on a 64-bit machine: what a request for some
 * bytes really takes.
 *
 * <p>8, then multiples of 16 up to 128, then four classes to each doubling: 160 192 224 256, 320
 * 384 448 512, 640 …. So 29 bytes take 32, 129 take 160 and 1,025 take 1,280. Source: jemalloc(3),
 * «IMPLEMENTATION NOTES».
 */
public final class Jemalloc {
  private Jemalloc() {}

  /** The bytes that an allocation of {@code bytes} takes; 0 counts as 1. */
  public static long usable(long bytes) {
    if (bytes <= 8) {
      return 8;
    }
    if (bytes <= 128) {
      return (bytes + 15) & ~15L;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(bytes - 1);
    long step = 1L << (doubling - 2);
    return (bytes + step - 1) & -step;
  }

  private static final int SMALL = 8;

  /** The number of a class, from 0, by its bytes: 8 is 0, 16 is 1, 128 is 8, 160 is 9. */
  public static int sizeClass(long bytes) {
    if (bytes <= 128) {
      return (int) (bytes / 16);
    }
    int doubling = 63 - Long.numberOfLeadingZeros(bytes - 1);
    return SMALL + (doubling - 7) * 4 + (int) ((bytes - (1L << doubling)) >> (doubling - 2));
  }

  /** The bytes of a class by its number. */
  public static long classBytes(int sizeClass) {
    if (sizeClass <= SMALL) {
      return sizeClass == 0 ? 8 : 16L * sizeClass;
    }
    int doubling = 7 + (sizeClass - SMALL - 1) / 4;
    int steps = (sizeClass - SMALL - 1) % 4 + 1;
    return (1L << doubling) + ((long) steps << (doubling - 2));
  }
}
