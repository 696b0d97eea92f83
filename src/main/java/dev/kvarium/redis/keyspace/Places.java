package dev.kvarium.redis.keyspace;

import java.util.Arrays;

/**
 * The order in which keys came into memory, as places in a row: a new key takes the place that was
 * left last, or the next at the end. An allocator hands out its memory much like this, so that keys
 * that came together lie together.
 */
final class Places {
  private int last;
  private int[] left = new int[16];
  private int count;

  /** A place for a key, from 1. */
  int take() {
    return count > 0 ? left[--count] : ++last;
  }

  /** A key has left its place. */
  void give(long place) {
    if (count == left.length) {
      left = Arrays.copyOf(left, 2 * count);
    }
    left[count++] = (int) place;
  }

  /** The last place that was ever taken. */
  int last() {
    return last;
  }

  /** All keys are gone. */
  void clear() {
    last = 0;
    count = 0;
    left = new int[16];
  }
}
