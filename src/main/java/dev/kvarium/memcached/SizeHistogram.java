package dev.kvarium.memcached;

import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How many items there are of each size, in steps of 32 bytes. Only items that came after it was
 * switched on are counted, which their CAS tells.
 */
final class SizeHistogram {
  private static final int STEP_BYTES = 32;

  private final int buckets;
  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private boolean on;
  private long casFrom;

  SizeHistogram(int itemSizeMaxBytes) {
    this.buckets = itemSizeMaxBytes / STEP_BYTES + 1;
  }

  boolean on() {
    return on;
  }

  /** Begins to count items with this CAS or a later one. */
  void begin(long cas) {
    on = true;
    casFrom = cas;
  }

  void end() {
    on = false;
    counts.clear();
  }

  void add(Item item) {
    count(item, 1);
  }

  void remove(Item item) {
    count(item, -1);
  }

  private void count(Item item, int change) {
    if (!on || item.cas < casFrom) {
      return;
    }
    int bucket = (int) ((item.bytes() + STEP_BYTES - 1) / STEP_BYTES);
    if (bucket < buckets) {
      counts.merge(bucket * STEP_BYTES, (long) change, Long::sum);
    }
  }

  /** The upper bound of each step that has items, with how many. */
  SequencedMap<Integer, Long> counts() {
    TreeMap<Integer, Long> held = new TreeMap<>(counts);
    held.values().removeIf(count -> count == 0);
    return held;
  }
}
