package dev.kvarium.structure;

import static dev.kvarium.structure.Listpack.COUNT_UNKNOWN;
import static dev.kvarium.structure.Listpack.HEADER_BYTES;

/** The proof that bytes from elsewhere are a listpack, before anything walks them. */
final class ListpackCheck {
  private ListpackCheck() {}

  static boolean isValid(byte[] in) {
    if (in.length < HEADER_BYTES + 1
        || ListpackBytes.readInt(in, 0) != in.length
        || in[in.length - 1] != ListpackBytes.END) {
      return false;
    }
    int entries = 0;
    int p = HEADER_BYTES;
    while (p < in.length - 1) {
      int next = nextIfValid(in, p);
      if (next < 0) {
        return false;
      }
      p = next;
      entries++;
    }
    int count = in[4] & 0xff | (in[5] & 0xff) << 8;
    return p == in.length - 1 && (count == COUNT_UNKNOWN || count == entries);
  }

  /** The position after the entry at {@code p}, or -1 when it is not one or leaves the array. */
  private static int nextIfValid(byte[] in, int p) {
    int first = in[p] & 0xff;
    int end = in.length - 1;
    if (first > 0xf4 || first == 0xf0 && p + 5 > end || first >= 0xe0 && p + 2 > end) {
      return -1;
    }
    int content = ListpackBytes.contentBytes(in, p);
    if (content <= 0 || content > end - p) {
      return -1;
    }
    int backlen = ListpackBytes.backlenBytes(content);
    int next = p + content + backlen;
    if (next > end || next < p) {
      return -1;
    }
    return closingLength(in, next - 1) == content ? next : -1;
  }

  /**
   * The length whose last byte stands at {@code last}, or -1. As on the server, a mark in its first
   * byte leads on to what stands before it, which does no harm when it adds nothing.
   */
  private static long closingLength(byte[] in, int last) {
    long length = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      int b = in[last--];
      length |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return length;
      }
    }
    return -1;
  }
}
