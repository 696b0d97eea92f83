package dev.kvarium.redis.value;

import static dev.kvarium.redis.value.RegionBuilder.quoted;

import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Dict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hash table: its header, its tables with their chains, its first entry. */
final class DictRegions {
  /** So many filled buckets of a table are told. */
  private static final int MOST_BUCKETS = 48;

  private DictRegions() {}

  /** Tells what an entry leads to, beside its key. */
  interface Told<V> {
    String of(V value);
  }

  /** Header and tables. */
  static <V> void add(List<Region> regions, Dict<V> dict, @Nullable Told<V> told) {
    regions.add(header(dict));
    regions.add(table(dict, 0, told));
    if (dict.isRehashing()) {
      regions.add(table(dict, 1, told));
    }
  }

  private static Region header(Dict<?> dict) {
    RegionBuilder region = new RegionBuilder("dict").pointer("type", "how keys are hashed");
    region.pointer("ht_table[0]", dict.buckets(0) + " buckets");
    region.pointer("ht_table[1]", dict.isRehashing() ? dict.buckets(1) + " buckets" : "");
    region
        .number(8, dict.used(0), "ht_used[0]", entries(dict.used(0)))
        .number(8, dict.used(1), "ht_used[1]", entries(dict.used(1)))
        .number(8, dict.rehashIndex(), "rehashidx", rehashing(dict.rehashIndex()))
        .number(2, 0, "pauserehash");
    for (int table = 0; table < 2; table++) {
      int buckets = dict.buckets(table);
      int exponent = buckets == 0 ? -1 : Integer.numberOfTrailingZeros(buckets);
      region.number(
          1,
          exponent,
          "ht_size_exp[" + table + "]",
          buckets == 0 ? "-1: no table" : "2^" + exponent + " = " + buckets);
    }
    return region.padding(4, "to a multiple of 8").build();
  }

  private static String entries(int count) {
    return count == 1 ? "1 entry" : count + " entries";
  }

  private static String rehashing(int index) {
    return switch (index) {
      case -1 -> "-1: not being resized";
      case 0 -> "no bucket is moved yet";
      case 1 -> "bucket 0 is moved";
      default -> "buckets 0 to " + (index - 1) + " are moved";
    };
  }

  private static <V> Region table(Dict<V> dict, int table, @Nullable Told<V> told) {
    int buckets = dict.buckets(table);
    RegionBuilder region = new RegionBuilder("table " + table + ", " + buckets + " buckets of 8 B");
    int shown = 0;
    int passed = 0;
    for (int bucket = 0; bucket < buckets && shown < MOST_BUCKETS; bucket++) {
      Dict.Entry<V> entry = dict.chain(table, bucket);
      if (entry != null) {
        StringBuilder chain = new StringBuilder();
        for (; entry != null; entry = entry.next()) {
          passed++;
          chain.append(chain.isEmpty() ? "" : "  →  ").append(quoted(entry.key));
          if (told != null) {
            chain.append(" ").append(told.of(entry.get()));
          }
        }
        region.line("bucket " + bucket, chain.toString());
        shown++;
      }
    }
    if (passed < dict.used(table)) {
      region.line("…", entries(dict.used(table) - passed) + " more");
    }
    return region.build(8L * buckets);
  }

  /** One entry, 24 bytes of pointers. */
  static Region entry(String key, String value, boolean hasNext) {
    return new RegionBuilder("dictEntry")
        .pointer("key", key)
        .pointer("v", value)
        .pointer("next", hasNext ? "the next entry of the bucket" : "")
        .build();
  }

  /** The first entry in the order of the buckets. */
  static <V> Dict.@Nullable Entry<V> first(Dict<V> dict) {
    for (int table = 0; table < 2; table++) {
      for (int bucket = 0; bucket < dict.buckets(table); bucket++) {
        Dict.Entry<V> entry = dict.chain(table, bucket);
        if (entry != null) {
          return entry;
        }
      }
    }
    return null;
  }
}
