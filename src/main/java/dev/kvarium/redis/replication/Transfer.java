package dev.kvarium.redis.replication;

import dev.kvarium.base.Bytes;
import java.util.Arrays;

/** A snapshot on its way here: of a length that is known, or up to a mark. */
final class Transfer {
  private static final int FIRST_BYTES = 64 << 10;

  /** How long the file is; -1 when a mark ends it. */
  long totalBytes = -1;

  /** What ends it; empty when its length is known. */
  byte[] mark = Bytes.EMPTY;

  /** Whether it was said how the end is to be found. */
  boolean begun;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** How much has come, the mark included. */
  int size() {
    return size;
  }

  void add(byte[] more) {
    if (size + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more.length, bytes.length * 2));
    }
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /** Whether the mark has come, and so all before it. */
  boolean hasMark() {
    int from = size - mark.length;
    return from >= 0 && Arrays.equals(bytes, from, size, mark, 0, mark.length);
  }

  /** The file without the mark. */
  byte[] file() {
    return Arrays.copyOf(bytes, size - mark.length);
  }
}
