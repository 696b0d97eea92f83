package dev.kvarium.memcached;

/** MurmurHash3, the 32-bit variant for x86 with seed 0, by Austin Appleby (public domain). */
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private Murmur3() {}

  static int hash(byte[] key) {
    int hash = 0;
    int whole = key.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int block =
          key[i] & 0xff
              | (key[i + 1] & 0xff) << 8
              | (key[i + 2] & 0xff) << 16
              | (key[i + 3] & 0xff) << 24;
      hash ^= scramble(block);
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int i = key.length - 1; i >= whole; i--) {
      tail = tail << 8 | key[i] & 0xff;
    }
    if (whole < key.length) {
      hash ^= scramble(tail);
    }
    hash ^= key.length;
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
