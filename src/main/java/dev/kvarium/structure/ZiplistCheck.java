package dev.kvarium.structure;

import static dev.kvarium.structure.Ziplist.COUNT_UNKNOWN;
import static dev.kvarium.structure.Ziplist.HEADER_BYTES;

/** The proof that bytes from elsewhere are a ziplist, before anything walks them. */
final class ZiplistCheck {
  private ZiplistCheck() {}

  static boolean isValid(byte[] in) {
    int end = in.length - 1;
    if (in.length < HEADER_BYTES + 1
        || ListpackBytes.readInt(in, 0) != in.length
        || in[end] != ZiplistBytes.END) {
      return false;
    }
    int entries = 0;
    int p = HEADER_BYTES;
    int last = -1;
    while (in[p] != ZiplistBytes.END) {
      int next = nextIfValid(in, p, last < 0 ? 0 : p - last);
      if (next < 0) {
        return false;
      }
      last = p;
      p = next;
      entries++;
    }
    int tail = ListpackBytes.readInt(in, 4);
    int count = in[8] & 0xff | (in[9] & 0xff) << 8;
    return p == end
        && (last < 0 ? tail >= 0 && tail <= end : tail == last)
        && (count == COUNT_UNKNOWN || count == entries);
  }

  /** The position after the entry at {@code p}, or -1 when it is not one or leaves the array. */
  private static int nextIfValid(byte[] in, int p, int previous) {
    int end = in.length - 1;
    int q = p + ZiplistBytes.previousBytes(in, p);
    if (q > end) {
      return -1;
    }
    int header = ZiplistBytes.headerBytes(in, q);
    if (header == 0 || q + header > end) {
      return -1;
    }
    long next = q + header + ZiplistBytes.dataBytes(in, q);
    return next > end || ZiplistBytes.previous(in, p) != previous ? -1 : (int) next;
  }
}
