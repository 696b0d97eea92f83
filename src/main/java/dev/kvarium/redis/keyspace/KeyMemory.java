package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.Value;

/**
 * What a key takes on the heap, as MEMORY USAGE of 7.0.15 reckons it: the value, the key's string,
 * and the 24 bytes of the entry in the table of keys. An entry among the expiring keys and the
 * tables themselves are not counted.
 */
public final class KeyMemory {
  private static final int ENTRY_BYTES = 24;

  private KeyMemory() {}

  /**
   * The bytes of a key and its value.
   *
   * @param samples how many elements of the value to look at, 0 for all
   */
  public static long bytes(byte[] key, Value value, long samples) {
    return value.memoryBytes(samples) + Sds.newBytes(key.length) + ENTRY_BYTES;
  }
}
