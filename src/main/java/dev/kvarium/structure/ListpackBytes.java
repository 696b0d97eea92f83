package dev.kvarium.structure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reading and writing one {@link Listpack} entry in a byte array, without any state. */
final class ListpackBytes {
  static final byte END = (byte) 0xff;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ListpackBytes() {}

  static long readLong(byte[] in, int at) {
    return (long) LONG.get(in, at);
  }

  static void writeLong(byte[] out, int at, long value) {
    LONG.set(out, at, value);
  }

  static int readInt(byte[] in, int at) {
    return (int) INT.get(in, at);
  }

  static void writeInt(byte[] out, int at, int value) {
    INT.set(out, at, value);
  }

  static void writeShort(byte[] out, int at, int value) {
    SHORT.set(out, at, (short) value);
  }

  /** Bytes of encoding, length and content at {@code p}, without the length that closes it. */
  static int contentBytes(byte[] in, int p) {
    int first = in[p];
    if (first >= 0) {
      return 1;
    }
    if ((first & 0xc0) == 0x80) {
      return 1 + (first & 0x3f);
    }
    if ((first & 0xe0) == 0xc0) {
      return 2;
    }
    if ((first & 0xf0) == 0xe0) {
      return 2 + ((first & 0x0f) << 8 | in[p + 1] & 0xff);
    }
    return switch (first & 0xff) {
      case 0xf0 -> 5 + readInt(in, p + 1);
      case 0xf1 -> 3;
      case 0xf2 -> 4;
      case 0xf3 -> 5;
      case 0xf4 -> 9;
      default -> throw new IllegalStateException("no listpack entry begins with byte " + first);
    };
  }

  /** Bytes that the closing length takes for a content of {@code length} bytes, 1 to 5. */
  static int backlenBytes(int length) {
    if (length <= 127) {
      return 1;
    }
    if (length < 16383) {
      return 2;
    }
    if (length < 2097151) {
      return 3;
    }
    return length < 268435455 ? 4 : 5;
  }

  /** The position after the entry at {@code p}. */
  static int skip(byte[] in, int p) {
    int first = in[p];
    if (first >= 0) {
      return p + 2;
    }
    if ((first & 0xc0) == 0x80) {
      return p + 2 + (first & 0x3f);
    }
    int length = contentBytes(in, p);
    return p + length + backlenBytes(length);
  }

  /** Writes the closing length, high bits first, with a mark in every byte but the first. */
  static int writeBacklen(byte[] out, int at, int length) {
    if (length <= 127) {
      out[at] = (byte) length;
      return at + 1;
    }
    int bytes = backlenBytes(length);
    for (int i = 0; i < bytes; i++) {
      int bits = (int) ((long) length >>> 7 * (bytes - 1 - i)) & 0x7f;
      out[at + i] = (byte) (i == 0 ? bits : bits | 0x80);
    }
    return at + bytes;
  }

  /** The closing length whose last byte stands at {@code last}. */
  static int readBacklen(byte[] in, int last) {
    int length = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      int b = in[last--];
      length |= (b & 0x7f) << shift;
      if (b >= 0) {
        return length;
      }
    }
    throw new IllegalStateException("the length of an entry has more than five bytes");
  }

  static boolean isInt(byte[] in, int p) {
    int first = in[p];
    return first >= 0 || (first & 0xe0) == 0xc0 || (first & 0xff) > 0xf0;
  }

  static long getLong(byte[] in, int p) {
    int first = in[p];
    if (first >= 0) {
      return first;
    }
    if ((first & 0xe0) == 0xc0) {
      int bits = (first & 0x1f) << 8 | in[p + 1] & 0xff;
      return bits << 19 >> 19;
    }
    return switch (first & 0xff) {
      case 0xf1 -> (short) SHORT.get(in, p + 1);
      case 0xf2 -> in[p + 1] & 0xff | (in[p + 2] & 0xff) << 8 | in[p + 3] << 16;
      case 0xf3 -> readInt(in, p + 1);
      case 0xf4 -> (long) LONG.get(in, p + 1);
      default -> throw new IllegalStateException("the entry at " + p + " is not an integer");
    };
  }

  /** Content bytes of the integer {@code v}: 1, 2, 3, 4, 5 or 9. */
  static int intBytes(long v) {
    if (v >= 0 && v <= 127) {
      return 1;
    }
    if (v >= -4096 && v <= 4095) {
      return 2;
    }
    if (v == (short) v) {
      return 3;
    }
    if (v >= -8388608 && v <= 8388607) {
      return 4;
    }
    return v == (int) v ? 5 : 9;
  }

  static void writeLong(byte[] out, int at, long v, int contentBytes) {
    switch (contentBytes) {
      case 1 -> out[at] = (byte) v;
      case 2 -> {
        out[at] = (byte) (v >> 8 & 0x1f | 0xc0);
        out[at + 1] = (byte) v;
      }
      case 3 -> {
        out[at] = (byte) 0xf1;
        writeShort(out, at + 1, (int) v);
      }
      case 4 -> {
        out[at] = (byte) 0xf2;
        writeShort(out, at + 1, (int) v);
        out[at + 3] = (byte) (v >> 16);
      }
      case 5 -> {
        out[at] = (byte) 0xf3;
        writeInt(out, at + 1, (int) v);
      }
      default -> {
        out[at] = (byte) 0xf4;
        LONG.set(out, at + 1, v);
      }
    }
  }

  /** Bytes before the text of a string of {@code length} bytes. */
  static int stringHeaderBytes(int length) {
    if (length < 64) {
      return 1;
    }
    return length < 4096 ? 2 : 5;
  }

  static void writeString(byte[] out, int at, byte[] s, int from, int length) {
    if (length < 64) {
      out[at] = (byte) (length | 0x80);
      System.arraycopy(s, from, out, at + 1, length);
    } else if (length < 4096) {
      out[at] = (byte) (length >> 8 | 0xe0);
      out[at + 1] = (byte) length;
      System.arraycopy(s, from, out, at + 2, length);
    } else {
      out[at] = (byte) 0xf0;
      writeInt(out, at + 1, length);
      System.arraycopy(s, from, out, at + 5, length);
    }
  }
}
