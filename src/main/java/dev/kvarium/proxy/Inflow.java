package dev.kvarium.proxy;

import java.util.Arrays;

/** Bytes that have come and are not yet understood. */
final class Inflow {
  private static final int FIRST_BYTES = 512;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int from;
  private int to;

  void feed(byte[] more) {
    if (from == to) {
      from = 0;
      to = 0;
    }
    if (to + more.length > bytes.length) {
      byte[] room =
          to - from + more.length > bytes.length
              ? new byte[Math.max(2 * bytes.length, to - from + more.length)]
              : bytes;
      System.arraycopy(bytes, from, room, 0, to - from);
      bytes = room;
      to -= from;
      from = 0;
    }
    System.arraycopy(more, 0, bytes, to, more.length);
    to += more.length;
  }

  /** Where the bytes begin. */
  int from() {
    return from;
  }

  /** Behind the last byte. */
  int to() {
    return to;
  }

  byte at(int place) {
    return bytes[place];
  }

  byte[] copy(int start, int end) {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** The bytes up to a place, which are gone then. */
  byte[] take(int end) {
    byte[] taken = copy(from, end);
    from = end;
    return taken;
  }
}
