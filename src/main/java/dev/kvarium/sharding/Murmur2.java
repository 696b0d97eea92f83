package dev.kvarium.sharding;

/** MurmurHash2 by Austin Appleby (public domain), seeded by the length as libhashkit does it. */
final class Murmur2 {
  private static final int M = 0x5bd1e995;

  private Murmur2() {}

  static long hash(byte[] key) {
    int length = key.length;
    int hash = 0xdeadbeef * length ^ length;
    int at = 0;
    for (; length - at >= 4; at += 4) {
      int block =
          key[at] & 0xff
              | (key[at + 1] & 0xff) << 8
              | (key[at + 2] & 0xff) << 16
              | (key[at + 3] & 0xff) << 24;
      block *= M;
      block ^= block >>> 24;
      hash = hash * M ^ block * M;
    }
    if (at < length) {
      for (int i = length - 1; i >= at; i--) {
        hash ^= (key[i] & 0xff) << (i - at) * 8;
      }
      hash *= M;
    }
    hash ^= hash >>> 13;
    hash *= M;
    return KeyHash.unsigned(hash ^ hash >>> 15);
  }
}
