package dev.kvarium.structure;

import dev.kvarium.base.SipHash;
import dev.kvarium.world.Randomness;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from byte strings to values that grows and shrinks a little at a time. The keyspace,
 * the expiry times, large hashes, sets and sorted sets are dicts.
 *
 * <pre>
 *   table 0  ┌───┬───┬───┬───┐           table 1  ┌───┬───┬───┬───┬───┬───┬───┬───┐
 *            │ · │ · │ ● │ ● │                    │ · │ ● │ · │ · │ · │ ● │ · │ · │
 *            └───┴───┴─┼─┴─┼─┘                    └───┴─┼─┴───┴───┴───┴─┼─┴───┴───┘
 *                  ▲   k   k → k                        k               k
 *            rehash index 2: buckets 0 and 1 are already moved
 * </pre>
 *
 * <p>A bucket is the hash of its keys modulo the table's size, a power of two; its entries form a
 * chain, the newest first. When there are as many entries as buckets, a second table of the next
 * power of two appears. From then on every lookup, insertion and removal first moves one bucket
 * over, new entries go to table 1 only, and lookups try both; when table 0 is empty, table 1 takes
 * its place. So no single command pays for the whole. Shrinking is the same with a smaller table 1;
 * the server asks for it when fewer than a tenth of the buckets would be filled.
 *
 * <p>Worked example: a dict gets its first table, of 4 buckets, with its first entry. The fifth
 * entry finds 4 of 4 used: table 1 gets 8 buckets. The next operations move one filled bucket each,
 * so after at most four of them there is one table again.
 *
 * <p><b>Scanning</b> without remembering anything but a cursor: buckets are visited in the order of
 * their reversed index, for 8 buckets 0 4 2 6 1 5 3 7. In a table twice as large bucket 2 becomes 2
 * and 10, in one half as large 2 and 6 become 2; in reversed order those stand side by side, so
 * what lies before the cursor was seen whole, however the table changed between two calls. While
 * there are two tables, a step visits a bucket of the smaller and all buckets of the larger that it
 * splits into. Every entry that is there from start to end is returned, some of them twice.
 *
 * <p>Limits. The chance of a long chain is small but not none, and whoever knows the seed can
 * provoke it. A large table is allocated and zeroed at once. At most 2^30 buckets.
 *
 * <p>Source: behaviour of dict.c in 7.0.15; the scanning order is by Pieter Noordhuis.
 *
 * @param <V> what a key leads to
 */
public final class Dict<V> {
  /** Buckets of the first table. */
  public static final int INITIAL_SIZE = 4;

  /** Entries a bucket beyond which a table grows although growing is to be avoided. */
  public static final int FORCED_RATIO = 5;

  /** Percentage of filled buckets below which {@link #shrinkIfSparse()} shrinks. */
  public static final int SPARSE_PERCENT = 10;

  private static final int MAX_SIZE = 1 << 30;
  private static final int FAIR_SAMPLES = 15;
  private static final Entry<?>[] NO_TABLE = {};

  /**
   * A key and what it leads to. The owner of the dict may change {@link #value} and {@link #number}
   * at will.
   *
   * @param <V> the type of the value
   */
  public static final class Entry<V> {
    /** The key; not to be changed. */
    public final byte[] key;

    /** The value, null until the one who inserted the entry set it. */
    public @Nullable V value;

    /** 64 bits beside or instead of a value: an expiry time, the bits of a score. */
    public long number;

    final int hash;
    @Nullable Entry<V> next;

    Entry(byte[] key, int hash, @Nullable Entry<V> next) {
      this.key = key;
      this.hash = hash;
      this.next = next;
    }

    /** {@link #value} where it is known to be set. */
    public V get() {
      V known = value;
      if (known == null) {
        throw new IllegalStateException("the entry has no value");
      }
      return known;
    }

    /** {@link #number} read as a double. */
    public double score() {
      return Double.longBitsToDouble(number);
    }

    /** Sets {@link #number} to the bits of {@code score}. */
    public void setScore(double score) {
      number = Double.doubleToRawLongBits(score);
    }

    /** The entry behind this one in its bucket. */
    public @Nullable Entry<V> next() {
      return next;
    }
  }

  /** Asked before a dict grows, told when it begins and ends to move its entries. */
  public interface Listener {
    /** Allows everything and listens to nothing. */
    Listener NONE =
        new Listener() {
          @Override
          public void rehashStarted(int fromBuckets, int toBuckets) {}

          @Override
          public void rehashFinished(int buckets) {}
        };

    /**
     * Whether a table of {@code moreBytes} may be allocated while there are {@code usedRatio}
     * entries a bucket; a keyspace near its memory limit says no for a while.
     */
    default boolean mayGrow(long moreBytes, double usedRatio) {
      return true;
    }

    /** Entries will move from a table of {@code fromBuckets} to one of {@code toBuckets}. */
    void rehashStarted(int fromBuckets, int toBuckets);

    /** All entries are in the one table of {@code buckets}. */
    void rehashFinished(int buckets);
  }

  private final DictRules rules;
  private Listener listener = Listener.NONE;
  private @Nullable Entry<V>[] table0 = noTable();
  private @Nullable Entry<V>[] table1 = noTable();
  private int used0;
  private int used1;
  private int rehashIndex = -1;
  private int pauses;
  private boolean inserted;

  /** An empty dict without a table. */
  public Dict(DictRules rules) {
    this.rules = rules;
  }

  /** Tells {@code listener} of rehashing from now on. */
  public void setListener(Listener listener) {
    this.listener = listener;
  }

  @SuppressWarnings("unchecked")
  private static <V> @Nullable Entry<V>[] noTable() {
    return (Entry<V>[]) NO_TABLE;
  }

  @SuppressWarnings("unchecked")
  private static <V> @Nullable Entry<V>[] newTable(int buckets) {
    return (Entry<V>[]) new Entry<?>[buckets];
  }

  // Size and state.

  /** The number of entries. */
  public int size() {
    return used0 + used1;
  }

  /** Whether there is no entry. */
  public boolean isEmpty() {
    return used0 + used1 == 0;
  }

  /** Buckets of table 0 or 1; 0 for a table that does not exist. */
  public int buckets(int table) {
    return table == 0 ? table0.length : table1.length;
  }

  /** Buckets of both tables. */
  public int buckets() {
    return table0.length + table1.length;
  }

  /** Entries in table 0 or 1. */
  public int used(int table) {
    return table == 0 ? used0 : used1;
  }

  /** Whether there are two tables. */
  public boolean isRehashing() {
    return rehashIndex >= 0;
  }

  /** The first bucket of table 0 that is still to be moved, or -1. */
  public int rehashIndex() {
    return rehashIndex;
  }

  /** The bucket of {@code key} in table 0 or 1, which must exist. */
  public int bucketOf(byte[] key, int table) {
    return hash(key) & (buckets(table) - 1);
  }

  /** The first entry of a bucket; the others hang behind it. */
  public @Nullable Entry<V> chain(int table, int bucket) {
    return table == 0 ? table0[bucket] : table1[bucket];
  }

  /** The hash of {@code key}, to be handed to the methods that take one; its low 32 bits. */
  public int hash(byte[] key) {
    return (int) SipHash.hash(key, rules.seed0(), rules.seed1());
  }

  // Looking up, inserting, removing.

  /** The entry of {@code key}. Moves a bucket when rehashing, as every access does. */
  public @Nullable Entry<V> find(byte[] key) {
    if (used0 + used1 == 0) {
      return null;
    }
    return find(key, hash(key));
  }

  /** {@link #find(byte[])} with the hash known. */
  public @Nullable Entry<V> find(byte[] key, int hash) {
    if (used0 + used1 == 0) {
      return null;
    }
    if (rehashIndex >= 0) {
      rehashStep();
    }
    return lookUp(key, hash);
  }

  /** The entry of {@code key}, without moving anything: for pictures and checks. */
  public @Nullable Entry<V> peek(byte[] key) {
    return used0 + used1 == 0 ? null : lookUp(key, hash(key));
  }

  private @Nullable Entry<V> lookUp(byte[] key, int hash) {
    Entry<V> entry = inChain(table0[hash & (table0.length - 1)], key, hash);
    if (entry == null && rehashIndex >= 0) {
      entry = inChain(table1[hash & (table1.length - 1)], key, hash);
    }
    return entry;
  }

  private static <V> @Nullable Entry<V> inChain(@Nullable Entry<V> head, byte[] key, int hash) {
    for (Entry<V> entry = head; entry != null; entry = entry.next) {
      if (entry.hash == hash && (entry.key == key || Arrays.equals(entry.key, key))) {
        return entry;
      }
    }
    return null;
  }

  /**
   * The entry of {@code key}, made when there was none; then its value is null, its number 0, and
   * {@link #inserted()} is true. The array becomes the key and is not to be changed any more.
   */
  public Entry<V> findOrInsert(byte[] key) {
    return findOrInsert(key, hash(key));
  }

  /** {@link #findOrInsert(byte[])} with the hash known. */
  public Entry<V> findOrInsert(byte[] key, int hash) {
    if (rehashIndex >= 0) {
      rehashStep();
    }
    growIfFull();
    Entry<V> known = lookUp(key, hash);
    inserted = known == null;
    return known == null ? insert(key, hash) : known;
  }

  /** Whether the last {@link #findOrInsert} or {@link #put} made an entry. */
  public boolean inserted() {
    return inserted;
  }

  /** Makes {@code key} lead to {@code value}; the entry. */
  public Entry<V> put(byte[] key, V value) {
    Entry<V> entry = findOrInsert(key, hash(key));
    entry.value = value;
    return entry;
  }

  /** Makes an entry for {@code key}, which is known to have none: a lookup is saved. */
  public Entry<V> insertNew(byte[] key, int hash) {
    if (rehashIndex >= 0) {
      rehashStep();
    }
    growIfFull();
    return insert(key, hash);
  }

  private Entry<V> insert(byte[] key, int hash) {
    if (rehashIndex >= 0) {
      int bucket = hash & (table1.length - 1);
      used1++;
      return table1[bucket] = new Entry<>(key, hash, table1[bucket]);
    }
    int bucket = hash & (table0.length - 1);
    used0++;
    return table0[bucket] = new Entry<>(key, hash, table0[bucket]);
  }

  /** Takes out the entry of {@code key} and returns it. */
  public @Nullable Entry<V> remove(byte[] key) {
    return used0 + used1 == 0 ? null : remove(key, hash(key));
  }

  /** {@link #remove(byte[])} with the hash known. */
  public @Nullable Entry<V> remove(byte[] key, int hash) {
    if (used0 + used1 == 0) {
      return null;
    }
    if (rehashIndex >= 0) {
      rehashStep();
    }
    Entry<V> entry = unlink(table0, key, hash);
    if (entry != null) {
      used0--;
      return entry;
    }
    if (rehashIndex >= 0) {
      entry = unlink(table1, key, hash);
      if (entry != null) {
        used1--;
      }
    }
    return entry;
  }

  private static <V> @Nullable Entry<V> unlink(@Nullable Entry<V>[] table, byte[] key, int hash) {
    int bucket = hash & (table.length - 1);
    Entry<V> before = null;
    for (Entry<V> entry = table[bucket]; entry != null; entry = entry.next) {
      if (entry.hash == hash && (entry.key == key || Arrays.equals(entry.key, key))) {
        if (before == null) {
          table[bucket] = entry.next;
        } else {
          before.next = entry.next;
        }
        return entry;
      }
      before = entry;
    }
    return null;
  }

  /** Drops all entries and both tables. */
  public void clear() {
    table0 = noTable();
    table1 = noTable();
    used0 = 0;
    used1 = 0;
    rehashIndex = -1;
  }

  // Growing, shrinking, rehashing.

  private void growIfFull() {
    if (rehashIndex >= 0 || used0 < table0.length) {
      return;
    }
    if (table0.length == 0) {
      resizeTo(INITIAL_SIZE);
    } else if (rules.resizing() == DictRules.Resizing.ENABLED
        || rules.resizing() == DictRules.Resizing.AVOIDED && used0 / table0.length > FORCED_RATIO) {
      long moreBytes = 8L * powerOfTwo((long) used0 + 1);
      if (listener.mayGrow(moreBytes, (double) used0 / table0.length)) {
        resizeTo((long) used0 + 1);
      }
    }
  }

  private static int powerOfTwo(long wanted) {
    return wanted <= INITIAL_SIZE ? INITIAL_SIZE : Integer.highestOneBit((int) wanted - 1) << 1;
  }

  /**
   * Gets a table of the least power of two that is not below {@code wanted}, for instance before
   * many insertions. Nothing happens while rehashing, when there are more entries than that, or
   * when the size is the same; whether something did.
   */
  public boolean resizeTo(long wanted) {
    if (rehashIndex >= 0 || used0 > wanted || wanted > MAX_SIZE) {
      return false;
    }
    int buckets = powerOfTwo(wanted);
    if (buckets == table0.length) {
      return false;
    }
    if (table0.length == 0) {
      table0 = newTable(buckets);
      return true;
    }
    table1 = newTable(buckets);
    rehashIndex = 0;
    listener.rehashStarted(table0.length, buckets);
    return true;
  }

  /** Whether fewer than a tenth of more than four buckets are needed. */
  public boolean isSparse() {
    long buckets = buckets();
    return buckets > INITIAL_SIZE && size() * 100L / buckets < SPARSE_PERCENT;
  }

  /** Shrinks to the entries' number when sparse and allowed; whether rehashing began. */
  public boolean shrinkIfSparse() {
    return isSparse() && shrinkToFit();
  }

  /** Shrinks, or grows, to the least table that has a bucket for every entry. */
  public boolean shrinkToFit() {
    return rules.resizing() == DictRules.Resizing.ENABLED
        && resizeTo(Math.max(used0, INITIAL_SIZE));
  }

  /** Moves one bucket, unless {@linkplain #pauseRehash() paused}. */
  public void rehashStep() {
    if (pauses == 0) {
      rehash(1);
    }
  }

  /**
   * Moves up to {@code count} filled buckets, passing over at most ten times as many empty ones;
   * whether there is more to move. The server calls it with 100 at a time when it has nothing else
   * to do.
   */
  public boolean rehash(int count) {
    if (rehashIndex < 0 || pauses > 0 || !mayRehash()) {
      return false;
    }
    int emptyVisits = count * 10;
    int mask = table1.length - 1;
    for (int n = count; n > 0 && used0 > 0; n--) {
      while (table0[rehashIndex] == null) {
        rehashIndex++;
        if (--emptyVisits == 0) {
          return true;
        }
      }
      Entry<V> entry = table0[rehashIndex];
      while (entry != null) {
        final Entry<V> next = entry.next;
        int bucket = entry.hash & mask;
        entry.next = table1[bucket];
        table1[bucket] = entry;
        used0--;
        used1++;
        entry = next;
      }
      table0[rehashIndex++] = null;
    }
    if (used0 > 0) {
      return true;
    }
    table0 = table1;
    used0 = used1;
    table1 = noTable();
    used1 = 0;
    rehashIndex = -1;
    listener.rehashFinished(table0.length);
    return false;
  }

  private boolean mayRehash() {
    return switch (rules.resizing()) {
      case ENABLED -> true;
      case FORBIDDEN -> false;
      case AVOIDED ->
          Math.max(table0.length, table1.length) / Math.min(table0.length, table1.length)
              >= FORCED_RATIO;
    };
  }

  /** Keeps every entry in its table until {@link #resumeRehash()} was called as often. */
  public void pauseRehash() {
    pauses++;
  }

  /** Takes back one {@link #pauseRehash()}. */
  public void resumeRehash() {
    pauses--;
  }

  // Visiting.

  /**
   * All entries in the order of the buckets, table 0 first; rehashing is paused until it is closed
   * or through. Entries may be removed and inserted meanwhile.
   */
  public DictIterator<V> iterator() {
    return new DictIterator<>(this);
  }

  /** Hands all entries to {@code each}, in the order of {@link #iterator()}. */
  public void forEach(Consumer<? super Entry<V>> each) {
    try (DictIterator<V> iterator = iterator()) {
      while (iterator.advance()) {
        each.accept(iterator.entry());
      }
    }
  }

  /**
   * One step of a scan: hands the entries at {@code cursor} to {@code each} and returns the next
   * cursor, 0 at the end. The first call takes 0.
   */
  public long scan(long cursor, Consumer<? super Entry<V>> each) {
    if (isEmpty()) {
      return 0;
    }
    pauseRehash();
    try {
      if (rehashIndex < 0) {
        visit(table0, cursor, each);
        return nextCursor(cursor, table0.length - 1);
      }
      boolean growing = table0.length <= table1.length;
      @Nullable Entry<V>[] small = growing ? table0 : table1;
      @Nullable Entry<V>[] large = growing ? table1 : table0;
      visit(small, cursor, each);
      int smallMask = small.length - 1;
      int largeMask = large.length - 1;
      long next = cursor;
      do {
        visit(large, next, each);
        next = nextCursor(next, largeMask);
      } while ((next & (smallMask ^ largeMask)) != 0);
      return next;
    } finally {
      resumeRehash();
    }
  }

  private static <V> void visit(
      @Nullable Entry<V>[] table, long cursor, Consumer<? super Entry<V>> each) {
    Entry<V> entry = table[(int) cursor & (table.length - 1)];
    while (entry != null) {
      final Entry<V> next = entry.next;
      each.accept(entry);
      entry = next;
    }
  }

  /** Adds one to the bits of {@code cursor} below {@code mask}, counted from the highest. */
  private static long nextCursor(long cursor, int mask) {
    return Long.reverse(Long.reverse(cursor | ~(long) mask) + 1);
  }

  // Chance.

  /**
   * An entry of a dict that has one: a random bucket that is not empty, then a random entry of its
   * chain. So an entry that shares its bucket comes up less often.
   */
  public Entry<V> randomEntry(Randomness random) {
    if (isEmpty()) {
      throw new IllegalStateException("an empty dict has no random entry");
    }
    if (rehashIndex >= 0) {
      rehashStep();
    }
    Entry<V> head = null;
    while (head == null) {
      if (rehashIndex < 0) {
        head = table0[(int) random.nextLong() & (table0.length - 1)];
      } else {
        long bucket = rehashIndex + random.below((long) buckets() - rehashIndex);
        head =
            bucket < table0.length ? table0[(int) bucket] : table1[(int) (bucket - table0.length)];
      }
    }
    int length = 0;
    for (Entry<V> entry = head; entry != null; entry = entry.next) {
      length++;
    }
    int index = random.below(length);
    Entry<V> chosen = head;
    for (; index > 0 && chosen.next != null; index--) {
      chosen = chosen.next;
    }
    return chosen;
  }

  /**
   * An entry of a dict that has one, more evenly than {@link #randomEntry}: one of fifteen that
   * stand in a row from a random bucket on.
   */
  public Entry<V> fairRandomEntry(Randomness random) {
    @Nullable Entry<V>[] sample = newSample(FAIR_SAMPLES);
    int count = sample(sample, FAIR_SAMPLES, random);
    if (count > 0) {
      Entry<V> chosen = sample[random.below(count)];
      if (chosen != null) {
        return chosen;
      }
    }
    return randomEntry(random);
  }

  /** Room for {@code length} entries, to be handed to {@link #sample}. */
  public static <V> @Nullable Entry<V>[] newSample(int length) {
    return newTable(length);
  }

  /**
   * Fills {@code into} with up to {@code wanted} entries that stand in a row from a random bucket
   * on, and says how many: fewer when there are fewer, or when the row was too empty. This is what
   * eviction samples.
   */
  public int sample(@Nullable Entry<V>[] into, int wanted, Randomness random) {
    int count = Math.min(wanted, size());
    for (int i = 0; i < count && rehashIndex >= 0; i++) {
      rehashStep();
    }
    int tables = rehashIndex >= 0 ? 2 : 1;
    int mask = Math.max(table0.length, table1.length) - 1;
    long stored = 0;
    int empty = 0;
    int bucket = (int) random.nextLong() & mask;
    for (long steps = count * 10L; stored < count && steps > 0; steps--) {
      for (int j = 0; j < tables; j++) {
        if (tables == 2 && j == 0 && bucket < rehashIndex) {
          if (bucket < table1.length) {
            continue;
          }
          bucket = rehashIndex;
        }
        if (bucket >= buckets(j)) {
          continue;
        }
        Entry<V> entry = chain(j, bucket);
        if (entry == null) {
          empty++;
          if (empty >= 5 && empty > count) {
            bucket = (int) random.nextLong() & mask;
            empty = 0;
          }
          continue;
        }
        empty = 0;
        for (; entry != null; entry = entry.next) {
          if (stored < count) {
            into[(int) stored] = entry;
          } else {
            long place = random.below(stored + 1);
            if (place < count) {
              into[(int) place] = entry;
            }
          }
          stored++;
        }
        if (stored >= count) {
          return count;
        }
      }
      bucket = bucket + 1 & mask;
    }
    return (int) Math.min(stored, count);
  }
}
