package dev.kvarium.server;

import java.time.Duration;

/**
 * What the world of one learner may take.
 *
 * @param memoryBytes of data
 * @param cpuShare of one processor, on the average of a second: 0.2 is a fifth
 * @param script how long one may run, whatever it has written
 * @param clients how many may be connected
 * @param heldBackBytes of replies that may wait for clients that do not read
 */
public record ClassLimits(
    long memoryBytes, double cpuShare, Duration script, int clients, int heldBackBytes) {
  /** For thirty learners on a laptop. */
  public static final ClassLimits DEFAULT =
      new ClassLimits(32 << 20, 0.2, Duration.ofSeconds(1), 50, 16 << 20);
}
