package dev.kvarium.redis.rdb;

/**
 * A copy of the process at work, and what the last ones cost.
 *
 * @param running whether there is one
 * @param rewrite whether it writes a base of the log, and not a file of all keys
 * @param startedMicros when it was made, as Unix time in microseconds
 * @param keys that it writes
 * @param keysWritten how many of them it has written by now
 * @param pages of the process when it was made
 * @param copiedPages that the kernel has copied since, because the server wrote to them
 * @param copiedBytes with what the copy needs for itself: {@code current_cow_size}
 * @param keysChanged how many keys the server wrote to
 * @param lastSaveBytes {@code rdb_last_cow_size}
 * @param lastRewriteBytes {@code aof_last_cow_size}
 */
public record ForkSnapshot(
    boolean running,
    boolean rewrite,
    long startedMicros,
    long keys,
    long keysWritten,
    long pages,
    long copiedPages,
    long copiedBytes,
    long keysChanged,
    long lastSaveBytes,
    long lastRewriteBytes) {}
