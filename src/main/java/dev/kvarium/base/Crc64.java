package dev.kvarium.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit checksum at the end of an RDB file and of a DUMP: the polynomial of David Jones,
 * 0xad93d23594c935a9, reflected, start 0. The check value of {@code "123456789"} is
 * 0xe9c6d914c4b8d9ca.
 *
 * <p>Eight tables let it take eight bytes at a time: table {@code k} holds what a byte contributes
 * when {@code k} more bytes follow it.
 */
public final class Crc64 {
  private static final long REFLECTED = Long.reverse(0xad93d23594c935a9L);
  private static final long[][] TABLE = new long[8][256];
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static {
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ REFLECTED : crc >>> 1;
      }
      TABLE[0][i] = crc;
    }
    for (int k = 1; k < 8; k++) {
      for (int i = 0; i < 256; i++) {
        long crc = TABLE[k - 1][i];
        TABLE[k][i] = TABLE[0][(int) crc & 0xff] ^ crc >>> 8;
      }
    }
  }

  private Crc64() {}

  /** The checksum of all of {@code in}. */
  public static long of(byte[] in) {
    return update(0, in, 0, in.length);
  }

  /** The checksum {@code crc} carried on over the bytes from {@code from} up to {@code to}. */
  public static long update(long crc, byte[] in, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long word = crc ^ (long) LONG.get(in, i);
      crc =
          TABLE[7][(int) word & 0xff]
              ^ TABLE[6][(int) (word >>> 8) & 0xff]
              ^ TABLE[5][(int) (word >>> 16) & 0xff]
              ^ TABLE[4][(int) (word >>> 24) & 0xff]
              ^ TABLE[3][(int) (word >>> 32) & 0xff]
              ^ TABLE[2][(int) (word >>> 40) & 0xff]
              ^ TABLE[1][(int) (word >>> 48) & 0xff]
              ^ TABLE[0][(int) (word >>> 56)];
    }
    for (; i < to; i++) {
      crc = TABLE[0][(int) (crc ^ in[i]) & 0xff] ^ crc >>> 8;
    }
    return crc;
  }
}
