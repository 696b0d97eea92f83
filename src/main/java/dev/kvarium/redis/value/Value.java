package dev.kvarium.redis.value;

/**
 * What a key holds. One class a type; each carries its encodings and the moves between them.
 *
 * <p>Changing methods take the node's {@link Shaping}. Sizes are those of redis-server 7.0.15 on a
 * 64-bit machine with jemalloc.
 */
public abstract sealed class Value
    permits StringValue, ListValue, SetValue, SortedSetValue, HashValue, StreamValue {
  /** Seconds of the clock when it was last touched, or LFU data, 24 bits, as Redis's robj.lru. */
  public int lru;

  /** Units of 8 bytes for which it was counted when memory was last reckoned. */
  public int countedUnits;

  /** Whether many keys hold this one object, as they do small integers. */
  public boolean isShared() {
    return false;
  }

  /** The same value once more, as COPY makes it; its tables are hashed as the node's are. */
  public abstract Value copy(Shaping shaping);

  public abstract ValueType type();

  public abstract Encoding encoding();

  /** Elements it holds: bytes of a string, fields of a hash, members, items. */
  public abstract long length();

  /**
   * Bytes of memory that the value takes, as MEMORY USAGE reckons it, without its key.
   *
   * @param samples how many elements to look at, 0 for all
   */
  public abstract long memoryBytes(long samples);
}
