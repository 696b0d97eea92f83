package dev.kvarium.redis.replication;

import java.util.List;
import java.util.Optional;

/**
 * How a server stands among others at one moment.
 *
 * @param id by which its stream of changes is known
 * @param secondId by which it was known up to {@code secondOffset}
 * @param offset the number of the last byte of the stream
 * @param firstKept the number of the oldest byte that the backlog holds, 0 without one
 * @param keptBytes how many it holds
 * @param backlogBytes how many it may hold
 * @param minReplicas how many replicas a write needs
 * @param fullSyncs how often a replica was given all data
 * @param partialSyncs how often one was given what it had missed
 * @param partialRefused how often one wanted that and could not have it
 * @param primary whom it follows, if anybody
 * @param replicas who follows it
 */
public record ReplicationSnapshot(
    String id,
    String secondId,
    long secondOffset,
    long offset,
    long firstKept,
    long keptBytes,
    long backlogBytes,
    int minReplicas,
    long fullSyncs,
    long partialSyncs,
    long partialRefused,
    Optional<Primary> primary,
    List<Replica> replicas) {
  /**
   * Who follows.
   *
   * @param name its address, with the port on which it listens
   * @param state in the word of INFO
   * @param sent the last byte that was handed over for it
   * @param acknowledged the last that it said it has
   * @param lagSeconds for how long it has said nothing
   */
  public record Replica(String name, String state, long sent, long acknowledged, long lagSeconds) {}

  /**
   * Whom a replica follows.
   *
   * @param state in the word of ROLE
   * @param offset the last byte of the stream that took effect, -1 when none did
   * @param silentMillis for how long nothing was heard, -1 without a stream
   */
  public record Primary(String name, String state, boolean up, long offset, long silentMillis) {}
}
