package dev.kvarium.structure;

import static dev.kvarium.structure.ListpackBytes.END;
import static dev.kvarium.structure.ListpackBytes.backlenBytes;
import static dev.kvarium.structure.ListpackBytes.contentBytes;
import static dev.kvarium.structure.ListpackBytes.intBytes;
import static dev.kvarium.structure.ListpackBytes.skip;

import dev.kvarium.base.Numbers;
import java.util.Arrays;

/**
 * A listpack: a list of short strings and integers in one run of bytes. Small hashes, sorted sets,
 * the nodes of lists and of streams are listpacks.
 *
 * <pre>
 *   offset  0             4         6
 *           ┌─────────────┬─────────┬─────────┬─────────┬─ … ─┬──────┐
 *           │ total bytes │ entries │ entry   │ entry   │     │ 0xff │
 *           └─────────────┴─────────┴─────────┴─────────┴─ … ─┴──────┘
 *             4, LE         2, LE
 *
 *   entry = ┌──────────┬─────────┬──────────────────┐
 *           │ encoding │ content │ length of both   │
 *           └──────────┴─────────┴──────────────────┘
 *             1, 2, 5               1 to 5: 7 bits a byte, read from the right
 * </pre>
 *
 * <p>An entry ends with its own length, so that the list can be walked from either end; no entry
 * knows its neighbour, so changing one never touches another (the ziplist that came before could
 * cascade). Text that is the exact text of a 64-bit integer is kept as that integer.
 *
 * <p>The hash <code>{qty: 2, sku: "A-7"}</code>, 24 bytes:
 *
 * <pre>
 *   18 00 00 00   04 00   83 71 74 79  04   02  01   83 73 6b 75  04   83 41 2d 37  04   ff
 *   24 bytes      4       "qty"     back 4  2  b. 1  "sku"     b. 4    "A-7"     b. 4    end
 * </pre>
 *
 * <p>Limits. The count has 16 bits: from 65,535 entries on it says "unknown" and every {@link
 * #length()} walks the list, until a walk finds fewer. Everything but the two ends is found by
 * walking, so an insertion costs the length of the list: that is why Redis turns to another
 * encoding past a threshold. Positions are offsets in bytes and hold only until the next change.
 *
 * <p>Source: Salvatore Sanfilippo, "Listpack specification", 2017; behaviour of listpack.c in
 * 7.0.15.
 */
public final class Listpack implements Packed {
  /** Bytes before the first entry. */
  public static final int HEADER_BYTES = 6;

  /** The count that means that nobody knows. */
  public static final int COUNT_UNKNOWN = 0xffff;

  /** So much of the own array is not worth giving back. */
  private static final int SPARE_BYTES = 64;

  private byte[] buffer;
  private int total;
  private int count;
  private int allocated;

  /** An empty listpack of seven bytes. */
  public Listpack() {
    this(0);
  }

  /** An empty listpack in an allocation of {@code capacityBytes}, at least seven. */
  public Listpack(int capacityBytes) {
    allocated = Math.max(capacityBytes, HEADER_BYTES + 1);
    buffer = new byte[Math.max(allocated, 32)];
    buffer[HEADER_BYTES] = END;
    setTotal(HEADER_BYTES + 1);
    setCount(0);
  }

  private Listpack(byte[] buffer, int total, int count, int allocated) {
    this.buffer = buffer;
    this.total = total;
    this.count = count;
    this.allocated = allocated;
  }

  /**
   * The listpack that {@code bytes} are; the array is taken over.
   *
   * @throws IllegalArgumentException if {@link #isValid(byte[])} says no
   */
  public static Listpack wrap(byte[] bytes) {
    if (!isValid(bytes)) {
      throw new IllegalArgumentException("not a listpack: " + bytes.length + " bytes");
    }
    int count = bytes[4] & 0xff | (bytes[5] & 0xff) << 8;
    return new Listpack(bytes, bytes.length, count, bytes.length);
  }

  /** Whether header, every entry, its closing length, the count and the end agree. */
  public static boolean isValid(byte[] bytes) {
    return ListpackCheck.isValid(bytes);
  }

  // The whole.

  /** Bytes from the header to the end mark. */
  @Override
  public int bytes() {
    return total;
  }

  /** Bytes asked of the allocator, before it rounds up: what MEMORY USAGE builds on. */
  @Override
  public int allocatedBytes() {
    return allocated;
  }

  /** The count as the header holds it, 65,535 for unknown. */
  public int headerCount() {
    return count;
  }

  /** The number of entries; a walk when the header does not know, which it then may again. */
  @Override
  public int length() {
    if (count != COUNT_UNKNOWN) {
      return count;
    }
    int entries = 0;
    for (int p = HEADER_BYTES; buffer[p] != END; p = skip(buffer, p)) {
      entries++;
    }
    if (entries < COUNT_UNKNOWN) {
      setCount(entries);
    }
    return entries;
  }

  /** The bytes as they are, exactly {@link #bytes()} of them. */
  @Override
  public byte[] copyBytes() {
    return Arrays.copyOf(buffer, total);
  }

  /**
   * The array that holds the listpack from offset 0, longer than it: for reading entries in place,
   * until the next change.
   */
  @Override
  public byte[] buffer() {
    return buffer;
  }

  /** An equal listpack of its own. */
  @Override
  public Listpack copy() {
    return new Listpack(copyBytes(), total, count, total);
  }

  /** Gives back what was allocated beyond {@link #bytes()}. */
  public void shrinkToFit() {
    allocated = total;
    if (buffer.length > total + SPARE_BYTES) {
      buffer = Arrays.copyOf(buffer, total);
    }
  }

  // Walking.

  /** The first entry, or {@link #NONE}. */
  @Override
  public int first() {
    return buffer[HEADER_BYTES] == END ? NONE : HEADER_BYTES;
  }

  /** The last entry, or {@link #NONE}. */
  @Override
  public int last() {
    return prev(total - 1);
  }

  /** The entry after {@code p}, or {@link #NONE}. */
  @Override
  public int next(int p) {
    int next = skip(buffer, p);
    return buffer[next] == END ? NONE : next;
  }

  /** The entry before {@code p}, or {@link #NONE}. */
  @Override
  public int prev(int p) {
    if (p == HEADER_BYTES) {
      return NONE;
    }
    int length = ListpackBytes.readBacklen(buffer, p - 1);
    return p - length - backlenBytes(length);
  }

  /** Entry number {@code index}, from 0, or from the end with -1 the last; or {@link #NONE}. */
  @Override
  public int seek(long index) {
    boolean forward = index >= 0;
    if (count != COUNT_UNKNOWN) {
      long wanted = index < 0 ? count + index : index;
      if (wanted < 0 || wanted >= count) {
        return NONE;
      }
      forward = wanted <= count / 2;
      index = forward ? wanted : wanted - count;
    }
    if (forward) {
      int p = first();
      for (long i = index; i > 0 && p != NONE; i--) {
        p = next(p);
      }
      return p;
    }
    int p = last();
    for (long i = index; i < -1 && p != NONE; i++) {
      p = prev(p);
    }
    return p;
  }

  /**
   * The first entry from {@code from} on that equals {@code value}, looking at one entry and then
   * passing over {@code skip}: 1 finds a field of a hash. {@link #NONE} when there is none or
   * {@code from} is.
   */
  @Override
  public int find(int from, byte[] value, int skip) {
    if (from == NONE) {
      return NONE;
    }
    byte[] in = buffer;
    boolean isLong = Numbers.isLong(value);
    long number = isLong ? Numbers.parseLong(value) : 0;
    int length = value.length;
    for (int p = from; in[p] != END; ) {
      if (ListpackBytes.isInt(in, p)) {
        if (isLong && ListpackBytes.getLong(in, p) == number) {
          return p;
        }
      } else if (!isLong) {
        int start = stringStart(p);
        int end = p + contentBytes(in, p);
        if (end - start == length && Arrays.equals(in, start, end, value, 0, length)) {
          return p;
        }
      }
      p = skip(in, p);
      for (int i = 0; i < skip && in[p] != END; i++) {
        p = skip(in, p);
      }
    }
    return NONE;
  }

  // Reading one entry.

  /** Whether the entry at {@code p} holds an integer. */
  @Override
  public boolean isInt(int p) {
    return ListpackBytes.isInt(buffer, p);
  }

  /** The integer at {@code p}. */
  @Override
  public long getLong(int p) {
    return ListpackBytes.getLong(buffer, p);
  }

  /** The entry at {@code p} as text; a small integer's array is shared, see {@link Numbers}. */
  @Override
  public byte[] get(int p) {
    if (isInt(p)) {
      return Numbers.toBytes(getLong(p));
    }
    int from = stringStart(p);
    return Arrays.copyOfRange(buffer, from, p + contentBytes(buffer, p));
  }

  /** The entry at {@code p} as the score of a sorted set. */
  @Override
  public double getDouble(int p) {
    return isInt(p) ? getLong(p) : Numbers.leadingDouble(buffer, stringStart(p), stringLength(p));
  }

  /** Where in {@link #buffer()} the text of the string at {@code p} begins. */
  public int stringStart(int p) {
    int first = buffer[p] & 0xff;
    if (first < 0xc0) {
      return p + 1;
    }
    return first < 0xf0 ? p + 2 : p + 5;
  }

  /** Bytes of the text of the string at {@code p}. */
  public int stringLength(int p) {
    return p + contentBytes(buffer, p) - stringStart(p);
  }

  /** Bytes of the text of the entry at {@code p}, also of an integer. */
  @Override
  public int textLength(int p) {
    return isInt(p) ? Numbers.digits(getLong(p)) : stringLength(p);
  }

  /** Whether the entry at {@code p} has the text {@code value}. */
  @Override
  public boolean equalsAt(int p, byte[] value) {
    if (isInt(p)) {
      return Numbers.isLong(value) && Numbers.parseLong(value) == getLong(p);
    }
    int from = stringStart(p);
    int to = p + contentBytes(buffer, p);
    return Arrays.equals(buffer, from, to, value, 0, value.length);
  }

  /** The order of the text at {@code p} and {@code value} as unsigned bytes. */
  @Override
  public int compareAt(int p, byte[] value) {
    if (isInt(p)) {
      return Arrays.compareUnsigned(Numbers.toBytes(getLong(p)), value);
    }
    int from = stringStart(p);
    int to = p + contentBytes(buffer, p);
    return Arrays.compareUnsigned(buffer, from, to, value, 0, value.length);
  }

  // The parts of an entry, for a picture of the bytes.

  /** How the entry at {@code p} is written. */
  public ListpackEncoding encodingAt(int p) {
    return ListpackEncoding.of(buffer[p]);
  }

  /** Bytes of content after {@link ListpackEncoding#headerBytes()}; 0 for a 7-bit integer. */
  public int dataBytes(int p) {
    return contentBytes(buffer, p) - encodingAt(p).headerBytes();
  }

  /** Bytes of the closing length at {@code p}. */
  public int backlenBytesAt(int p) {
    return backlenBytes(contentBytes(buffer, p));
  }

  /** Bytes of the whole entry at {@code p}. */
  public int entryBytes(int p) {
    return skip(buffer, p) - p;
  }

  // Changing.

  /** Adds {@code value} at the end. */
  @Override
  public void append(byte[] value) {
    insert(total - 1, value, 0);
  }

  /** Adds the integer {@code value} at the end. */
  @Override
  public void append(long value) {
    insertLong(total - 1, value, 0);
  }

  /** Adds {@code value} at the front. */
  @Override
  public void prepend(byte[] value) {
    insert(HEADER_BYTES, value, 0);
  }

  /** Adds the integer {@code value} at the front. */
  public void prepend(long value) {
    insertLong(HEADER_BYTES, value, 0);
  }

  /** Puts {@code value} before the entry at {@code p}; the new entry then stands at {@code p}. */
  @Override
  public int insertBefore(int p, byte[] value) {
    insert(p, value, 0);
    return p;
  }

  /** {@link #insertBefore(int, byte[])} of an integer. */
  public int insertBefore(int p, long value) {
    insertLong(p, value, 0);
    return p;
  }

  /** Puts {@code value} after the entry at {@code p} and says where it stands. */
  @Override
  public int insertAfter(int p, byte[] value) {
    int after = skip(buffer, p);
    insert(after, value, 0);
    return after;
  }

  /** {@link #insertAfter(int, byte[])} of an integer. */
  @Override
  public int insertAfter(int p, long value) {
    int after = skip(buffer, p);
    insertLong(after, value, 0);
    return after;
  }

  /** Puts {@code value} in the place of the entry at {@code p}. */
  @Override
  public void replace(int p, byte[] value) {
    insert(p, value, skip(buffer, p) - p);
  }

  /** Puts the integer {@code value} in the place of the entry at {@code p}. */
  public void replace(int p, long value) {
    insertLong(p, value, skip(buffer, p) - p);
  }

  /**
   * Adds a score at the end: an integer wherever it is one, so that -0 becomes 0, else its text of
   * 17 digits.
   */
  public void appendScore(double score) {
    insertScore(total - 1, score, 0);
  }

  /** {@link #appendScore(double)} after the entry at {@code p}; where it stands. */
  public int insertScoreAfter(int p, double score) {
    int after = skip(buffer, p);
    insertScore(after, score, 0);
    return after;
  }

  /** {@link #appendScore(double)} in the place of the entry at {@code p}. */
  public void replaceScore(int p, double score) {
    insertScore(p, score, skip(buffer, p) - p);
  }

  /** Takes out the entry at {@code p}; the one after it, then at {@code p}, or {@link #NONE}. */
  @Override
  public int delete(int p) {
    return deleteRangeAt(p, 1);
  }

  /** Takes out {@code number} entries from {@code p} on; what follows, or {@link #NONE}. */
  @Override
  public int deleteRangeAt(int p, long number) {
    int tail = p;
    int deleted = 0;
    while (deleted < number && buffer[tail] != END) {
      tail = skip(buffer, tail);
      deleted++;
    }
    if (deleted > 0) {
      System.arraycopy(buffer, tail, buffer, p, total - tail);
      setTotal(total - (tail - p));
      allocated = total;
      if (count != COUNT_UNKNOWN) {
        setCount(count - deleted);
      }
    }
    return buffer[p] == END ? NONE : p;
  }

  /** Takes out {@code number} entries from entry number {@code index} on, as many as there are. */
  @Override
  public void deleteRange(long index, long number) {
    int p = number <= 0 ? NONE : seek(index);
    if (p != NONE) {
      deleteRangeAt(p, number);
    }
  }

  /** Adds the entries of {@code second}, which must be another listpack, behind the own ones. */
  @Override
  public void merge(Packed other) {
    Listpack second = (Listpack) other;
    int entries = Math.min(length() + second.length(), COUNT_UNKNOWN);
    int added = second.total - HEADER_BYTES - 1;
    makeRoom(total + added);
    System.arraycopy(second.buffer, HEADER_BYTES, buffer, total - 1, added + 1);
    setTotal(total + added);
    setCount(entries);
    allocated = total;
  }

  private void insertScore(int p, double score, int replaced) {
    if (Numbers.isIntegral(score)) {
      insertLong(p, (long) score, replaced);
    } else {
      insert(p, Numbers.storedDouble(score), replaced);
    }
  }

  private void insert(int p, byte[] value, int replaced) {
    if (Numbers.isLong(value)) {
      insertLong(p, Numbers.parseLong(value), replaced);
      return;
    }
    int content = ListpackBytes.stringHeaderBytes(value.length) + value.length;
    makeGap(p, content + backlenBytes(content), replaced);
    ListpackBytes.writeString(buffer, p, value, 0, value.length);
    ListpackBytes.writeBacklen(buffer, p + content, content);
  }

  private void insertLong(int p, long value, int replaced) {
    int content = intBytes(value);
    makeGap(p, content + 1, replaced);
    ListpackBytes.writeLong(buffer, p, value, content);
    buffer[p + content] = (byte) content;
  }

  /** Makes the {@code replaced} bytes at {@code p} be {@code size} bytes, and counts. */
  private void makeGap(int p, int size, int replaced) {
    int newTotal = Math.addExact(total, size - replaced);
    makeRoom(newTotal);
    if (size != replaced) {
      System.arraycopy(buffer, p + replaced, buffer, p + size, total - p - replaced);
    }
    if (newTotal < total || newTotal > allocated) {
      allocated = newTotal;
    }
    setTotal(newTotal);
    if (replaced == 0 && count != COUNT_UNKNOWN) {
      setCount(count + 1);
    }
  }

  private void makeRoom(int bytes) {
    if (bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(bytes, buffer.length + (buffer.length >> 1)));
    }
  }

  private void setTotal(int bytes) {
    total = bytes;
    ListpackBytes.writeInt(buffer, 0, bytes);
  }

  private void setCount(int entries) {
    count = entries;
    ListpackBytes.writeShort(buffer, 4, entries);
  }
}
