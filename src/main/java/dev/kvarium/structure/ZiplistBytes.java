package dev.kvarium.structure;

import dev.kvarium.base.Numbers;

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

  /** Writes the length of the entry before; where what follows it stands. */
  static int writePrevious(byte[] out, int p, int length) {
    if (length < BIG_PREVIOUS) {
      out[p] = (byte) length;
      return p + 1;
    }
    return writeLargePrevious(out, p, length);
  }

  /** The same in five bytes, however small it is. */
  static int writeLargePrevious(byte[] out, int p, int length) {
    out[p] = (byte) BIG_PREVIOUS;
    ListpackBytes.writeInt(out, p + 1, length);
    return p + 5;
  }

  /** Bytes of encoding, length and content of a value. */
  static int contentBytes(byte[] value, boolean integer) {
    if (integer) {
      return 1 + intBytes(encoding(Numbers.parseLong(value)));
    }
    int length = value.length;
    return length + (length < 64 ? 1 : length < 16384 ? 2 : 5);
  }

  private static int encoding(long value) {
    if (value >= 0 && value <= 12) {
      return IMMEDIATE_MIN + (int) value;
    }
    if (value == (byte) value) {
      return INT_8;
    }
    if (value == (short) value) {
      return INT_16;
    }
    if (value >= -(1 << 23) && value < 1 << 23) {
      return INT_24;
    }
    return value == (int) value ? INT_32 : INT_64;
  }

  /** Writes encoding, length and content of a value. */
  static void write(byte[] out, int q, byte[] value, boolean integer) {
    if (integer) {
      long number = Numbers.parseLong(value);
      int encoding = encoding(number);
      out[q] = (byte) encoding;
      for (int i = 0; i < intBytes(encoding); i++) {
        out[q + 1 + i] = (byte) (number >>> 8 * i);
      }
      return;
    }
    int length = value.length;
    int at = q;
    if (length < 64) {
      out[at++] = (byte) length;
    } else if (length < 16384) {
      out[at++] = (byte) (length >> 8 | 0x40);
      out[at++] = (byte) length;
    } else {
      out[at++] = (byte) 0x80;
      ListpackBytes.writeInt(out, at, Integer.reverseBytes(length));
      at += 4;
    }
    System.arraycopy(value, 0, out, at, length);
  }
}
