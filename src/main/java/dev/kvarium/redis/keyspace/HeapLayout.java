package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Jemalloc;
import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.Value;

/**
 * On which pages the keys of a process lie.
 *
 * <p>jemalloc keeps each size class on pages of its own, side by side, so that small values share a
 * page with their neighbours: those that came before and after them. A key takes an entry of a
 * table (32 bytes), its name, an object (16) and the value's body, each from its class:
 *
 * <pre>
 *   class 1024   │ body 1 │ body 2 │ body 3 │ body 4 ║ body 5 │ …      four to a page
 *   class 32     │e1│e2│e3│e4│ …                                       128 to a page
 *   class 16     │name 1│object 1│name 2│object 2│ …                   256 to a page
 * </pre>
 *
 * <p>Worked example: of 20,000 values of 1,000 bytes every second is overwritten. Each of the 5,000
 * pages of bodies has two of them, so all are written to, and so are the 156 of entries and the 156
 * of names and objects: 5,312 pages, 21.8 MB, for 10 MB of values. The first 10,000 in a row cost
 * half of that.
 *
 * <p>Limits: the heap has no holes but those that removed keys left and new ones fill; who lies
 * beside whom is taken from the order in which the keys came ({@link Places}). Collections in many
 * pieces have only their size here. Source: jemalloc(3); measured on redis-server 7.0.15.
 */
final class HeapLayout {
  /** The page of an x86-64 or an ARM under Linux, as a rule. */
  static final int PAGE_BYTES = 4096;

  private static final int ENTRY_BYTES = 32;
  private static final int OBJECT_BYTES = 16;
  private static final int POINTER_BYTES = 8;
  private static final int UNIT_BYTES = 16;
  private static final int UNITS_A_PAGE = PAGE_BYTES / UNIT_BYTES;
  private static final int NONE = -1;
  private static final int CLASSES = 256;

  private static final int THERE = 1;
  private static final int EXPIRES = 2;
  private static final int HAS_OBJECT = 4;
  private static final int HAS_BODY = 8;

  private final byte[] flags;
  private final byte[] nameClass;
  private final byte[] bodyClass;
  private final float[] turn;
  private final int[] entryAt;
  private final int[] timeAt;
  private final int[] objectAt;
  private final int[] bodyAt;
  private final int[] classPage = new int[CLASSES];
  private final int[] tablePage;
  private final int[] tableBuckets;
  private int pages;

  /** As all lies now. */
  HeapLayout(Keyspace keyspace) {
    int places = keyspace.places().last() + 1;
    flags = new byte[places];
    nameClass = new byte[places];
    bodyClass = new byte[places];
    turn = new float[places];
    entryAt = new int[places];
    timeAt = new int[places];
    objectAt = new int[places];
    bodyAt = new int[places];
    tablePage = new int[keyspace.databases()];
    tableBuckets = new int[keyspace.databases()];
    walk(keyspace);
    lay();
    tables(keyspace);
  }

  /** Goes over the keys in the order in which a copy of the process writes them. */
  private void walk(Keyspace keyspace) {
    long all = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      all += keyspace.db(i).size();
    }
    float most = StrictMath.max(1, all);
    int[] done = {0};
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      db.keys()
          .forEach(
              entry -> {
                int at = (int) entry.number;
                Value value = entry.get();
                boolean expires = db.expireAtMillisUntouched(entry.key) >= 0;
                flags[at] = (byte) (flagsOf(value) | (expires ? EXPIRES : 0));
                nameClass[at] = (byte) Jemalloc.sizeClass(Sds.newBytes(entry.key.length));
                bodyClass[at] = (byte) bodyClass(value);
                turn[at] = ++done[0] / most;
              });
    }
  }

  /** Whether a value is a table, a list of nodes or the like. */
  static boolean isInPieces(Value value) {
    return switch (value.encoding()) {
      case HASHTABLE, SKIPLIST, QUICKLIST, STREAM -> true;
      default -> false;
    };
  }

  private static int flagsOf(Value value) {
    if (value.isShared()) {
      return THERE;
    }
    if (isInPieces(value)) {
      return THERE | HAS_OBJECT;
    }
    return switch (value.encoding()) {
      case INT -> THERE | HAS_OBJECT;
      case EMBSTR -> THERE | HAS_BODY;
      default -> THERE | HAS_OBJECT | HAS_BODY;
    };
  }

  /** The class of what a value takes beside its object, where that is one piece. */
  static int bodyClass(Value value) {
    long object = (flagsOf(value) & HAS_OBJECT) != 0 ? OBJECT_BYTES : 0;
    return (flagsOf(value) & HAS_BODY) == 0
        ? NONE
        : Jemalloc.sizeClass(Jemalloc.usable(value.memoryBytes(0) - object));
  }

  private void lay() {
    long[] next = new long[CLASSES];
    int entries = Jemalloc.sizeClass(ENTRY_BYTES);
    int objects = Jemalloc.sizeClass(OBJECT_BYTES);
    for (int at = 0; at < flags.length; at++) {
      if (has(at, THERE)) {
        take(next, nameClass[at] & 0xff);
        objectAt[at] = has(at, HAS_OBJECT) ? take(next, objects) : NONE;
        bodyAt[at] = has(at, HAS_BODY) ? take(next, bodyClass[at] & 0xff) : NONE;
        entryAt[at] = take(next, entries);
        timeAt[at] = has(at, EXPIRES) ? take(next, entries) : NONE;
      }
    }
    for (int i = 0; i < CLASSES; i++) {
      classPage[i] = pages;
      pages += pages(next[i]);
    }
  }

  private static int take(long[] next, int sizeClass) {
    long at = next[sizeClass];
    next[sizeClass] += Jemalloc.classBytes(sizeClass);
    return (int) (at / UNIT_BYTES);
  }

  private void tables(Keyspace keyspace) {
    for (int i = 0; i < keyspace.databases(); i++) {
      tablePage[i] = pages;
      tableBuckets[i] = keyspace.db(i).keys().buckets(0);
      pages += pages((long) tableBuckets[i] * POINTER_BYTES);
    }
  }

  /** How many pages so many bytes are, begun ones counted. */
  static int pages(long bytes) {
    return (int) ((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  private boolean has(int place, int flag) {
    return (flags[place] & flag) != 0;
  }

  /** How many pages there are. */
  int pages() {
    return pages;
  }

  /** Whether there was a key at this place when the heap was looked at. */
  boolean isThere(long place) {
    return place > 0 && place < flags.length && has((int) place, THERE);
  }

  /** Whether the value of a key is one piece still of the class that it was of. */
  boolean isWhereItWas(int place, Value value) {
    return has(place, HAS_BODY) && (bodyClass[place] & 0xff) == bodyClass(value);
  }

  boolean hasBody(int place) {
    return has(place, HAS_BODY);
  }

  /** When the copy has written a key and what it holds, as a share of its work. */
  float turn(int place) {
    return turn[place];
  }

  /** How much the body of a key takes. */
  long bodyBytes(int place) {
    return Jemalloc.classBytes(bodyClass[place] & 0xff);
  }

  /** The page of a byte of the body. */
  int bodyPage(int place, long offset) {
    return page(bodyClass[place] & 0xff, (long) bodyAt[place] * UNIT_BYTES + offset);
  }

  /** The first page that is the body's alone. */
  int firstOwnPage(int place) {
    return bodyPage(place, PAGE_BYTES - 1);
  }

  /** The page behind the last that is the body's alone. */
  int endOfOwnPages(int place) {
    return bodyPage(place, bodyBytes(place));
  }

  private int page(int sizeClass, long offset) {
    return classPage[sizeClass] + (int) (offset / PAGE_BYTES);
  }

  private int page(int at, int sizeClassBytes, boolean there) {
    return there ? page(Jemalloc.sizeClass(sizeClassBytes), (long) at * UNIT_BYTES) : NONE;
  }

  /** The page of the entry in the table of keys. */
  int entryPage(int place) {
    return page(entryAt[place], ENTRY_BYTES, true);
  }

  /** The page of the entry among the times, or -1. */
  int timePage(int place) {
    return page(timeAt[place], ENTRY_BYTES, has(place, EXPIRES));
  }

  /** The page of the object: the body's, where they are one; -1 for a shared integer. */
  int objectPage(int place) {
    if (!has(place, HAS_OBJECT)) {
      return has(place, HAS_BODY) ? bodyPage(place, 0) : NONE;
    }
    return page(objectAt[place], OBJECT_BYTES, true);
  }

  /** The page of the bucket of a hash in the table of keys of a database, or -1. */
  int bucketPage(int db, int hash) {
    return tableBuckets[db] == 0
        ? NONE
        : tablePage[db]
            + (int) ((long) (hash & (tableBuckets[db] - 1)) * POINTER_BYTES / PAGE_BYTES);
  }
}
