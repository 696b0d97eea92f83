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
}
