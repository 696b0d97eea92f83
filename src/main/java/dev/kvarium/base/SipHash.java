package dev.kvarium.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-1-2: the keyed hash that places a key in its bucket. One round per 8-byte word and two at
 * the end, as Redis runs it, where the published SipHash-2-4 has two and four.
 *
 * <p>The key of 128 bits is two little-endian words; whoever does not know it cannot prepare keys
 * that all fall into one bucket. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF",
 * 2012.
 */
public final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private SipHash() {}

  /** The hash of {@code in} under the 16 bytes of {@code key}. */
  public static long hash(byte[] in, byte[] key) {
    return hash(in, (long) LONG.get(key, 0), (long) LONG.get(key, 8));
  }

  /** The hash of {@code in} under the key whose low and high words are {@code k0}, {@code k1}. */
  public static long hash(byte[] in, long k0, long k1) {
    long v0 = 0x736f6d6570736575L ^ k0;
    long v1 = 0x646f72616e646f6dL ^ k1;
    long v2 = 0x6c7967656e657261L ^ k0;
    long v3 = 0x7465646279746573L ^ k1;
    int length = in.length;
    int words = length & ~7;
    for (int i = 0; i < words; i += 8) {
      long m = (long) LONG.get(in, i);
      v3 ^= m;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32) + v3;
      v2 += v1;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= m;
    }
    long last = tail(in, words) | (long) length << 56;
    v3 ^= last;
    for (int round = 0; round < 3; round++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32) + v3;
      v2 += v1;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      if (round == 0) {
        v0 ^= last;
        v2 ^= 0xff;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** The bytes after the last whole word, the first of them lowest. */
  private static long tail(byte[] in, int words) {
    int left = in.length - words;
    if (left == 0) {
      return 0;
    }
    if (words > 0) {
      return (long) LONG.get(in, in.length - 8) >>> (64 - 8 * left);
    }
    long tail = 0;
    for (int i = left - 1; i >= 0; i--) {
      tail = tail << 8 | in[i] & 0xff;
    }
    return tail;
  }
}
