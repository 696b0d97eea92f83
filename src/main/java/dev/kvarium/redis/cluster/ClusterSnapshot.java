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
 * @param commands how many commands on keys of each slot this node has let in since it started; no
 *     figure of Redis 7.0 says so
 * @param refused how many it has sent elsewhere
 */
public record ClusterSnapshot(
    String myself,
    boolean ok,
    long currentEpoch,
    List<Node> nodes,
    short[] owners,
    short[] migratingTo,
    short[] importingFrom,
    int[] keys,
    long[] commands,
    Refused refused) {

  /** How many commands were refused by what they were answered. */
  public record Refused(long moved, long ask, long tryAgain, long crossSlot, long down) {}

  /** The node that was asked. */
  public Node self() {
    return nodes.stream()
        .filter(each -> each.address().equals(myself))
        .findFirst()
        .orElse(nodes.getFirst());
  }

  /** The address of the one that has a slot, empty when nobody has. */
  public String owner(int slot) {
    return owners[slot] < 0 ? "" : nodes.get(owners[slot]).address();
  }

  /** How many slots are on their way, as far as this node has to do with it. */
  public int openSlots() {
    int open = 0;
    for (int slot = 0; slot < owners.length; slot++) {
      open += migratingTo[slot] >= 0 || importingFrom[slot] >= 0 ? 1 : 0;
    }
    return open;
  }

  /** How many commands on keys this node has let in. */
  public long allCommands() {
    long sum = 0;
    for (long each : commands) {
      sum += each;
    }
    return sum;
  }

  /** How many keys this node has. */
  public long allKeys() {
    long sum = 0;
    for (int each : keys) {
      sum += each;
    }
    return sum;
  }

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
      boolean linked) {
    /** Whether it is a replica. */
    public boolean isReplica() {
      return !primary.isEmpty();
    }

    /** Whether this node counts it as failed: FAIL. */
    public boolean isDown() {
      return List.of(flags.split(",")).contains("fail");
    }

    /** Whether this node suspects it: PFAIL. */
    public boolean isSuspected() {
      return flags.contains("fail?");
    }
  }
}
