package dev.kvarium.structure;

import dev.kvarium.base.Bytes;

/**
 * The name of an entry of a stream: a Unix time in milliseconds and a number within it, both of 64
 * bits without a sign, {@code 1526919030474-55}.
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  /** Bytes of the key in a radix tree. */
  public static final int KEY_BYTES = 16;

  public static final StreamId MIN = new StreamId(0, 0);
  public static final StreamId MAX = new StreamId(-1, -1);

  /** The id that {@link #key()} made. */
  public static StreamId ofKey(byte[] key) {
    return new StreamId(readLong(key, 0), readLong(key, 8));
  }

  private static long readLong(byte[] in, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | in[i] & 0xff;
    }
    return value;
  }

  /** Both numbers with the highest byte first, so that the order of the bytes is that of ids. */
  public byte[] key() {
    byte[] key = new byte[KEY_BYTES];
    for (int i = 0; i < 8; i++) {
      key[i] = (byte) (millis >> 56 - 8 * i);
      key[8 + i] = (byte) (sequence >> 56 - 8 * i);
    }
    return key;
  }

  @Override
  public int compareTo(StreamId other) {
    int order = Long.compareUnsigned(millis, other.millis);
    return order != 0 ? order : Long.compareUnsigned(sequence, other.sequence);
  }

  public boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  public boolean isBefore(StreamId other) {
    return compareTo(other) < 0;
  }

  /** Whether it is 0-0, which no entry has. */
  public boolean isZero() {
    return millis == 0 && sequence == 0;
  }

  /** The id after this one; 0-0 after the last. */
  public StreamId next() {
    return sequence == -1 ? new StreamId(millis + 1, 0) : new StreamId(millis, sequence + 1);
  }

  /** The id before this one; the last before 0-0. */
  public StreamId previous() {
    return sequence == 0 ? new StreamId(millis - 1, -1) : new StreamId(millis, sequence - 1);
  }

  /** {@code 1526919030474-55} as bytes. */
  public byte[] text() {
    return Bytes.latin1(toString());
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + '-' + Long.toUnsignedString(sequence);
  }
}
