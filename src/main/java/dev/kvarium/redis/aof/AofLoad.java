package dev.kvarium.redis.aof;

import java.util.List;

/** How reading the log at start ended. */
public sealed interface AofLoad {
  /** There is no log yet. */
  record Absent() implements AofLoad {}

  /**
   * There is to be no log; the file of all keys was read.
   *
   * @param keys that are there now
   * @param expired keys that were left out because their time had passed
   */
  record Saved(String file, long keys, long expired) implements AofLoad {}

  /**
   * The log was read.
   *
   * @param commands how many of them ran, SELECT included
   * @param bytes of the log that is kept
   * @param cutBytes of an unfinished command that were cut off its end
   */
  record Loaded(long commands, long bytes, long cutBytes) implements AofLoad {}

  /**
   * The log cannot be used, and the server does not start.
   *
   * @param messages what Redis writes to its own log about it
   */
  record Failed(List<String> messages) implements AofLoad {
    public Failed {
      messages = List.copyOf(messages);
    }
  }
}
