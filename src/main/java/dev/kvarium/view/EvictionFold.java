package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.KeyEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the facts tell of each node's evictions: the last sample, the last key that went, and how
 * often reads found their key in the course of time.
 *
 * <p>Time is parted into at most {@link #PARTS} parts, which grow twice as long when it is full.
 */
final class EvictionFold implements EventLog.Fold {
  /** Parts of time that are told apart, at most. */
  static final int PARTS = 512;

  private static final long FIRST_PART_MICROS = 10_000;

  /** Of one node. */
  static final class OfNode {
    EvictionEvent.@Nullable Sampled sampled;
    EvictionEvent.@Nullable Evicted evicted;
    final int[] hits = new int[PARTS];
    final int[] reads = new int[PARTS];
    private long beginMicros = -1;
    private long partMicros = FIRST_PART_MICROS;
    private int used;

    private void read(long timeMicros, boolean hit) {
      if (beginMicros < 0) {
        beginMicros = timeMicros;
      }
      long at = (timeMicros - beginMicros) / partMicros;
      while (at >= PARTS) {
        widen();
        at = (timeMicros - beginMicros) / partMicros;
      }
      reads[(int) at]++;
      hits[(int) at] += hit ? 1 : 0;
      used = Math.max(used, (int) at + 1);
    }

    private void widen() {
      for (int i = 0; i < PARTS; i++) {
        int from = 2 * i;
        hits[i] = from < PARTS ? hits[from] + hits[from + 1] : 0;
        reads[i] = from < PARTS ? reads[from] + reads[from + 1] : 0;
      }
      partMicros *= 2;
      used = (used + 1) / 2;
    }

    /** Hits in percent in so many parts of the time between the first read and the last. */
    HitRatio ratio(int cells) {
      int count = Math.max(1, Math.min(cells, used));
      long[] hitsOf = new long[count];
      long[] readsOf = new long[count];
      for (int i = 0; i < used; i++) {
        int cell = (int) ((long) i * count / used);
        hitsOf[cell] += hits[i];
        readsOf[cell] += reads[i];
      }
      return new HitRatio(hitsOf, readsOf, Math.max(0, beginMicros), used * partMicros);
    }
  }

  /**
   * Hits and reads, part by part.
   *
   * @param fromMicros the first read
   */
  record HitRatio(long[] hits, long[] reads, long fromMicros, long lengthMicros) {
    long allHits() {
      long sum = 0;
      for (long each : hits) {
        sum += each;
      }
      return sum;
    }

    long allReads() {
      long sum = 0;
      for (long each : reads) {
        sum += each;
      }
      return sum;
    }
  }

  private final Map<String, OfNode> nodes = new TreeMap<>();

  @Override
  public void take(EventLog.Entry entry) {
    switch (entry.event()) {
      case KeyEvent.Hit hit -> of(entry.node()).read(entry.timeMicros(), true);
      case KeyEvent.Missed missed -> of(entry.node()).read(entry.timeMicros(), false);
      case EvictionEvent.Sampled sampled -> of(entry.node()).sampled = sampled;
      case EvictionEvent.Evicted evicted -> of(entry.node()).evicted = evicted;
      default -> {}
    }
  }

  private OfNode of(String node) {
    return nodes.computeIfAbsent(node, any -> new OfNode());
  }

  Optional<OfNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }
}
