package dev.kvarium.redis.aof;

import java.util.List;

/**
 * How far the writes of a node have come on their way to the disk. Offsets count the bytes of all
 * increments from 0.
 *
 * @param enabled whether there is a log at all; if not, the rest is empty
 * @param policy {@code always}, {@code everysec} or {@code no}
 * @param file the increment that is being written, with its directory
 * @param nowMicros Unix time at which this was seen, in microseconds
 * @param bufferBytes in the process's buffer: gone if it dies
 * @param pageCacheBytes with the kernel: gone if the power goes
 * @param syncedBytes on the disk
 * @param oldestUnsyncedMicros when the oldest byte of the page cache was written, as Unix time in
 *     microseconds; -1 when there is none
 * @param syncing whether a sync is running in the background
 * @param lastSyncSeconds Unix second in which the last sync began
 * @param delayedSyncs how often a write went ahead although a sync had been running for two
 *     seconds: {@code aof_delayed_fsync} of INFO
 * @param postponed whether the buffer is kept back because of a running sync
 * @param tail the last commands of the log, oldest first, at most 64
 */
public record AofSnapshot(
    boolean enabled,
    String policy,
    String file,
    long nowMicros,
    long bufferBytes,
    long pageCacheBytes,
    long syncedBytes,
    long oldestUnsyncedMicros,
    boolean syncing,
    long lastSyncSeconds,
    long delayedSyncs,
    boolean postponed,
    List<Line> tail) {

  /** How far a command of the log has come. */
  public enum Place {
    BUFFER,
    PAGE_CACHE,
    DISK
  }

  /**
   * A command of the log.
   *
   * @param offset of its first byte
   * @param text the command as it could be typed, cut after 128 characters
   * @param sinceMicros when it came to where it is, as Unix time in microseconds; -1 on the disk
   */
  public record Line(long offset, int lengthBytes, String text, Place place, long sinceMicros) {}

  /** What a node without a log shows. */
  public static AofSnapshot off(long nowMicros) {
    return new AofSnapshot(
        false, "everysec", "", nowMicros, 0, 0, 0, -1, false, 0, 0, false, List.of());
  }

  /** All bytes of the log, those still in the buffer included. */
  public long totalBytes() {
    return bufferBytes + pageCacheBytes + syncedBytes;
  }
}
