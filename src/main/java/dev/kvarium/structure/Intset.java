package dev.kvarium.structure;

import dev.kvarium.world.Randomness;
import java.util.Arrays;

/**
 * An intset: a set of integers as a sorted array, in the narrowest width that the widest of them
 * needs. A set whose members are all integers, and not too many, is one.
 *
 * <pre>
 *   offset  0            4          8
 *           ┌────────────┬──────────┬─────────┬─────────┬─ … ─┐
 *           │ width      │ members  │ least   │         │     │
 *           └────────────┴──────────┴─────────┴─────────┴─ … ─┘
 *             4, LE        4, LE      2, 4 or 8 bytes each, LE, signed
 * </pre>
 *
 * <p>The set {1, 2, 3} is 14 bytes, and 70000 widens every member to four:
 *
 * <pre>
 *   02 00 00 00   03 00 00 00   01 00   02 00   03 00
 *   04 00 00 00   04 00 00 00   01 00 00 00   02 00 00 00   03 00 00 00   70 11 01 00
 * </pre>
 *
 * <p>Limits. A member is found by halving, but one that comes in the middle moves all that are
 * greater. The width never shrinks: taking 70000 out again leaves three members of four bytes.
 *
 * <p>Source: behaviour of intset.c in 7.0.15.
 */
public final class Intset {
  /** Bytes before the first member. */
  public static final int HEADER_BYTES = 8;

  private byte[] buffer;
  private int width;
  private int size;

  /** The empty set, with members of two bytes. */
  public Intset() {
    buffer = new byte[HEADER_BYTES + 8];
    setWidth(2);
    setSize(0);
  }

  private Intset(byte[] buffer, int width, int size) {
    this.buffer = buffer;
    this.width = width;
    this.size = size;
  }

  /**
   * The intset that {@code bytes} are; the array is taken over.
   *
   * @throws IllegalArgumentException if {@link #isValid(byte[])} says no
   */
  public static Intset wrap(byte[] bytes) {
    if (!isValid(bytes)) {
      throw new IllegalArgumentException("not an intset: " + bytes.length + " bytes");
    }
    return new Intset(bytes, ListpackBytes.readInt(bytes, 0), ListpackBytes.readInt(bytes, 4));
  }

  /** Whether width, size and length agree, there is a member, and each is above the one before. */
  public static boolean isValid(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return false;
    }
    int width = ListpackBytes.readInt(bytes, 0);
    int size = ListpackBytes.readInt(bytes, 4);
    boolean known = width == 2 || width == 4 || width == 8;
    if (!known || size <= 0 || HEADER_BYTES + (long) size * width != bytes.length) {
      return false;
    }
    Intset set = new Intset(bytes, width, size);
    for (int i = 1; i < size; i++) {
      if (set.get(i - 1) >= set.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number of members. */
  public int length() {
    return size;
  }

  /** Bytes of one member: 2, 4 or 8. */
  public int width() {
    return width;
  }

  /** Bytes of header and members, which is also what is asked of the allocator. */
  public int bytes() {
    return HEADER_BYTES + size * width;
  }

  /** The bytes as they are, exactly {@link #bytes()} of them. */
  public byte[] copyBytes() {
    return Arrays.copyOf(buffer, bytes());
  }

  /** An equal set of its own. */
  public Intset copy() {
    return new Intset(copyBytes(), width, size);
  }

  /** The member at {@code index}, in rising order from 0. */
  public long get(int index) {
    int at = HEADER_BYTES + index * width;
    return switch (width) {
      case 2 -> (short) (buffer[at] & 0xff | buffer[at + 1] << 8);
      case 4 -> ListpackBytes.readInt(buffer, at);
      default -> ListpackBytes.readLong(buffer, at);
    };
  }

  /** Whether {@code value} is a member. */
  public boolean contains(long value) {
    return widthOf(value) <= width && search(value) >= 0;
  }

  /** Makes {@code value} a member; whether it was none. */
  public boolean add(long value) {
    int needed = widthOf(value);
    if (needed > width) {
      widen(needed, value);
      return true;
    }
    int found = search(value);
    if (found >= 0) {
      return false;
    }
    int index = -found - 1;
    makeRoom(bytes() + width);
    move(index, index + 1);
    put(index, width, value);
    setSize(size + 1);
    return true;
  }

  /** Takes {@code value} out; whether it was a member. */
  public boolean remove(long value) {
    int found = widthOf(value) <= width ? search(value) : -1;
    if (found < 0) {
      return false;
    }
    move(found + 1, found);
    setSize(size - 1);
    return true;
  }

  /** A member of a set that has one, each as likely. */
  public long randomMember(Randomness random) {
    return get(random.below(size));
  }

  /** Where {@code value} is, or -1 minus where it would have to be put. */
  private int search(long value) {
    if (size == 0 || value < get(0)) {
      return -1;
    }
    if (value > get(size - 1)) {
      return -size - 1;
    }
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long at = get(middle);
      if (at == value) {
        return middle;
      }
      if (at < value) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Rewrites every member in {@code newWidth} bytes; {@code value} is beyond all of them. */
  private void widen(int newWidth, long value) {
    int shift = value < 0 ? 1 : 0;
    makeRoom(HEADER_BYTES + (size + 1) * newWidth);
    for (int i = size - 1; i >= 0; i--) {
      put(i + shift, newWidth, get(i));
    }
    setWidth(newWidth);
    put(value < 0 ? 0 : size, newWidth, value);
    setSize(size + 1);
  }

  private void put(int index, int memberBytes, long value) {
    int at = HEADER_BYTES + index * memberBytes;
    switch (memberBytes) {
      case 2 -> ListpackBytes.writeShort(buffer, at, (int) value);
      case 4 -> ListpackBytes.writeInt(buffer, at, (int) value);
      default -> ListpackBytes.writeLong(buffer, at, value);
    }
  }

  /** Moves the members from number {@code from} on so that they begin at number {@code to}. */
  private void move(int from, int to) {
    System.arraycopy(
        buffer,
        HEADER_BYTES + from * width,
        buffer,
        HEADER_BYTES + to * width,
        (size - from) * width);
  }

  private void makeRoom(int bytes) {
    if (bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(bytes, buffer.length + (buffer.length >> 1)));
    }
  }

  private void setWidth(int bytes) {
    width = bytes;
    ListpackBytes.writeInt(buffer, 0, bytes);
  }

  private void setSize(int members) {
    size = members;
    ListpackBytes.writeInt(buffer, 4, members);
  }

  private static int widthOf(long value) {
    if (value == (short) value) {
      return 2;
    }
    return value == (int) value ? 4 : 8;
  }
}
