package dev.kvarium.structure;

import dev.kvarium.base.Numbers;
import java.util.Arrays;

/**
 * A ziplist: what redis-server packed small hashes, sorted sets and the nodes of lists into before
 * version 7 and the {@link Listpack}.
 *
 * <pre>
 *   offset  0             4             8         10
 *           ┌─────────────┬─────────────┬─────────┬─────────┬─ … ─┬──────┐
 *           │ total bytes │ last entry  │ entries │ entry   │     │ 0xff │
 *           └─────────────┴─────────────┴─────────┴─────────┴─ … ─┴──────┘
 *             4, LE         4, LE         2, LE
 *
 *   entry = ┌──────────────────────┬──────────┬─────────┐
 *           │ length of the one    │ encoding │ content │
 *           │ before: 1, or fe + 4 │ 1, 2, 5  │         │
 *           └──────────────────────┴──────────┴─────────┘
 *
 *   00pppppp            string of up to 63 bytes
 *   01pppppp qqqqqqqq   string of up to 16,383 bytes, high bits first
 *   10------ 4 bytes    longer string, big-endian
 *   11000000 2 · 11010000 4 · 11100000 8 · 11110000 3 · 11111110 1   integers, little-endian
 *   1111xxxx            0 to 12, as xxxx - 1
 * </pre>
 *
 * <p>The hash <code>{qty: 2, sku: "A-7"}</code>, 28 bytes:
 *
 * <pre>
 *   1c 00 00 00   16 00 00 00   04 00   00 03 71 74 79   05 f3   02 03 73 6b 75   05 03 41 2d 37   ff
 *   28 bytes      last at 22    4       "qty"            2       "sku"            "A-7"
 * </pre>
 *
 * <p>An entry begins with the length of the one before it, so that the list can be walked from its
 * end. That is its weakness: an entry that grows to 254 bytes makes the next one need five bytes
 * for that length in place of one, which may bring that one to 254, and so on to the end: a
 * <i>cascade </i>. The field never shrinks again, lest entries jump to and fro. So the bytes of a
 * ziplist hang on its history, and the same elements may take more room in one than in another.
 *
 * <p>Limits. A count from 65,535 on says "unknown". Every change asks for exactly so many bytes of
 * the allocator. Numbers of more than 31 digits are never looked at as such.
 *
 * <p>Source: behaviour of ziplist.c in 7.0.15, which still reads them, and Pieter Noordhuis's
 * description at its head.
 */
public final class Ziplist implements Packed {
  /** Bytes before the first entry. */
  public static final int HEADER_BYTES = 10;

  /** The count that means that nobody knows. */
  public static final int COUNT_UNKNOWN = 0xffff;

  private static final int LONGEST_INTEGER = 31;
  private static final int GROWTH = 4;

  private byte[] buffer;
  private int total;

  /** An empty ziplist of eleven bytes. */
  public Ziplist() {
    buffer = new byte[32];
    total = HEADER_BYTES + 1;
    ListpackBytes.writeInt(buffer, 0, total);
    setTail(HEADER_BYTES);
    buffer[HEADER_BYTES] = ZiplistBytes.END;
  }

  private Ziplist(byte[] buffer) {
    this.buffer = buffer;
    this.total = buffer.length;
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

  /** The same entries as a ziplist. */
  public static Ziplist of(Packed other) {
    Ziplist list = new Ziplist();
    for (int p = other.first(); p != NONE; p = other.next(p)) {
      list.append(other.get(p));
    }
    return list;
  }

  // The whole.

  @Override
  public int bytes() {
    return total;
  }

  @Override
  public int allocatedBytes() {
    return total;
  }

  /** The count as the header holds it, 65,535 for unknown. */
  public int headerCount() {
    return buffer[8] & 0xff | (buffer[9] & 0xff) << 8;
  }

  @Override
  public int length() {
    int count = headerCount();
    if (count != COUNT_UNKNOWN) {
      return count;
    }
    int entries = 0;
    for (int p = first(); p != NONE; p = next(p)) {
      entries++;
    }
    if (entries < COUNT_UNKNOWN) {
      setCount(entries);
    }
    return entries;
  }

  @Override
  public byte[] copyBytes() {
    return Arrays.copyOf(buffer, total);
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public Ziplist copy() {
    return new Ziplist(copyBytes());
  }

  /** The same entries as a listpack, in an allocation that is as large as this one at first. */
  public Listpack toListpack() {
    Listpack pack = new Listpack(total);
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

  // Walking.

  @Override
  public int first() {
    return buffer[HEADER_BYTES] == ZiplistBytes.END ? NONE : HEADER_BYTES;
  }

  @Override
  public int last() {
    int tail = tail();
    return buffer[tail] == ZiplistBytes.END ? NONE : tail;
  }

  @Override
  public int next(int p) {
    int next = p + entryBytes(p);
    return buffer[next] == ZiplistBytes.END ? NONE : next;
  }

  @Override
  public int prev(int p) {
    int previous = ZiplistBytes.previous(buffer, p);
    return previous == 0 ? NONE : p - previous;
  }

  @Override
  public int seek(long index) {
    int p = index < 0 ? last() : first();
    for (long left = index < 0 ? -index - 1 : index; left > 0 && p != NONE; left--) {
      p = index < 0 ? prev(p) : next(p);
    }
    return p;
  }

  @Override
  public int find(int from, byte[] value, int skip) {
    int p = from;
    while (p != NONE) {
      if (equalsAt(p, value)) {
        return p;
      }
      p = next(p);
      for (int i = 0; i < skip && p != NONE; i++) {
        p = next(p);
      }
    }
    return NONE;
  }

  private int tail() {
    return ListpackBytes.readInt(buffer, 4);
  }

  // Reading one entry.

  private int header(int p) {
    return p + ZiplistBytes.previousBytes(buffer, p);
  }

  /** Bytes of the length of the entry before, at {@code p}. */
  public int previousBytesAt(int p) {
    return ZiplistBytes.previousBytes(buffer, p);
  }

  /** The length of the entry before the one at {@code p}. */
  public int previousAt(int p) {
    return ZiplistBytes.previous(buffer, p);
  }

  /** Bytes of encoding and length at {@code p}. */
  public int encodingBytesAt(int p) {
    return ZiplistBytes.headerBytes(buffer, header(p));
  }

  /** Bytes of content at {@code p}; 0 of an integer that the encoding holds. */
  public int dataBytes(int p) {
    return (int) ZiplistBytes.dataBytes(buffer, header(p));
  }

  /** Bytes of the whole entry at {@code p}. */
  public int entryBytes(int p) {
    return previousBytesAt(p) + encodingBytesAt(p) + dataBytes(p);
  }

  private int textStart(int p) {
    return p + previousBytesAt(p) + encodingBytesAt(p);
  }

  @Override
  public boolean isInt(int p) {
    return ZiplistBytes.isInt(buffer, header(p));
  }

  @Override
  public long getLong(int p) {
    return ZiplistBytes.getLong(buffer, header(p));
  }

  @Override
  public byte[] get(int p) {
    if (isInt(p)) {
      return Numbers.toBytes(getLong(p));
    }
    int from = textStart(p);
    return Arrays.copyOfRange(buffer, from, from + dataBytes(p));
  }

  @Override
  public double getDouble(int p) {
    return isInt(p) ? getLong(p) : Numbers.leadingDouble(buffer, textStart(p), dataBytes(p));
  }

  @Override
  public int textLength(int p) {
    return isInt(p) ? Numbers.digits(getLong(p)) : dataBytes(p);
  }

  @Override
  public boolean equalsAt(int p, byte[] value) {
    if (isInt(p)) {
      return Numbers.isLong(value) && Numbers.parseLong(value) == getLong(p);
    }
    int from = textStart(p);
    return Arrays.equals(buffer, from, from + dataBytes(p), value, 0, value.length);
  }

  @Override
  public int compareAt(int p, byte[] value) {
    if (isInt(p)) {
      return Arrays.compareUnsigned(Numbers.toBytes(getLong(p)), value);
    }
    int from = textStart(p);
    return Arrays.compareUnsigned(buffer, from, from + dataBytes(p), value, 0, value.length);
  }

  // Changing.

  @Override
  public void append(byte[] value) {
    insert(total - 1, value);
  }

  @Override
  public void append(long value) {
    insert(total - 1, Numbers.toBytes(value));
  }

  @Override
  public void prepend(byte[] value) {
    insert(HEADER_BYTES, value);
  }

  @Override
  public int insertBefore(int p, byte[] value) {
    insert(p, value);
    return p;
  }

  @Override
  public int insertAfter(int p, byte[] value) {
    int after = p + entryBytes(p);
    insert(after, value);
    return after;
  }

  @Override
  public int insertAfter(int p, long value) {
    return insertAfter(p, Numbers.toBytes(value));
  }

  /** In place where the new content takes as many bytes, else by taking out and putting in. */
  @Override
  public void replace(int p, byte[] value) {
    if (ZiplistBytes.contentBytes(value, isInteger(value)) == encodingBytesAt(p) + dataBytes(p)) {
      ZiplistBytes.write(buffer, header(p), value, isInteger(value));
      return;
    }
    deleteRangeAt(p, 1);
    insert(p, value);
  }

  private static boolean isInteger(byte[] value) {
    return value.length <= LONGEST_INTEGER && Numbers.isLong(value);
  }

  /** Puts an entry where {@code p} is, which may be the end mark. */
  private void insert(int p, byte[] value) {
    boolean atEnd = buffer[p] == ZiplistBytes.END;
    int previous = 0;
    if (!atEnd) {
      previous = ZiplistBytes.previous(buffer, p);
    } else if (last() != NONE) {
      previous = entryBytes(tail());
    }
    boolean integer = isInteger(value);
    int size = ZiplistBytes.previousBytesFor(previous) + ZiplistBytes.contentBytes(value, integer);
    int difference = atEnd ? 0 : difference(p, size);
    boolean keepLarge = difference == -GROWTH && size < GROWTH;
    if (keepLarge) {
      difference = 0;
    }
    int before = total;
    setTotal(Math.addExact(total, size + difference));
    if (atEnd) {
      setTail(p);
    } else {
      System.arraycopy(buffer, p - difference, buffer, p + size, before - p - 1 + difference);
      if (keepLarge) {
        ZiplistBytes.writeLargePrevious(buffer, p + size, size);
      } else {
        ZiplistBytes.writePrevious(buffer, p + size, size);
      }
      boolean isTail = p + size + entryBytes(p + size) == total - 1;
      setTail(tail() + size + (isTail ? 0 : difference));
    }
    buffer[total - 1] = ZiplistBytes.END;
    if (difference != 0) {
      cascade(p + size);
    }
    int q = ZiplistBytes.writePrevious(buffer, p, previous);
    ZiplistBytes.write(buffer, q, value, integer);
    count(1);
  }

  /** How many bytes more the length of the entry before takes at {@code p} when it is this. */
  private int difference(int p, int length) {
    return ZiplistBytes.previousBytesFor(length) - ZiplistBytes.previousBytes(buffer, p);
  }

  /**
   * Sees to it that the entries behind {@code from} know the length of the one before them: as far
   * as each grows by knowing it.
   */
  private void cascade(int from) {
    int p = from;
    while (buffer[p] != ZiplistBytes.END) {
      int length = entryBytes(p);
      int next = p + length;
      if (buffer[next] == ZiplistBytes.END || ZiplistBytes.previous(buffer, next) == length) {
        return;
      }
      int needed = ZiplistBytes.previousBytesFor(length);
      int there = ZiplistBytes.previousBytes(buffer, next);
      if (needed < there) {
        ZiplistBytes.writeLargePrevious(buffer, next, length);
        return;
      }
      if (needed == there) {
        ZiplistBytes.writePrevious(buffer, next, length);
        return;
      }
      boolean isTail = next == tail();
      int before = total;
      setTotal(total + GROWTH);
      System.arraycopy(buffer, next, buffer, next + GROWTH, before - next);
      ZiplistBytes.writePrevious(buffer, next, length);
      if (!isTail) {
        setTail(tail() + GROWTH);
      }
      p = next;
    }
  }

  @Override
  public int delete(int p) {
    return deleteRangeAt(p, 1);
  }

  @Override
  public int deleteRangeAt(int p, long number) {
    int end = p;
    int deleted = 0;
    while (deleted < number && buffer[end] != ZiplistBytes.END) {
      end += entryBytes(end);
      deleted++;
    }
    if (deleted == 0) {
      return buffer[p] == ZiplistBytes.END ? NONE : p;
    }
    int previous = ZiplistBytes.previous(buffer, p);
    int difference = 0;
    if (buffer[end] == ZiplistBytes.END) {
      setTail(p - previous);
      System.arraycopy(buffer, end, buffer, p, total - end);
    } else {
      difference = difference(end, previous);
      int kept = end - difference;
      ZiplistBytes.writePrevious(buffer, kept, previous);
      boolean isTail = kept + entryBytes(kept) == total - 1;
      setTail(tail() - (end - p) + (isTail ? 0 : difference));
      System.arraycopy(buffer, kept, buffer, p, total - kept);
    }
    setTotal(total - (end - p) + difference);
    count(-deleted);
    if (difference != 0) {
      cascade(p);
    }
    return buffer[p] == ZiplistBytes.END ? NONE : p;
  }

  @Override
  public void deleteRange(long index, long number) {
    int p = number <= 0 ? NONE : seek(index);
    if (p != NONE) {
      deleteRangeAt(p, number);
    }
  }

  @Override
  public void merge(Packed second) {
    Ziplist other = (Ziplist) second;
    int entries = Math.min(headerCount() + other.headerCount(), COUNT_UNKNOWN);
    int seam = tail();
    int firstBytes = total;
    setTotal(total + other.total - HEADER_BYTES - 1);
    System.arraycopy(
        other.buffer, HEADER_BYTES, buffer, firstBytes - 1, other.total - HEADER_BYTES);
    setCount(entries);
    setTail(firstBytes - 1 + other.tail() - HEADER_BYTES);
    cascade(seam);
  }

  private void count(int more) {
    int count = headerCount();
    if (count < COUNT_UNKNOWN) {
      setCount(count + more);
    }
  }

  private void setCount(int entries) {
    ListpackBytes.writeShort(buffer, 8, entries);
  }

  private void setTail(int tail) {
    ListpackBytes.writeInt(buffer, 4, tail);
  }

  private void setTotal(int bytes) {
    if (bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(bytes, buffer.length + (buffer.length >> 1)));
    }
    total = bytes;
    ListpackBytes.writeInt(buffer, 0, bytes);
  }
}
