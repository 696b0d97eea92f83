package dev.kvarium.redis.rdb;

import java.util.List;

/** How reading a file of all databases ended. */
public sealed interface RdbLoad {
  /** There is no file. */
  record Absent() implements RdbLoad {}

  /**
   * All was read.
   *
   * @param keys that are there now
   * @param expired keys that were left out because their time had passed
   * @param bytes of the file, up to its checksum
   */
  record Loaded(long keys, long expired, int bytes) implements RdbLoad {}

  /**
   * The file cannot be used.
   *
   * @param messages what the server writes to its log about it
   * @param foreign whether it is no RDB file, or one of a version that is not known
   */
  record Failed(List<String> messages, boolean foreign) implements RdbLoad {
    public Failed {
      messages = List.copyOf(messages);
    }
  }
}
