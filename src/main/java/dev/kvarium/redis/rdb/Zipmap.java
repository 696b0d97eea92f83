package dev.kvarium.redis.rdb;

import java.util.Arrays;

/**
 * A zipmap: how redis-server up to 2.4 packed a small hash. It is only ever read.
 *
 * <pre>
 *   │ fields 1 │ length 1 or 5 │ field │ length 1 or 5 │ unused 1 │ value │ unused … │ … │ ff │
 * </pre>
 *
 * <p>A length below 254 is one byte; else there is 254 and then four bytes, the lowest first. 254
 * or more fields are counted by walking. The hash {@code {a: 1}}: <code>01 01 61 01 00 31 ff</code>
 * .
 *
 * <p>Source: behaviour of zipmap.c in 7.0.15.
 */
final class Zipmap {
  private static final int BIG = 254;
  private static final byte END = (byte) 0xff;

  private final byte[] in;
  private int p = 1;
  private byte[] field = {};
  private byte[] value = {};

  private Zipmap(byte[] in) {
    this.in = in;
  }

  /** The pairs of bytes that are a zipmap with at least one. */
  static Zipmap wrap(byte[] bytes) throws RdbProblem {
    if (!isValid(bytes)) {
      throw RdbProblem.corrupt("Zipmap integrity check failed.");
    }
    return new Zipmap(bytes);
  }

  private static boolean isValid(byte[] in) {
    int end = in.length - 1;
    if (in.length < 2 || in[end] != END) {
      return false;
    }
    int count = 0;
    long p = 1;
    while (in[(int) p] != END) {
      if (p + lengthBytes(in, (int) p) > end) {
        return false;
      }
      p += lengthBytes(in, (int) p) + length(in, (int) p);
      if (p > end || p + lengthBytes(in, (int) p) > end) {
        return false;
      }
      long valueBytes = length(in, (int) p);
      p += lengthBytes(in, (int) p);
      p += 1 + valueBytes + (in[(int) p] & 0xff);
      if (p > end) {
        return false;
      }
      count++;
    }
    return p == end && count > 0 && ((in[0] & 0xff) >= BIG || (in[0] & 0xff) == count);
  }

  private static int lengthBytes(byte[] in, int p) {
    return (in[p] & 0xff) < BIG ? 1 : 5;
  }

  private static long length(byte[] in, int p) {
    int first = in[p] & 0xff;
    return first < BIG
        ? first
        : (in[p + 1] & 0xffL)
            | (in[p + 2] & 0xffL) << 8
            | (in[p + 3] & 0xffL) << 16
            | (in[p + 4] & 0xffL) << 24;
  }

  /** Goes to the next pair; whether there is one. */
  boolean advance() {
    if (in[p] == END) {
      return false;
    }
    int length = (int) length(in, p);
    p += lengthBytes(in, p);
    field = Arrays.copyOfRange(in, p, p + length);
    p += length;
    length = (int) length(in, p);
    p += lengthBytes(in, p);
    int unused = in[p++] & 0xff;
    value = Arrays.copyOfRange(in, p, p + length);
    p += length + unused;
    return true;
  }

  byte[] field() {
    return field;
  }

  byte[] value() {
    return value;
  }
}
