package dev.kvarium.event;

/** What a node of a cluster comes to know or to do. Nodes are named by their address. */
public sealed interface ClusterEvent extends Event {
  /** A node became known that was not. */
  record NodeJoined(String node) implements ClusterEvent {}

  /** A node was forgotten. */
  record NodeForgotten(String node) implements ClusterEvent {}

  /** This node does not hear of another: PFAIL. */
  record NodeSuspected(String node, long silentMillis) implements ClusterEvent {}

  /** So many primaries suspect a node that it counts as failed: FAIL. */
  record NodeFailed(String node, int reports) implements ClusterEvent {}

  /** A node that was suspected or failed is heard of again. */
  record NodeBack(String node) implements ClusterEvent {}

  /** Slots belong to a node, as this node knows now. */
  record SlotsAssigned(int from, int to, String owner) implements ClusterEvent {}

  /** A slot of this node is being moved elsewhere. */
  record SlotMigrating(int slot, String to) implements ClusterEvent {}

  /** A slot of another node is being moved to this one. */
  record SlotImporting(int slot, String from) implements ClusterEvent {}

  /** A slot is not on its way any more. */
  record SlotStable(int slot) implements ClusterEvent {}

  /** Keys went to another server. */
  record KeysMigrated(int keys, String to, long bytes) implements ClusterEvent {}

  /** This node answers, or refuses, all that is about keys. */
  record StateChanged(String state) implements ClusterEvent {}

  /** This node claims its slots under a higher epoch. */
  record EpochBumped(long epoch) implements ClusterEvent {}

  /** A replica asks the primaries for their votes to take its primary's place. */
  record VotesAsked(long epoch, String forPrimary) implements ClusterEvent {}

  /** A primary gave its vote. */
  record Voted(long epoch, String forReplica) implements ClusterEvent {}

  /** A replica has the votes, or was told not to wait for any, and took its primary's place. */
  record TookOver(long epoch, String fromPrimary, int votes) implements ClusterEvent {}

  /** This node follows another from now on. */
  record Follows(String primary) implements ClusterEvent {}
}
