package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.Jemalloc;
import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the data takes on the heap, as {@code used_memory} of 7.0.15 grows with it: what the server
 * takes when it begins, the tables of keys and of times, every key with its value, and what others
 * of the node say that they take: the buffers of clients, what is counted of commands.
 *
 * <p>MEMORY USAGE asks the structures for their sizes, {@code used_memory} is what the allocator
 * gave: an entry of a table is 24 bytes to the one and 32 to the other, and an entry among the
 * expiring keys, 32 more, is counted by the latter alone. Large collections are weighed by five of
 * their elements, as MEMORY USAGE does.
 *
 * <p>While memory is limited the sum is kept with every change, each value remembering what it was
 * counted for; otherwise it is added up when somebody asks.
 */
public final class UsedMemory {
  /** What redis-server 7.0.15 takes before the first key. */
  public static final long STARTUP_BYTES = 876_072;

  private static final int SAMPLES = 5;
  private static final int POINTER_BYTES = 8;
  private static final int ENTRY_BYTES = 32;
  private static final int STATED_ENTRY_BYTES = 24;
  private static final int OBJECT_BYTES = 16;
  private static final int UNCOUNTED_BYTES = 8;
  private static final int UNIT_BYTES = 8;
  private static final int GONE = -1;

  /** How many changed values are remembered at most before they are weighed. */
  private static final int MOST_TOUCHED = 4_096;

  /** The last of them may be about to be changed: as many as a command has in hand at once. */
  private static final int IN_HAND = 64;

  /** Entries a bucket beyond which a table grows, whatever memory there is. */
  private static final double FORCED_RATIO = 1.618;

  private final Keyspace keyspace;
  private LongSupplier besides = () -> 0;

  /** {@code maxmemory}; 0 for no limit. */
  public long limitBytes;

  private final List<Value> touched = new ArrayList<>();
  private boolean counting;
  private long keyBytes;

  UsedMemory(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** Keeps the sum with every change from now on. */
  public void keep() {
    if (!counting) {
      counting = true;
      recount();
    }
  }

  /** Keeps it no more: it is added up when somebody asks. */
  public void stopKeeping() {
    counting = false;
    touched.clear();
  }

  private void recount() {
    keyBytes = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      keyspace.db(i).keys().forEach(entry -> count(entry.key, entry.get()));
    }
  }

  /** Says what is taken besides the data. */
  public void besides(LongSupplier bytes) {
    besides = bytes;
  }

  /**
   * Whether a table of keys may take so many bytes more: while memory is limited it grows into what
   * is left, and beyond that once its chains get long.
   */
  boolean mayGrow(long moreBytes, double usedRatio) {
    if (limitBytes == 0 || usedRatio > FORCED_RATIO) {
      return true;
    }
    keep();
    return total() + moreBytes <= limitBytes;
  }

  /** The bytes in use. */
  public long total() {
    settle();
    long bytes = STARTUP_BYTES + besides.getAsLong() + (counting ? keyBytes : weighed());
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      bytes += table(db.keys()) + table(db.expires());
      bytes += (long) ENTRY_BYTES * (db.keys().size() + db.expires().size());
    }
    return bytes;
  }

  /** What goes with a key: its value, its name, its entry in the table of keys. */
  public long of(byte[] key, Value value) {
    return bytes(key, value) + ENTRY_BYTES;
  }

  /** What INFO and MEMORY STATS take for no data: the start, tables, entries and objects. */
  public long overhead() {
    long bytes = STARTUP_BYTES;
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      bytes += table(db.keys()) + table(db.expires());
      bytes += (long) (STATED_ENTRY_BYTES + OBJECT_BYTES) * db.keys().size();
      bytes += (long) STATED_ENTRY_BYTES * db.expires().size();
    }
    return bytes;
  }

  private long weighed() {
    long[] bytes = {0};
    for (int i = 0; i < keyspace.databases(); i++) {
      keyspace.db(i).keys().forEach(entry -> bytes[0] += bytes(entry.key, entry.get()));
    }
    return bytes[0];
  }

  private static long table(Dict<?> dict) {
    return dict.buckets() == 0 ? 0 : Jemalloc.usable((long) POINTER_BYTES * dict.buckets());
  }

  /** A key and its value, without the entry of the table. */
  private static long bytes(byte[] key, Value value) {
    return Sds.newBytes(key.length) + bytes(value);
  }

  private static long bytes(Value value) {
    if (value.isShared()) {
      return 0;
    }
    long bytes = value.memoryBytes(SAMPLES);
    boolean table = value.encoding() == Encoding.HASHTABLE || value.encoding() == Encoding.SKIPLIST;
    return table ? bytes + UNCOUNTED_BYTES * (value.length() + 1) : bytes;
  }

  private void count(byte[] key, Value value) {
    value.countedUnits = units(value);
    keyBytes += Sds.newBytes(key.length) + counted(value);
  }

  private static int units(Value value) {
    return (int) (bytes(value) / UNIT_BYTES);
  }

  private static long counted(Value value) {
    return value.isShared() ? 0 : (long) value.countedUnits * UNIT_BYTES;
  }

  void added(byte[] key, Value value) {
    if (counting) {
      count(key, value);
      touched(value);
    }
  }

  void removed(byte[] key, Value value) {
    if (counting) {
      keyBytes -= Sds.newBytes(key.length) + counted(value);
      value.countedUnits = GONE;
    }
  }

  /** A value is about to be changed, or has just come; it is weighed when somebody asks. */
  void touched(Value value) {
    if (counting && !value.isShared() && (touched.isEmpty() || touched.getLast() != value)) {
      if (touched.size() == MOST_TOUCHED) {
        settle(touched.subList(0, MOST_TOUCHED - IN_HAND));
      }
      touched.add(value);
    }
  }

  private void settle() {
    if (!touched.isEmpty()) {
      settle(touched);
    }
  }

  private void settle(List<Value> changed) {
    for (Value value : changed) {
      if (value.countedUnits != GONE) {
        keyBytes -= counted(value);
        value.countedUnits = units(value);
        keyBytes += counted(value);
      }
    }
    changed.clear();
  }

  void emptied() {
    if (counting) {
      touched.clear();
      recount();
    }
  }
}
