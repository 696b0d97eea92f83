package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.KeyMemory;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Jemalloc;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import java.util.Locale;

/**
 * What a server would say of its memory: what it takes when it begins, its tables, and every key by
 * MEMORY USAGE with 5 samples.
 *
 * @param overhead the bytes that are no data: the start, tables and their entries
 */
record MemoryModel(long total, long overhead) {
  /** What redis-server 7.0.15 takes before the first key. */
  static final long STARTUP_BYTES = 876_072;

  private static final int SAMPLES = 5;
  private static final int POINTER_BYTES = 8;
  private static final int ENTRY_BYTES = 24;
  private static final int ENTRY_HEAP_BYTES = 32;

  static MemoryModel of(Keyspace keyspace) {
    long overhead = STARTUP_BYTES;
    long data = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      overhead += table(db.keys()) + table(db.expires()) + 40L * db.size();
      long[] bytes = {0};
      db.keys().forEach(entry -> bytes[0] += bytes(entry));
      data += bytes[0] - 40L * db.size();
    }
    return new MemoryModel(overhead + data, overhead);
  }

  private static long bytes(Dict.Entry<Value> entry) {
    return KeyMemory.bytes(entry.key, entry.get(), SAMPLES) + ENTRY_HEAP_BYTES - ENTRY_BYTES;
  }

  private static long table(Dict<?> dict) {
    return dict.buckets() == 0 ? 0 : Jemalloc.usable((long) POINTER_BYTES * dict.buckets());
  }

  /** The share of data in what was taken since the start. */
  String datasetPercent() {
    long since = total - STARTUP_BYTES;
    double percent = since == 0 ? 0 : 100.0 * (total - overhead) / since;
    return String.format(Locale.ROOT, "%.2f%%", percent);
  }

  /** Bytes as INFO writes them for people: {@code 855.54K}. */
  static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double value = bytes;
    String units = "KMGTP";
    int unit = -1;
    while (value >= 1024 && unit < units.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f", value) + units.charAt(unit);
  }
}
