package dev.kvarium.structure;

import dev.kvarium.base.Numbers;
import java.util.Arrays;

/** A ziplist: what redis-server packed short lists into before the {@link Listpack}. */
public final class Ziplist {
  /** What stands for "no such entry" where a position is expected. */
  public static final int NONE = -1;

  /** Bytes before the first entry. */
  public static final int HEADER_BYTES = 10;

  /** The count that means that nobody knows. */
  public static final int COUNT_UNKNOWN = 0xffff;

  private final byte[] buffer;

  private Ziplist(byte[] buffer) {
    this.buffer = buffer;
  }

  /** Whether header, every entry, the lengths between them, the count and the end agree. */
  public static boolean isValid(byte[] bytes) {
    return ZiplistCheck.isValid(bytes);
  }

  /**
   * The ziplist that {@code bytes} are; the array is taken over.
   *
   * @throws IllegalArgumentException if {@link #isValid(byte[])} says no
   */
  public static Ziplist wrap(byte[] bytes) {
    if (!isValid(bytes)) {
      throw new IllegalArgumentException("not a ziplist: " + bytes.length + " bytes");
    }
    return new Ziplist(bytes);
  }

  /** The first entry, or {@link #NONE}. */
  public int first() {
    return buffer[HEADER_BYTES] == ZiplistBytes.END ? NONE : HEADER_BYTES;
  }

  /** The entry after {@code p}, or {@link #NONE}. */
  public int next(int p) {
    int q = header(p);
    int next = q + ZiplistBytes.headerBytes(buffer, q) + (int) ZiplistBytes.dataBytes(buffer, q);
    return buffer[next] == ZiplistBytes.END ? NONE : next;
  }

  private int header(int p) {
    return p + ZiplistBytes.previousBytes(buffer, p);
  }

  /** Whether the entry at {@code p} holds an integer. */
  public boolean isInt(int p) {
    return ZiplistBytes.isInt(buffer, header(p));
  }

  /** The integer at {@code p}. */
  public long getLong(int p) {
    return ZiplistBytes.getLong(buffer, header(p));
  }

  /** The entry at {@code p} as text. */
  public byte[] get(int p) {
    if (isInt(p)) {
      return Numbers.toBytes(getLong(p));
    }
    int q = header(p);
    int from = q + ZiplistBytes.headerBytes(buffer, q);
    return Arrays.copyOfRange(buffer, from, from + (int) ZiplistBytes.dataBytes(buffer, q));
  }

  /** The same entries as a listpack, in an allocation that is as large as this one at first. */
  public Listpack toListpack() {
    Listpack pack = new Listpack(buffer.length);
    for (int p = first(); p != NONE; p = next(p)) {
      if (isInt(p)) {
        pack.append(getLong(p));
      } else {
        pack.append(get(p));
      }
    }
    pack.shrinkToFit();
    return pack;
  }
}
