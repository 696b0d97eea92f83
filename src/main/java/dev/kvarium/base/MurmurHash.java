package dev.kvarium.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** MurmurHash2 of 64 bits in its variant A, by Austin Appleby: quick, even, and no secret. */
public final class MurmurHash {
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
  private static final int SHIFT = 47;

  private MurmurHash() {}

  /** The hash of all bytes for a seed of 32 bits. */
  public static long of(byte[] bytes, long seed) {
    int length = bytes.length;
    long hash = seed ^ length * MULTIPLIER;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long block = (long) LITTLE_ENDIAN.get(bytes, i) * MULTIPLIER;
      block ^= block >>> SHIFT;
      hash = (hash ^ block * MULTIPLIER) * MULTIPLIER;
    }
    if (i < length) {
      long rest = 0;
      for (int j = length - 1; j >= i; j--) {
        rest = rest << 8 | bytes[j] & 0xff;
      }
      hash = (hash ^ rest) * MULTIPLIER;
    }
    hash ^= hash >>> SHIFT;
    hash *= MULTIPLIER;
    return hash ^ hash >>> SHIFT;
  }
}
