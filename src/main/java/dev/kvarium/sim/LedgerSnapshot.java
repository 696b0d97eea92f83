package dev.kvarium.sim;

import java.util.List;

/**
 * The acknowledged writes of one node, counted by the place that each has reached.
 *
 * @param acknowledged all that clients were told are done
 * @param inMemory of those, in no log at all
 * @param inBuffer in the process's buffer: gone if it dies
 * @param inPageCache with the kernel: gone if the power goes
 * @param onDisk safe
 * @param lost gone
 * @param recent the last of them, oldest first
 * @param lostWrites those that are gone, oldest first
 * @param elsewhere gone from this node, but another has them or may still get them
 */
public record LedgerSnapshot(
    String node,
    long acknowledged,
    long inMemory,
    long inBuffer,
    long inPageCache,
    long onDisk,
    long lost,
    List<Line> recent,
    List<Line> lostWrites,
    long elsewhere) {
  /** One of a node that stands alone. */
  public LedgerSnapshot(
      String node,
      long acknowledged,
      long inMemory,
      long inBuffer,
      long inPageCache,
      long onDisk,
      long lost,
      List<Line> recent,
      List<Line> lostWrites) {
    this(node, acknowledged, inMemory, inBuffer, inPageCache, onDisk, lost, recent, lostWrites, 0);
  }

  /** Where a write is. */
  public enum Place {
    MEMORY,
    BUFFER,
    PAGE_CACHE,
    DISK,
    ELSEWHERE,
    LOST
  }

  /**
   * One write.
   *
   * @param text the command as it could be typed, cut after 128 characters
   * @param acknowledgedMicros Unix time in microseconds
   * @param end where it ends in the log, in bytes; -1 when it is in none
   */
  public record Line(
      long number, String client, String text, long acknowledgedMicros, long end, Place place) {}

  /** How many acknowledged writes would be gone if the process were killed now. */
  public long atStakeWithProcess() {
    return inMemory + inBuffer;
  }

  /** How many acknowledged writes would be gone if the power went now. */
  public long atStakeWithPower() {
    return inMemory + inBuffer + inPageCache;
  }
}
