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

  @Nullable Item find(byte[] key) {
    for (Item each = buckets[bucket(key)]; each != null; each = each.nextInBucket) {
      if (Arrays.equals(each.key, key)) {
        return each;
      }
    }
    return null;
  }

  void insert(Item item) {
    int bucket = bucket(item.key);
    item.nextInBucket = buckets[bucket];
    buckets[bucket] = item;
    items++;
    if (items > buckets.length + (buckets.length >> 1) && power < 30) {
      grow();
    }
  }

  void remove(Item item) {
    int bucket = bucket(item.key);
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
        int bucket = bucket(each.key);
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

  private int bucket(byte[] key) {
    return Murmur3.hash(key) & buckets.length - 1;
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
