package dev.kvarium.structure;

/**
 * A list of short strings and integers in one run of bytes: the {@link Listpack} of Redis 7, the
 * {@link Ziplist} of the versions before.
 *
 * <p>Positions are offsets in bytes and hold only until the next change.
 */
public sealed interface Packed permits Listpack, Ziplist {
  /** What stands for "no such entry" where a position is expected. */
  int NONE = -1;

  /** Bytes from the header to the end mark. */
  int bytes();

  /** Bytes asked of the allocator, before it rounds up: what MEMORY USAGE builds on. */
  int allocatedBytes();

  /** The number of entries; a walk when the header does not know. */
  int length();

  /** The bytes as they are, exactly {@link #bytes()} of them. */
  byte[] copyBytes();

  /** The array that holds the list from offset 0, longer than it; until the next change. */
  byte[] buffer();

  /** An equal list of its own. */
  Packed copy();

  /** The first entry, or {@link #NONE}. */
  int first();

  /** The last entry, or {@link #NONE}. */
  int last();

  /** The entry after {@code p}, or {@link #NONE}. */
  int next(int p);

  /** The entry before {@code p}, or {@link #NONE}. */
  int prev(int p);

  /** Entry number {@code index}, from 0, or from the end with -1 the last; or {@link #NONE}. */
  int seek(long index);

  /** The first entry from {@code from} on that equals {@code value}, passing over {@code skip}. */
  int find(int from, byte[] value, int skip);

  /** Whether the entry at {@code p} holds an integer. */
  boolean isInt(int p);

  /** The integer at {@code p}. */
  long getLong(int p);

  /** The entry at {@code p} as text. */
  byte[] get(int p);

  /** The entry at {@code p} as the score of a sorted set. */
  double getDouble(int p);

  /** Bytes of the text of the entry at {@code p}, also of an integer. */
  int textLength(int p);

  /** Whether the entry at {@code p} has the text {@code value}. */
  boolean equalsAt(int p, byte[] value);

  /** The order of the text at {@code p} and {@code value} as unsigned bytes. */
  int compareAt(int p, byte[] value);

  /** Adds {@code value} at the end. */
  void append(byte[] value);

  /** Adds the integer {@code value} at the end. */
  void append(long value);

  /** Adds {@code value} at the front. */
  void prepend(byte[] value);

  /** Puts {@code value} before the entry at {@code p}; the new entry then stands at {@code p}. */
  int insertBefore(int p, byte[] value);

  /** Puts {@code value} after the entry at {@code p} and says where it stands. */
  int insertAfter(int p, byte[] value);

  /** {@link #insertAfter(int, byte[])} of an integer. */
  int insertAfter(int p, long value);

  /** Puts {@code value} in the place of the entry at {@code p}. */
  void replace(int p, byte[] value);

  /** Takes out the entry at {@code p}; the one after it, then at {@code p}, or {@link #NONE}. */
  int delete(int p);

  /** Takes out {@code number} entries from {@code p} on; what follows, or {@link #NONE}. */
  int deleteRangeAt(int p, long number);

  /** Takes out {@code number} entries from entry number {@code index} on, as many as there are. */
  void deleteRange(long index, long number);

  /** Adds the entries of another list of the same kind behind the own ones. */
  void merge(Packed second);
}
