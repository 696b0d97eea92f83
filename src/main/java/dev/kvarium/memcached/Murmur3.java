package dev.kvarium.memcached;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** MurmurHash3, the 32-bit variant for x86 with seed 0, by Austin Appleby (public domain). */
final class Murmur3 {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private Murmur3() {}

  static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    int whole = from + (to - from & ~3);
    for (int i = from; i < whole; i += 4) {
      hash ^= scramble((int) WORD.get(bytes, i));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int i = to - 1; i >= whole; i--) {
      tail = tail << 8 | bytes[i] & 0xff;
    }
    if (whole < to) {
      hash ^= scramble(tail);
    }
    hash ^= to - from;
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    hash *= 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }
}
