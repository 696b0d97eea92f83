package dev.kvarium.sharding;

/** lookup3's hashlittle by Bob Jenkins (public domain), begun with 13. */
final class Jenkins {
  private static final int INITIAL = 13;

  private Jenkins() {}

  static long hash(byte[] key) {
    int a = 0xdeadbeef + key.length + INITIAL;
    int b = a;
    int c = a;
    int at = 0;
    int left = key.length;
    while (left > 12) {
      a += word(key, at, 4);
      b += word(key, at + 4, 4);
      c += word(key, at + 8, 4);
      a = a - c ^ Integer.rotateLeft(c, 4);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 6);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 8);
      b += a;
      a = a - c ^ Integer.rotateLeft(c, 16);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 19);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 4);
      b += a;
      at += 12;
      left -= 12;
    }
    if (left == 0) {
      return KeyHash.unsigned(c);
    }
    a += word(key, at, Math.min(left, 4));
    b += word(key, at + 4, Math.min(left - 4, 4));
    c += word(key, at + 8, Math.min(left - 8, 4));
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return KeyHash.unsigned((c ^ b) - Integer.rotateLeft(b, 24));
  }

  /** So many bytes as a number, the lowest first; 0 for none. */
  private static int word(byte[] key, int at, int count) {
    int word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << 8 | key[at + i] & 0xff;
    }
    return word;
  }
}
