package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueTable;
import dev.kvarium.structure.Dict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A dict at one moment: its table, or two while entries move, how they are filled, and the way of
 * one key to its bucket.
 *
 * <p>Of a table of more than {@link #GROUPS} buckets, buckets that stand in a row are told
 * together; of one of more than {@link #MOST_LOOKED}, the first of each group alone are looked at,
 * which {@link Table#looked} says. Since a hash puts keys anywhere, they are a fair sample.
 *
 * @param name what it is, as events name it: {@code db0.keys}, or the key that holds it
 * @param entries in both tables
 * @param rehashIndex the next bucket of table 0 to be moved, or -1
 * @param tables none, one or two
 * @param way of the key that was asked for
 */
public record DictSnapshot(
    String name, long entries, long rehashIndex, List<Table> tables, Optional<Way> way) {
  /** How many groups of buckets a table is told in at most; a power of two. */
  public static final int GROUPS = 1024;

  /** How many buckets of a table are looked at; a power of two. */
  public static final int MOST_LOOKED = 65_536;

  /** Chains of so many entries and more are counted together. */
  public static final int LONG_CHAIN = 6;

  private static final int MOST_OF_A_CHAIN = 12;

  /**
   * One of the two tables.
   *
   * @param used entries in it
   * @param looked how many of its buckets were looked at
   * @param groups buckets in their order, as many in each
   * @param chains how many of the buckets that were looked at hold 0, 1, 2 … {@link #LONG_CHAIN} or
   *     more entries
   * @param marked the buckets of the keys that were asked to be marked, in order
   */
  public record Table(
      long buckets,
      long used,
      long looked,
      List<Group> groups,
      List<Long> chains,
      List<Long> marked) {
    /** Buckets that each group stands for. */
    public long bucketsPerGroup() {
      return buckets / groups.size();
    }

    /** Whether all buckets were looked at. */
    public boolean isWhole() {
      return looked == buckets;
    }
  }

  /**
   * Buckets that stand in a row.
   *
   * @param looked how many of them were looked at
   * @param entries in those
   * @param longest the longest chain among those
   */
  public record Group(int looked, int entries, int longest) {}

  /**
   * The way of a key to its bucket.
   *
   * @param hash the low 32 bits of its hash
   * @param steps a table each, in the order of looking
   */
  public record Way(Blob key, int hash, List<Step> steps) {
    /** Whether the key is there. */
    public boolean found() {
      return steps.stream().anyMatch(step -> step.place() > 0);
    }
  }

  /**
   * What the way meets in one table.
   *
   * @param mask the buckets less one
   * @param bucket hash and mask
   * @param chain the first keys of the bucket, the newest first
   * @param length of the whole chain
   * @param place of the key in the chain, counted from 1; 0 when it is not in it
   */
  public record Step(int table, long mask, long bucket, List<Blob> chain, int length, int place) {}

  /**
   * The dict of a database's keys.
   *
   * @param key whose way is wanted, there or not
   * @param marked keys whose buckets are to be named
   */
  public static DictSnapshot keys(Db db, Optional<Blob> key, Collection<Blob> marked) {
    return of("db" + db.number() + ".keys", db.keys(), key, marked);
  }

  /** The dict in a value; empty when there is no such key, or no dict in it. */
  public static Optional<DictSnapshot> value(Db db, Blob key, Optional<Blob> field) {
    Value value = db.peek(key.bytes());
    return value == null
        ? Optional.empty()
        : ValueTable.of(value).map(dict -> of(key.toString(), dict, field, List.of()));
  }

  /** Any dict. */
  public static DictSnapshot of(
      String name, Dict<?> dict, Optional<Blob> key, Collection<Blob> marked) {
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      if (dict.buckets(i) > 0) {
        tables.add(table(dict, i, marked));
      }
    }
    return new DictSnapshot(
        name,
        dict.size(),
        dict.rehashIndex(),
        List.copyOf(tables),
        key.map(each -> way(dict, each)));
  }

  private static Table table(Dict<?> dict, int table, Collection<Blob> marked) {
    int buckets = dict.buckets(table);
    int groups = Math.min(buckets, GROUPS);
    int perGroup = buckets / groups;
    int look = Math.min(perGroup, MOST_LOOKED / groups);
    long[] chains = new long[LONG_CHAIN + 1];
    List<Group> found = new ArrayList<>(groups);
    for (int group = 0; group < groups; group++) {
      int entries = 0;
      int longest = 0;
      for (int i = 0; i < look; i++) {
        int length = length(dict.chain(table, group * perGroup + i));
        entries += length;
        longest = Math.max(longest, length);
        chains[Math.min(length, LONG_CHAIN)]++;
      }
      found.add(new Group(look, entries, longest));
    }
    List<Long> counts = new ArrayList<>();
    for (long count : chains) {
      counts.add(count);
    }
    return new Table(
        buckets,
        dict.used(table),
        (long) look * groups,
        List.copyOf(found),
        List.copyOf(counts),
        marked(dict, table, marked));
  }

  private static List<Long> marked(Dict<?> dict, int table, Collection<Blob> marked) {
    SortedSet<Long> buckets = new TreeSet<>();
    for (Blob key : marked) {
      int bucket = dict.bucketOf(key.bytes(), table);
      for (Dict.Entry<?> e = dict.chain(table, bucket); e != null; e = e.next()) {
        if (Blob.of(e.key).equals(key)) {
          buckets.add((long) bucket);
        }
      }
    }
    return List.copyOf(buckets);
  }

  private static int length(Dict.@org.jspecify.annotations.Nullable Entry<?> head) {
    int length = 0;
    for (Dict.Entry<?> e = head; e != null; e = e.next()) {
      length++;
    }
    return length;
  }

  private static Way way(Dict<?> dict, Blob key) {
    List<Step> steps = new ArrayList<>();
    for (int table = 0; table < 2; table++) {
      if (dict.buckets(table) > 0) {
        int bucket = dict.bucketOf(key.bytes(), table);
        List<Blob> chain = new ArrayList<>();
        int length = 0;
        int place = 0;
        for (Dict.Entry<?> e = dict.chain(table, bucket); e != null; e = e.next()) {
          length++;
          Blob each = Blob.of(e.key);
          place = each.equals(key) ? length : place;
          if (chain.size() < MOST_OF_A_CHAIN) {
            chain.add(each);
          }
        }
        steps.add(
            new Step(table, dict.buckets(table) - 1, bucket, List.copyOf(chain), length, place));
        if (place > 0) {
          break;
        }
      }
    }
    return new Way(key, dict.hash(key.bytes()), List.copyOf(steps));
  }
}
