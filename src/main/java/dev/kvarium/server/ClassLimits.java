package dev.kvarium.server;

import java.time.Duration;

/**
 * What the world of one learner may take.
 *
 * @param memoryBytes of data, and as much of what a script holds
 * @param cpuShare of one processor, on the average of a second: 0.2 is a fifth
 * @param script how long one may run, whatever it has written
 * @param clients how many may be connected
 * @param heldBackBytes of replies that may wait for clients that do not read
 */
public record ClassLimits(
    long memoryBytes, double cpuShare, Duration script, int clients, int heldBackBytes) {
  /**
   * How much memory may be taken anew in a second, whatever becomes of it: each time that so much
   * has been taken that it is to be tidied up, all worlds stand still for a moment.
   */
  long newBytesASecond() {
    return 2 * memoryBytes;
  }

  /** For thirty learners on a laptop. */
  public static final ClassLimits DEFAULT =
      new ClassLimits(32 << 20, 0.2, Duration.ofSeconds(1), 50, 16 << 20);
}
