package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What it costs in memory that a copy of the process is at work.
 *
 * <p>fork(2) copies no memory: both processes see the same pages, until one of them writes to a
 * page, and the kernel copies that one. So a save needs as much memory more as the server writes to
 * while it runs: nothing if nobody writes, all once more if every value is changed.
 *
 * <pre>
 *   fork         server ──► █ █ █ █ █ █ ◄── copy          0 pages copied
 *   SET k2 …     server ──► █ █   █ █ █ ◄── copy
 *                       └──►   ▚      █ ◄──┘              1 page copied, 4,096 B more
 * </pre>
 *
 * <p>A small value shares its page with its neighbours, so one of four that are overwritten copies
 * all four; and more is written to than the value: the object before it, the entry of the table
 * that leads to it, for a new key the bucket. Which pages these are {@link HeapLayout} reckons,
 * when the first is written to. A value that grows out of its size class, or is replaced by one of
 * another, gets new memory, which the copy never had.
 *
 * <p>Of what has pages of its own the copy lets go as soon as it has written it to the file, so
 * that a large value costs only until then; and one of 8 MiB and more that is replaced or deleted
 * is given back at once by the server, and stays with the copy alone. What is told at the end is
 * the most that was found, once a second and at the end, as redis-server does it, who looks only
 * now and then: every 1,024 keys. To that come {@link #OWN_BYTES} that the copy writes for itself.
 *
 * <p>Limits: of a value in many pieces a page of its entries and one of its elements are counted
 * for each write, wherever in it they may be. Source: rdb.c, childinfo.c and object.c of 7.0.15.
 */
public final class CopiedPages {
  /** The page of an x86-64 or an ARM under Linux, as a rule. */
  public static final int PAGE_BYTES = HeapLayout.PAGE_BYTES;

  /** What redis-server 7.0.15 tells when nobody has written at all: 98 pages. */
  public static final long OWN_BYTES = 401_408;

  /** From this size on jemalloc gives memory back to the kernel as soon as it is free. */
  public static final long GIVEN_BACK_BYTES = 8L << 20;

  private static final int KEYS_BETWEEN_LOOKS = 1_024;
  private static final long LOOK_MICROS = 1_000_000;
  private static final int ENTRY_BYTES = 32;

  /** A node of a skiplist, with one level or two. */
  private static final int NODE_BYTES = 48;

  private record Name(int db, Blob key) {}

  /** Pages that are a value's alone and were copied, until the copy lets go of them. */
  private record Own(float turn, int from, int to) {}

  /** What is written to of a value in many pieces, by chance. */
  private static final class Pieces {
    final double entries;
    final double elements;
    long length;
    long writes;

    Pieces(Value value) {
      long bytes = value.memoryBytes(5);
      length = value.length();
      double ofEntries = StrictMath.min(bytes, (double) length * ENTRY_BYTES);
      boolean nodes = value.encoding() == Encoding.SKIPLIST; // members stay where they are
      double ofElements = nodes ? (double) length * NODE_BYTES : bytes - ofEntries;
      entries = StrictMath.max(1, ofEntries / PAGE_BYTES);
      elements = StrictMath.max(1, ofElements / PAGE_BYTES);
    }

    /** How many different pages so many writes meet, each on any of them. */
    private static double met(double pages, long writes) {
      return pages * (1 - StrictMath.exp(-writes / pages));
    }

    double pages() {
      return writes == 0 ? 0 : met(entries, writes) + met(elements, writes);
    }
  }

  private final Keyspace keyspace;
  private final LongSupplier clockMicros;
  private final Set<Name> keys = new HashSet<>();
  private final Map<Name, Pieces> pieces = new HashMap<>();
  private final BitSet copied = new BitSet();
  private final List<Own> own = new ArrayList<>();
  private final long totalBytes;
  private final long keysInAll;
  private final long startMicros;
  private final long takesMicros;
  private @Nullable HeapLayout layout;
  private long nextLookMicros;
  private long most;
  private long writes;

  /**
   * Nothing copied yet.
   *
   * @param totalBytes what the process takes
   * @param keysInAll that the copy writes
   * @param clockMicros Unix time; now the copy is made
   * @param takesMicros how long it is at work
   */
  public CopiedPages(
      Keyspace keyspace,
      long totalBytes,
      long keysInAll,
      LongSupplier clockMicros,
      long takesMicros) {
    this.keyspace = keyspace;
    this.clockMicros = clockMicros;
    this.totalBytes = totalBytes;
    this.keysInAll = keysInAll;
    this.startMicros = clockMicros.getAsLong();
    this.takesMicros = StrictMath.max(1, takesMicros);
    this.nextLookMicros = startMicros + LOOK_MICROS;
  }

  // What the server does.

  /** Something is about to be written to: the heap is looked at if this is the first time. */
  HeapLayout heap() {
    HeapLayout heap = layout;
    if (heap == null) {
      heap = new HeapLayout(keyspace);
      layout = heap;
    }
    return heap;
  }

  /** A key came, to a place that may have been another's. */
  void added(int db, byte[] key, int hash, long place) {
    HeapLayout heap = begin(db, key);
    page(heap.bucketPage(db, hash));
    if (heap.isThere(place)) {
      page(heap.entryPage((int) place));
      page(heap.objectPage((int) place));
    }
  }

  /** The value of a key is replaced by another. */
  void replaced(int db, byte[] key, long place, Value old, Value now) {
    HeapLayout heap = begin(db, key);
    if (!heap.isThere(place)) {
      return; // it came since
    }
    int at = (int) place;
    page(heap.entryPage(at));
    page(heap.objectPage(at));
    if (heap.isWhereItWas(at, old)
        && (heap.isWhereItWas(at, now) || heap.bodyBytes(at) >= GIVEN_BACK_BYTES)) {
      body(heap, at, 0, heap.bodyBytes(at));
    }
  }

  /** A key was removed with what it held. */
  void removed(int db, byte[] key, int hash, long place, Value value) {
    HeapLayout heap = begin(db, key);
    page(heap.bucketPage(db, hash));
    if (heap.isThere(place)
        && heap.isWhereItWas((int) place, value)
        && heap.bodyBytes((int) place) >= GIVEN_BACK_BYTES) {
      body(heap, (int) place, 0, heap.bodyBytes((int) place));
    }
  }

  /** When a key expires was changed. */
  void timed(int db, byte[] key, long place) {
    HeapLayout heap = begin(db, key);
    if (heap.isThere(place)) {
      page(heap.timePage((int) place));
    }
  }

  /** A value was changed where it is, from a byte of its text on. */
  void changed(int db, byte[] key, long place, Value value, long from, long bytes) {
    HeapLayout heap = begin(db, key);
    if (!heap.isThere(place)) {
      return;
    }
    int at = (int) place;
    page(heap.objectPage(at));
    if (heap.isWhereItWas(at, value)) {
      long end = StrictMath.min(heap.bodyBytes(at), from + bytes);
      body(heap, at, from, StrictMath.max(from + 1, end));
    } else if (heap.hasBody(at)) {
      if (heap.bodyBytes(at) >= GIVEN_BACK_BYTES) {
        body(heap, at, 0, heap.bodyBytes(at));
      }
    } else if (HeapLayout.isInPieces(value)) {
      Pieces many = pieces.computeIfAbsent(new Name(db, Blob.of(key)), any -> new Pieces(value));
      many.writes += many.length < value.length() ? 0 : 1; // a new element is in new memory
      many.length = value.length();
    }
  }

  private HeapLayout begin(int db, byte[] key) {
    writes++;
    keys.add(new Name(db, Blob.of(key)));
    lookUntil(clockMicros.getAsLong());
    return heap();
  }

  private void page(int page) {
    if (page >= 0) {
      copied.set(page);
    }
  }

  private void body(HeapLayout heap, int at, long from, long to) {
    int first = heap.bodyPage(at, from);
    int last = heap.bodyPage(at, to - 1);
    int ownFrom = heap.firstOwnPage(at);
    int ownTo = heap.endOfOwnPages(at);
    if (heap.bodyBytes(at) < PAGE_BYTES || ownFrom >= ownTo) {
      copied.set(first, last + 1);
      return;
    }
    boolean gone = heap.turn(at) <= done(clockMicros.getAsLong());
    for (int page = first; page <= last; page++) {
      if (page < ownFrom || page >= ownTo) {
        copied.set(page);
      } else if (!gone) {
        copied.set(page, StrictMath.min(last + 1, ownTo));
        own.add(new Own(heap.turn(at), ownFrom, ownTo));
        page = ownTo - 1;
      }
    }
  }

  // What the copy has let go of.

  private float done(long nowMicros) {
    return StrictMath.min(1f, (float) (nowMicros - startMicros) / takesMicros);
  }

  private void letGo(long nowMicros) {
    float done = done(nowMicros);
    own.removeIf(
        each -> {
          boolean gone = each.turn <= done;
          if (gone) {
            copied.clear(each.from, each.to);
          }
          return gone;
        });
  }

  /** Looks as often as the copy has looked by now, and remembers the most. */
  private void lookUntil(long nowMicros) {
    while (nextLookMicros <= StrictMath.min(nowMicros, startMicros + takesMicros)) {
      letGo(nextLookMicros);
      if (keysInAll >= KEYS_BETWEEN_LOOKS) {
        most = StrictMath.max(most, now());
      }
      nextLookMicros += LOOK_MICROS;
    }
    letGo(nowMicros);
  }

  private long now() {
    double many = 0;
    for (Pieces each : pieces.values()) {
      many += each.pages();
    }
    return StrictMath.min(copied.cardinality() + (long) many, totalPages());
  }

  // What there is to tell.

  /** The copy has ended: the last look. */
  public void end() {
    lookUntil(startMicros + takesMicros);
    most = StrictMath.max(most, now());
  }

  /** The most pages that were found when it was looked. */
  public long mostPages() {
    return most;
  }

  /** The same in bytes, those of the copy itself included: {@code rdb_last_cow_size}. */
  public long mostBytes() {
    return most * PAGE_BYTES + OWN_BYTES;
  }

  /** How many pages the process had. */
  public long totalPages() {
    return HeapLayout.pages(totalBytes);
  }

  /** How many of them are there twice at this moment. */
  public long copiedPages() {
    lookUntil(clockMicros.getAsLong());
    return now();
  }

  /** How many bytes are there twice, those of the copy itself included: {@code cow_size}. */
  public long copiedBytes() {
    return copiedPages() * PAGE_BYTES + OWN_BYTES;
  }

  /** How many keys were written. */
  public long keys() {
    return keys.size();
  }

  /** How many writes there were. */
  public long writes() {
    return writes;
  }
}
