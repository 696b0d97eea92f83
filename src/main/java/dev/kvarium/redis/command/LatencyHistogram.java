package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a command took, call by call, to two digits: counts in buckets that get wider as the
 * times get longer, 128 of them for each doubling, from 1 ns to 1 s.
 *
 * <p>This is the layout of Gil Tene's HdrHistogram, with which the real server counts.
 */
public final class LatencyHistogram {
  private static final int HALF = 128;
  private static final int HALF_BITS = 7;
  private static final long LONGEST_NANOS = 1_000_000_000;
  private static final long FIRST_LEVEL_NANOS = 1024;

  private final int[] counts = new int[index(LONGEST_NANOS) + 1];
  private long total;

  /** So many calls took no more than so many microseconds. */
  public record Level(long micros, long calls) {}

  void record(long nanos) {
    counts[index(Math.clamp(nanos, 1, LONGEST_NANOS))]++;
    total++;
  }

  public long total() {
    return total;
  }

  private static int bucket(long nanos) {
    return Math.max(0, 64 - Long.numberOfLeadingZeros(nanos | 2 * HALF - 1) - HALF_BITS - 1);
  }

  private static int index(long nanos) {
    int bucket = bucket(nanos);
    return (bucket << HALF_BITS) + (int) (nanos >>> bucket);
  }

  /** The longest time that is counted together with this one. */
  private static long longestLike(long nanos) {
    int bucket = bucket(nanos);
    return ((nanos >>> bucket) + 1 << bucket) - 1;
  }

  private static long longestAt(int index) {
    int bucket = Math.max(0, (index >>> HALF_BITS) - 1);
    return longestLike((long) (index - (bucket << HALF_BITS)) << bucket);
  }

  /** Nanoseconds that so many percent of the calls did not pass. */
  public long percentile(double percent) {
    long wanted = Math.max(1, (long) (Math.min(percent, 100) / 100 * total + 0.5));
    long passed = 0;
    for (int i = 0; i < counts.length; i++) {
      passed += counts[i];
      if (passed >= wanted) {
        return longestAt(i);
      }
    }
    return 0;
  }

  /** The calls up to every doubling of a microsecond at which there are more of them. */
  public List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    long passed = 0;
    long told = 0;
    int next = 0;
    for (long level = FIRST_LEVEL_NANOS; passed < total; level *= 2) {
      int last = Math.min(index(level), counts.length - 1);
      for (; next <= last; next++) {
        passed += counts[next];
      }
      if (passed > told) {
        levels.add(new Level(longestLike(level) / 1000, passed));
        told = passed;
      }
    }
    return levels;
  }
}
