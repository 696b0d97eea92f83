package dev.kvarium.event;

/**
 * The way of a write into the append-only file. Offsets and lengths are bytes of its increments.
 */
public sealed interface AofEvent extends Event {
  /**
   * A command was put into the buffer, as it will stand in the file.
   *
   * @param offset where its first byte will stand
   * @param text the command in one line, quoted as redis-cli does, cut after 128 characters
   */
  record Buffered(long offset, int lengthBytes, String text) implements AofEvent {}

  /** The buffer was handed to the kernel; the file ends at {@code offset} now. */
  record Written(int lengthBytes, long offset) implements AofEvent {}

  /** The buffer was kept back because a sync is still running. */
  record Postponed(int bufferBytes) implements AofEvent {}

  /**
   * The buffer could not be written and is kept; until it can, nobody may write.
   *
   * @param reason in the words of strerror(3)
   */
  record WriteFailed(int bufferBytes, String reason) implements AofEvent {}

  /** A sync of all up to {@code offset} began. */
  record SyncStarted(long offset) implements AofEvent {}

  /** All up to {@code offset} is on the disk. */
  record Synced(long offset) implements AofEvent {}

  /** The file was read at start: how many commands, and of how many bytes. */
  record Loaded(long commands, long bytes) implements AofEvent {}

  /**
   * A rewrite began: commands go into a new increment from {@code offset} on, while a copy of the
   * process writes all keys into a new base.
   */
  record RewriteStarted(String increment, long offset) implements AofEvent {}

  /**
   * A new base took the place of what came before its increment.
   *
   * @param bytesBefore of all files of the log before that
   */
  record Rewritten(String base, long baseBytes, long bytesBefore) implements AofEvent {}

  /**
   * The log was switched off while the server runs: what was in it is on the disk, and the next one
   * counts from 0.
   *
   * @param offset where it ended
   */
  record SwitchedOff(long offset) implements AofEvent {}

  /** An unfinished command at the end of the file was cut off. */
  record Truncated(long fromBytes, long toBytes) implements AofEvent {}
}
