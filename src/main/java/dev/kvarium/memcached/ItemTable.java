package dev.kvarium.memcached;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hash table over all items: 2^16 buckets at first, twice as many whenever there are half as
 * many items again as buckets. The chain of a bucket runs through the items themselves.
 */
final class ItemTable {
  private static final int LEAST_POWER = 16;
  private static final int POINTER_BYTES = 8;

  private int power;
  private @Nullable Item[] buckets;
  private long items;

  ItemTable(int power) {
    this.power = power == 0 ? LEAST_POWER : power;
    this.buckets = new Item[1 << this.power];
  }

  /** The item whose key is this part of an array; null when there is none. */
  @Nullable Item find(byte[] bytes, int from, int to) {
    return find(Murmur3.hash(bytes, from, to), bytes, from, to);
  }

  /** As above, where the hash of the key is known. */
  @Nullable Item find(int hash, byte[] bytes, int from, int to) {
    for (Item each = buckets[bucket(hash)]; each != null; each = each.nextInBucket) {
      if (each.hash == hash && Arrays.equals(each.key, 0, each.key.length, bytes, from, to)) {
        return each;
      }
    }
    return null;
  }

  void insert(Item item) {
    int bucket = bucket(item.hash);
    item.nextInBucket = buckets[bucket];
    buckets[bucket] = item;
    items++;
    if (items > buckets.length + (buckets.length >> 1) && power < 30) {
      grow();
    }
  }

  void remove(Item item) {
    int bucket = bucket(item.hash);
    Item before = null;
    for (Item each = buckets[bucket]; each != null; each = each.nextInBucket) {
      if (each == item) {
        if (before == null) {
          buckets[bucket] = each.nextInBucket;
        } else {
          before.nextInBucket = each.nextInBucket;
        }
        each.nextInBucket = null;
        items--;
        return;
      }
      before = each;
    }
  }

  private void grow() {
    @Nullable Item[] old = buckets;
    power++;
    buckets = new Item[1 << power];
    for (@Nullable Item first : old) {
      Item each = first;
      while (each != null) {
        Item next = each.nextInBucket;
        int bucket = bucket(each.hash);
        each.nextInBucket = buckets[bucket];
        buckets[bucket] = each;
        each = next;
      }
    }
  }

  /** Every item, bucket by bucket; none may come or go meanwhile. */
  void each(Consumer<Item> action) {
    for (@Nullable Item first : buckets) {
      for (Item each = first; each != null; each = each.nextInBucket) {
        action.accept(each);
      }
    }
  }

  private int bucket(int hash) {
    return hash & buckets.length - 1;
  }

  /** The number of buckets is two to this. */
  int power() {
    return power;
  }

  /** What the buckets take. */
  long bytes() {
    return (long) POINTER_BYTES << power;
  }
}
