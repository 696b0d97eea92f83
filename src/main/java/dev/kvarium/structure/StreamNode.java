package dev.kvarium.structure;

/**
 * A run of entries of a stream in one listpack, the <em>macro node</em> that a radix tree finds by
 * the id of its first entry.
 *
 * <pre>
 *   master entry   │ live │ deleted │ fields │ field 1 │ … │ field n │ 0 │
 *
 *   entry          │ flags │ +ms │ +seq │ value 1 │ … │ value n │ pieces │           SAMEFIELDS
 *   entry          │ flags │ +ms │ +seq │ n │ field 1 │ value 1 │ … │ pieces │
 *
 *   flags: 1 deleted, 2 the fields of the master entry in its order
 * </pre>
 *
 * <p>Ids are told as differences to that of the node, which the tree holds as its key; they may be
 * below 0 in the second half. The <em>master entry</em> takes its fields from the entry that opens
 * the node; later ones with the same fields only name their values. Each entry ends with the number
 * of its pieces, so that the run can be read backwards; the 0 after the master's fields ends that
 * way. <code>XADD s 5-1 t 20</code> and <code>XADD s 5-2 t 21</code>, 38 bytes with the length that
 * closes each piece, here without:
 *
 * <pre>
 *   26 00 00 00  0f 00   02 00 01  81 74  00   02 00 00 14 04   02 00 01 15 04   ff
 *   38 bytes     15      2 live    "t"    end  same    20  4    same     21  4
 *                pieces  0 deleted             +0-0        pieces  +0-1
 *                        1 field
 * </pre>
 *
 * <p>Limits. An entry that is deleted is only marked, and the counts at the front changed: its
 * bytes go when the last live entry of the node goes. A node takes entries until it has {@code
 * stream-node-max-entries}, the marked ones counted, or would have {@code stream-node-max-bytes}.
 * It is allocated with 4 KiB, or with that limit where it is less, and shrunk when the next one is
 * opened.
 *
 * <p>Source: behaviour of t_stream.c in 7.0.15.
 */
public final class StreamNode {
  /** The entry was deleted. */
  public static final int DELETED = 1;

  /** The entry has the fields of the master entry. */
  public static final int SAME_FIELDS = 2;

  /** No listpack of a stream becomes larger, whatever the parameter says. */
  public static final long MOST_BYTES = 1L << 30;

  private static final int ALLOCATED_BYTES = 4096;
  private static final int FIXED_PIECES = 3;

  private final StreamId first;
  private final Listpack pack;

  private StreamNode(StreamId first, Listpack pack) {
    this.first = first;
    this.pack = pack;
  }

  /** A node whose master entry has these fields, without an entry yet. */
  static StreamNode open(StreamId first, byte[][] pairs, int from, long maxBytes) {
    long allocated = maxBytes > 0 ? Math.min(maxBytes, ALLOCATED_BYTES) : ALLOCATED_BYTES;
    Listpack pack = new Listpack((int) allocated);
    pack.append(0);
    pack.append(0);
    pack.append((pairs.length - from) / 2);
    for (int i = from; i < pairs.length; i += 2) {
      pack.append(pairs[i]);
    }
    pack.append(0);
    return new StreamNode(first, pack);
  }

  /**
   * The node that a listpack is.
   *
   * @throws IllegalArgumentException if it is not one of a stream
   */
  public static StreamNode of(StreamId first, Listpack pack) {
    if (!isValid(first, pack)) {
      throw new IllegalArgumentException("not a listpack of a stream");
    }
    return new StreamNode(first, pack);
  }

  /**
   * Whether the pieces of a listpack are a master entry and as many entries as it says, with ids
   * that grow.
   */
  public static boolean isValid(StreamId first, Listpack pack) {
    return StreamNodeCheck.isValid(first, pack);
  }

  /** The id of the entry that opened it, to which those of the others are differences. */
  public StreamId first() {
    return first;
  }

  /** The bytes. To be read. */
  public Listpack pack() {
    return pack;
  }

  StreamNode copy() {
    return new StreamNode(first, pack.copy());
  }

  /** The number at a piece. */
  long number(int p) {
    return pack.getLong(p);
  }

  /** Entries that are not marked as deleted. */
  public long live() {
    return number(Listpack.HEADER_BYTES);
  }

  /** Entries that are marked as deleted. */
  public long deleted() {
    return number(pack.next(Listpack.HEADER_BYTES));
  }

  private int fieldCountAt() {
    return pack.next(pack.next(Listpack.HEADER_BYTES));
  }

  /** Fields of the master entry. */
  public int fields() {
    return (int) number(fieldCountAt());
  }

  /** Where the first field of the master entry stands, or its end when there is none. */
  int fieldsAt() {
    return pack.next(fieldCountAt());
  }

  /** Where the zero that ends the master entry stands. */
  int masterEnd() {
    int p = fieldsAt();
    for (int i = fields(); i > 0; i--) {
      p = pack.next(p);
    }
    return p;
  }

  /** Adds an entry at the end; whether it has the fields of the master entry. */
  boolean append(StreamId id, byte[][] pairs, int from) {
    int p = Listpack.HEADER_BYTES;
    pack.replace(p, number(p) + 1);
    boolean same = hasFields(pairs, from);
    int fields = (pairs.length - from) / 2;
    pack.append(same ? SAME_FIELDS : 0);
    pack.append(id.millis() - first.millis());
    pack.append(id.sequence() - first.sequence());
    if (same) {
      for (int i = from + 1; i < pairs.length; i += 2) {
        pack.append(pairs[i]);
      }
      pack.append(fields + FIXED_PIECES);
    } else {
      pack.append(fields);
      for (int i = from; i < pairs.length; i++) {
        pack.append(pairs[i]);
      }
      pack.append(2 * fields + FIXED_PIECES + 1);
    }
    return same;
  }

  private boolean hasFields(byte[][] pairs, int from) {
    int p = fieldCountAt();
    if (number(p) != (pairs.length - from) / 2) {
      return false;
    }
    for (int i = from; i < pairs.length; i += 2) {
      p = pack.next(p);
      if (!pack.equalsAt(p, pairs[i])) {
        return false;
      }
    }
    return true;
  }

  /** Marks the entry whose flags stand at {@code p} as deleted; the counts are not changed. */
  void mark(int p) {
    pack.replace(p, number(p) | DELETED);
  }

  /** Counts so many live entries less and deleted ones more. */
  void countDeleted(long entries) {
    int p = Listpack.HEADER_BYTES;
    pack.replace(p, number(p) - entries);
    p = pack.next(p);
    pack.replace(p, number(p) + entries);
  }

  /** The id of the entry whose flags stand at {@code p}. */
  StreamId idAt(int p) {
    int millis = pack.next(p);
    return new StreamId(
        first.millis() + number(millis), first.sequence() + number(pack.next(millis)));
  }

  /** Where the flags of the last entry stand; {@link Listpack#NONE} when there is none. */
  int lastEntry() {
    return entryEndingAt(pack.last());
  }

  /** Where the flags of the entry stand whose number of pieces stands at {@code p}. */
  int entryEndingAt(int p) {
    long pieces = number(p);
    if (pieces == 0) {
      return Listpack.NONE;
    }
    int at = p;
    for (long i = pieces; i > 0; i--) {
      at = pack.prev(at);
    }
    return at;
  }

  /** The pieces of the entry whose flags stand at {@code p}, without the number at its end. */
  long piecesAt(int p) {
    int count = pack.next(pack.next(pack.next(p)));
    return (number(p) & SAME_FIELDS) != 0
        ? fields() + FIXED_PIECES
        : 2 * number(count) + FIXED_PIECES + 1;
  }

  /** Where the entry after the one at {@code p} begins, or {@link Listpack#NONE}. */
  int entryAfter(int p) {
    int at = p;
    for (long i = piecesAt(p); i >= 0; i--) {
      at = pack.next(at);
    }
    return at;
  }
}
