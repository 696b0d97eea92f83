package dev.kvarium.redis.aof;

import java.util.Arrays;

/**
 * When the bytes that are not on the disk yet were written: a queue of write ends and times, in
 * which writes of the same millisecond are one. When it is full, later writes count as the last
 * one.
 */
final class UnsyncedWrites {
  private static final int MOST = 1 << 16;

  private long[] ends = new long[16];
  private long[] micros = new long[16];
  private int first;
  private int count;

  private int slot(int index) {
    return (first + index) & (ends.length - 1);
  }

  void written(long end, long nowMicros) {
    boolean joins = count > 0 && micros[slot(count - 1)] / 1_000 == nowMicros / 1_000;
    if (joins || count == MOST) {
      ends[slot(count - 1)] = end;
      return;
    }
    if (count == ends.length) {
      grow();
    }
    ends[slot(count)] = end;
    micros[slot(count)] = nowMicros;
    count++;
  }

  private void grow() {
    long[] moreEnds = Arrays.copyOf(ends, ends.length * 2);
    long[] moreMicros = Arrays.copyOf(micros, ends.length * 2);
    for (int i = 0; i < count; i++) {
      moreEnds[i] = ends[slot(i)];
      moreMicros[i] = micros[slot(i)];
    }
    ends = moreEnds;
    micros = moreMicros;
    first = 0;
  }

  /** All up to here is on the disk. */
  void synced(long end) {
    while (count > 0 && ends[first] <= end) {
      first = slot(1);
      count--;
    }
  }

  /** When the byte at this place was written; -1 when it is on the disk or not written. */
  long writtenMicros(long offset) {
    for (int i = 0; i < count; i++) {
      if (ends[slot(i)] > offset) {
        return micros[slot(i)];
      }
    }
    return -1;
  }

  /** When the oldest of the bytes was written; -1 when there are none. */
  long oldestMicros() {
    return count == 0 ? -1 : micros[first];
  }
}
