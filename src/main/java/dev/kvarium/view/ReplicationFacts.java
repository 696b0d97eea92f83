package dev.kvarium.view;

import dev.kvarium.event.ReplicationEvent;

/** How servers follow one another, in words. */
public final class ReplicationFacts {
  private static final int SHOWN_OF_ID = 8;

  private ReplicationFacts() {}

  /** The first letters of a replication id, which tell it from others. */
  public static String id(String id) {
    return id.substring(0, Math.min(SHOWN_OF_ID, id.length()));
  }

  /** A few letters for a strip; empty where it does not stand out. */
  public static String marker(ReplicationEvent event) {
    return switch (event) {
      case ReplicationEvent.Follows follows -> "·follows";
      case ReplicationEvent.Promoted promoted -> "▲primary";
      case ReplicationEvent.FullSyncStarted started -> "▒full sync";
      case ReplicationEvent.PartialSync partial -> "·partial";
      case ReplicationEvent.PartialRefused refused -> "▼no partial";
      case ReplicationEvent.Loaded loaded -> "▓loaded";
      case ReplicationEvent.Resumed resumed -> "·resumed";
      case ReplicationEvent.LinkLost lost -> "✕link";
      case ReplicationEvent.Acknowledged acknowledged -> "";
      case ReplicationEvent.ReplicaLost lost -> "✕replica";
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(ReplicationEvent event) {
    return switch (event) {
      case ReplicationEvent.Follows follows -> "follows " + follows.primary() + " now";
      case ReplicationEvent.Promoted promoted ->
          "leads from offset "
              + Quantity.count(promoted.offset())
              + " on: id "
              + id(promoted.id())
              + "…, before "
              + id(promoted.formerId())
              + "…";
      case ReplicationEvent.FullSyncStarted all ->
          "full sync: all data as of offset "
              + Quantity.count(all.offset())
              + " goes to "
              + all.replica()
              + ", "
              + Quantity.bytes(all.bytes())
              + (all.diskless() ? ", diskless" : "");
      case ReplicationEvent.PartialSync partial ->
          "partial sync: "
              + partial.replica()
              + " is sent "
              + Quantity.count(partial.bytes(), "byte")
              + " from offset "
              + Quantity.count(partial.from())
              + " on";
      case ReplicationEvent.PartialRefused refused ->
          "no partial sync for " + refused.replica() + ": " + refused.reason();
      case ReplicationEvent.Loaded loaded ->
          "has the data of "
              + loaded.primary()
              + " as of offset "
              + Quantity.count(loaded.offset())
              + ", "
              + Quantity.count(loaded.keys(), "key")
              + "; what it had before is gone";
      case ReplicationEvent.Resumed resumed ->
          "goes on with "
              + resumed.primary()
              + " behind offset "
              + Quantity.count(resumed.offset());
      case ReplicationEvent.LinkLost lost ->
          "lost its primary "
              + lost.primary()
              + " at offset "
              + Quantity.count(lost.offset())
              + (lost.reason().isEmpty() ? "" : ": " + lost.reason());
      case ReplicationEvent.Acknowledged heard ->
          heard.replica() + " has all up to offset " + Quantity.count(heard.offset());
      case ReplicationEvent.ReplicaLost lost ->
          "lost its replica "
              + lost.replica()
              + ", which had said offset "
              + Quantity.count(lost.acknowledged())
              + (lost.reason().isEmpty() ? "" : ": " + lost.reason());
    };
  }

  /** Whether a limit was passed or data is gone. */
  static boolean isGrave(ReplicationEvent event) {
    return event instanceof ReplicationEvent.PartialRefused
        || event instanceof ReplicationEvent.LinkLost
        || event instanceof ReplicationEvent.ReplicaLost
        || event instanceof ReplicationEvent.Loaded
        || event instanceof ReplicationEvent.Promoted;
  }
}
