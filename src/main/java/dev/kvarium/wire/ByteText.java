package dev.kvarium.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are gathered for a reply: text, numbers and values. */
public final class ByteText {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_BYTES = 256;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** How many there are. */
  public int length() {
    return length;
  }

  public ByteText append(byte[] more) {
    return append(more, 0, more.length);
  }

  /** Appends a part of an array. */
  public ByteText append(byte[] more, int from, int count) {
    room(count);
    System.arraycopy(more, from, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends a text of which each character is a byte. */
  @SuppressWarnings("deprecation") // the only way to copy characters as bytes without an array
  public ByteText append(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
    return this;
  }

  public ByteText append(char c) {
    room(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Appends a number in decimal. */
  public ByteText append(long number) {
    if (number < 0) {
      return append(Long.toString(number));
    }
    int digits = 1;
    for (long rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    room(digits);
    length += digits;
    long rest = number;
    for (int at = length - 1; digits > 0; digits--) {
      bytes[at--] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  /** Appends 64 bits without a sign in decimal. */
  public ByteText appendUnsigned(long number) {
    return append(Long.toUnsignedString(number));
  }

  /** Appends four bytes, the highest first. */
  public ByteText appendInt(int number) {
    room(Integer.BYTES);
    INT.set(bytes, length, number);
    length += Integer.BYTES;
    return this;
  }

  /** Appends eight bytes, the highest first. */
  public ByteText appendLong(long number) {
    room(Long.BYTES);
    LONG.set(bytes, length, number);
    length += Long.BYTES;
    return this;
  }

  /** Cuts it back to a length that it had. */
  public void cut(int toLength) {
    length = toLength;
  }

  /** The array that they lie in, from its start; valid until something is appended. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of all of them. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** All of them, after which there are none. */
  public byte[] take() {
    byte[] taken = bytes();
    length = 0;
    return taken;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
