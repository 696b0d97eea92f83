package dev.kvarium.sharding;

/**
 * SuperFastHash by Paul Hsieh, as twemproxy has it: the third byte of a rest of three is signed.
 */
final class Hsieh {
  private Hsieh() {}

  static long hash(byte[] key) {
    if (key.length == 0) {
      return 0;
    }
    int hash = 0;
    int at = 0;
    for (; key.length - at >= 4; at += 4) {
      hash += pair(key, at);
      int mixed = pair(key, at + 2) << 11 ^ hash;
      hash = hash << 16 ^ mixed;
      hash += hash >>> 11;
    }
    switch (key.length - at) {
      case 3 -> {
        hash += pair(key, at);
        hash ^= hash << 16;
        hash ^= key[at + 2] << 18;
        hash += hash >>> 11;
      }
      case 2 -> {
        hash += pair(key, at);
        hash ^= hash << 11;
        hash += hash >>> 17;
      }
      case 1 -> {
        hash += key[at] & 0xff;
        hash ^= hash << 10;
        hash += hash >>> 1;
      }
      default -> {}
    }
    hash ^= hash << 3;
    hash += hash >>> 5;
    hash ^= hash << 4;
    hash += hash >>> 17;
    hash ^= hash << 25;
    return KeyHash.unsigned(hash + (hash >>> 6));
  }

  private static int pair(byte[] key, int at) {
    return key[at] & 0xff | (key[at + 1] & 0xff) << 8;
  }
}
