package dev.kvarium.sim;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a file: grows at its end without moving what is there. */
final class Chunks {
  private static final int CHUNK = 1 << 16;

  private final List<byte[]> chunks = new ArrayList<>();
  private long size;

  long size() {
    return size;
  }

  void append(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int within = (int) (size & (CHUNK - 1));
      if (within == 0 && size == (long) chunks.size() * CHUNK) {
        chunks.add(new byte[CHUNK]);
      }
      int part = StrictMath.min(left, CHUNK - within);
      System.arraycopy(bytes, from, chunks.getLast(), within, part);
      from += part;
      left -= part;
      size += part;
    }
  }

  void truncate(long to) {
    while ((long) (chunks.size() - 1) * CHUNK >= to && !chunks.isEmpty()) {
      chunks.removeLast();
    }
    size = to;
  }

  /** Puts bytes in the place of those from an offset on, as far as there are any. */
  void overwrite(long from, byte[] by) {
    for (int i = 0; i < by.length && from + i < size; i++) {
      chunks.get((int) ((from + i) / CHUNK))[(int) ((from + i) & (CHUNK - 1))] = by[i];
    }
  }

  /** The bytes from one place up to another. */
  byte[] copy(long from, long to) {
    byte[] out = new byte[StrictMath.toIntExact(to - from)];
    long at = from;
    while (at < to) {
      int within = (int) (at & (CHUNK - 1));
      int part = (int) StrictMath.min(to - at, CHUNK - within);
      System.arraycopy(chunks.get((int) (at / CHUNK)), within, out, (int) (at - from), part);
      at += part;
    }
    return out;
  }
}
