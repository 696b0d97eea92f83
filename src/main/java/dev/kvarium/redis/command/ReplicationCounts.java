package dev.kvarium.redis.command;

import java.util.List;

/**
 * What INFO tells of replicas.
 *
 * @param offset the number of the last byte that was sent to them
 * @param good how many of them were heard of lately
 * @param full how many were sent all data
 * @param partial how many were sent what they had missed
 * @param refused how many wanted that and could not have it
 * @param firstByte the number of the oldest byte that is kept for them, 0 when none is
 * @param keptBytes how many are kept
 */
record ReplicationCounts(
    List<Session> replicas,
    long offset,
    int good,
    long full,
    long partial,
    long refused,
    long firstByte,
    long keptBytes) {
  static final ReplicationCounts NONE = new ReplicationCounts(List.of(), 0, 0, 0, 0, 0, 0, 0);
}
