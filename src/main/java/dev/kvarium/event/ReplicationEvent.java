package dev.kvarium.event;

/**
 * How a server follows another, told by the one that it happens to. An offset is the number of the
 * last byte of the stream of changes.
 */
public sealed interface ReplicationEvent extends Event {
  /** This server was told to follow another. */
  record Follows(String primary) implements ReplicationEvent {}

  /** This server leads: its history goes on under another id. */
  record Promoted(String id, String formerId, long offset) implements ReplicationEvent {}

  /** A primary begins to send all its data to replicas; what changes from now on follows. */
  record FullSyncStarted(String replica, long offset, long bytes, boolean diskless)
      implements ReplicationEvent {}

  /**
   * A primary sends a replica only what it missed.
   *
   * @param from number of the first byte that is sent
   */
  record PartialSync(String replica, long from, long bytes) implements ReplicationEvent {}

  /** A replica wanted what it missed and has to take all data instead, for this reason. */
  record PartialRefused(String replica, String reason, long wanted, long firstKept, long offset)
      implements ReplicationEvent {}

  /** A replica dropped what it had and holds its primary's data as of an offset. */
  record Loaded(String primary, String id, long offset, long bytes, long keys)
      implements ReplicationEvent {}

  /** A replica goes on from where it was. */
  record Resumed(String primary, String id, long offset) implements ReplicationEvent {}

  /** A replica lost its primary. */
  record LinkLost(String primary, String reason, long offset) implements ReplicationEvent {}

  /** A primary heard up to where a replica has all. */
  record Acknowledged(String replica, long offset) implements ReplicationEvent {}

  /** A primary lost a replica. */
  record ReplicaLost(String replica, String reason, long acknowledged)
      implements ReplicationEvent {}
}
