package dev.kvarium.redis.value;

import dev.kvarium.structure.Rax;

/**
 * What the parts of a value take on a 64-bit machine, in bytes, and how MEMORY USAGE adds them up.
 *
 * <p>Redis weighs a few elements and takes the rest to be like them: 16 bytes of object, the fixed
 * parts, and then the mean of the weighed elements times their number, in floating point and cut to
 * a whole number. Source: objectComputeSize of 7.0.15.
 */
final class MemoryMeter {
  static final int OBJECT = 16;
  static final int DICT = 56;
  static final int DICT_ENTRY = 24;
  static final int QUICKLIST = 40;
  static final int QUICKLIST_NODE = 40;
  static final int ZSET = 16;
  static final int SKIPLIST = 32;
  static final int SKIPLIST_NODE = 24;
  static final int SKIPLIST_LEVEL = 16;
  static final int STREAM = 80;

  private static final int RAX_KEY = 16;
  private static final int RAX_NODE = 4 + 30 * 8;

  private MemoryMeter() {}

  /** A dict without its entries: header and tables. */
  static long dict(long buckets) {
    return DICT + 8 * buckets;
  }

  /**
   * A radix tree, guessed from its counts: keys are taken for ids, and a node for its header and 30
   * words.
   */
  static long rax(Rax<?> rax) {
    return (long) RAX_KEY * rax.size() + (long) RAX_NODE * rax.nodes();
  }

  /** Adds {@code size} elements of which {@code samples} weigh {@code weighed} together. */
  static long extrapolate(long fixed, long weighed, long samples, long size) {
    return samples == 0 ? fixed : (long) (fixed + (double) weighed / samples * size);
  }

  /** How many elements to weigh: 0 asks for all. */
  static long samples(long asked) {
    return asked == 0 ? Long.MAX_VALUE : asked;
  }
}
