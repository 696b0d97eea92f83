package dev.kvarium.structure;

/** Reading and writing one {@link Ziplist} entry in a byte array, without any state. */
final class ZiplistBytes {
  static final byte END = (byte) 0xff;

  /** The first byte of a length of five bytes. */
  static final int BIG_PREVIOUS = 0xfe;

  static final int INT_16 = 0xc0;
  static final int INT_32 = 0xd0;
  static final int INT_64 = 0xe0;
  static final int INT_24 = 0xf0;
  static final int INT_8 = 0xfe;
  static final int IMMEDIATE_MIN = 0xf1;
  static final int IMMEDIATE_MAX = 0xfd;

  private ZiplistBytes() {}

  /** Bytes of the length of the entry before, 1 or 5. */
  static int previousBytes(byte[] in, int p) {
    return (in[p] & 0xff) < BIG_PREVIOUS ? 1 : 5;
  }

  /** The length of the entry before. */
  static int previous(byte[] in, int p) {
    int first = in[p] & 0xff;
    return first < BIG_PREVIOUS ? first : ListpackBytes.readInt(in, p + 1);
  }

  /** Bytes that a length of an entry takes in the next one. */
  static int previousBytesFor(int length) {
    return length < BIG_PREVIOUS ? 1 : 5;
  }

  /** Bytes of encoding and length at {@code q}, behind the length of the entry before; 0: none. */
  static int headerBytes(byte[] in, int q) {
    int first = in[q] & 0xff;
    return switch (first >> 6) {
      case 0 -> 1;
      case 1 -> 2;
      case 2 -> 5;
      default -> intBytes(first) >= 0 ? 1 : 0;
    };
  }

  /** Bytes of an integer with this encoding, 0 for one inside it, -1 when it is none. */
  static int intBytes(int first) {
    return switch (first) {
      case INT_8 -> 1;
      case INT_16 -> 2;
      case INT_24 -> 3;
      case INT_32 -> 4;
      case INT_64 -> 8;
      default -> first >= IMMEDIATE_MIN && first <= IMMEDIATE_MAX ? 0 : -1;
    };
  }

  static boolean isInt(byte[] in, int q) {
    return (in[q] & 0xc0) == 0xc0;
  }

  /** Bytes of content behind the header at {@code q}, without sign. */
  static long dataBytes(byte[] in, int q) {
    int first = in[q] & 0xff;
    return switch (first >> 6) {
      case 0 -> first;
      case 1 -> (first & 0x3f) << 8 | in[q + 1] & 0xff;
      case 2 -> Integer.toUnsignedLong(Integer.reverseBytes(ListpackBytes.readInt(in, q + 1)));
      default -> intBytes(first);
    };
  }

  static long getLong(byte[] in, int q) {
    int first = in[q] & 0xff;
    return switch (first) {
      case INT_8 -> in[q + 1];
      case INT_16 -> (short) (in[q + 1] & 0xff | in[q + 2] << 8);
      case INT_24 -> in[q + 1] & 0xff | (in[q + 2] & 0xff) << 8 | in[q + 3] << 16;
      case INT_32 -> ListpackBytes.readInt(in, q + 1);
      case INT_64 -> ListpackBytes.readLong(in, q + 1);
      default -> (first & 0xf) - 1L;
    };
  }
}
