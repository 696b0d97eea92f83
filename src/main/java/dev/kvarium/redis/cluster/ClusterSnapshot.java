package dev.kvarium.redis.cluster;

import java.util.List;

/**
 * What one node knows of its cluster, at one moment.
 *
 * @param nodes all that are known
 * @param owners for each slot the place of its owner in {@code nodes}, -1 for none
 * @param migratingTo for each slot of this node where it moves, -1 for none
 * @param importingFrom for each slot that comes here where it comes from, -1 for none
 * @param keys how many keys this node has of each slot
 */
public record ClusterSnapshot(
    String myself,
    boolean ok,
    long currentEpoch,
    List<Node> nodes,
    short[] owners,
    short[] migratingTo,
    short[] importingFrom,
    int[] keys) {

  /**
   * One node.
   *
   * @param flags in the words of CLUSTER NODES
   * @param primary the address of the one that it follows, empty of a primary
   * @param linked whether this node has a connection to it
   */
  public record Node(
      String id,
      String address,
      String flags,
      String primary,
      long epoch,
      int slots,
      boolean linked) {}
}
