package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.keyspace.UsedMemory;
import java.util.Locale;

/**
 * What a server would say of its memory: {@link UsedMemory} in the words of INFO.
 *
 * @param overhead the bytes that are no data: the start, tables and their entries
 */
record MemoryModel(long total, long overhead) {
  /** What redis-server 7.0.15 takes before the first key. */
  static final long STARTUP_BYTES = UsedMemory.STARTUP_BYTES;

  static MemoryModel of(Keyspace keyspace) {
    return new MemoryModel(keyspace.memory().total(), keyspace.memory().overhead());
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
