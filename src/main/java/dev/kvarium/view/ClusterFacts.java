package dev.kvarium.view;

import dev.kvarium.event.ClusterEvent;

/** What nodes of a cluster come to know and do, in words. */
public final class ClusterFacts {
  private ClusterFacts() {}

  /** A few letters for a strip. */
  public static String marker(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeJoined joined -> "·joined";
      case ClusterEvent.NodeForgotten forgotten -> "·forgot";
      case ClusterEvent.NodeSuspected suspected -> "▒pfail";
      case ClusterEvent.NodeFailed failed -> "✕fail";
      case ClusterEvent.NodeBack back -> "·back";
      case ClusterEvent.SlotsAssigned slots -> "·slots";
      case ClusterEvent.SlotMigrating slot -> "▶slot " + slot.slot();
      case ClusterEvent.SlotImporting slot -> "◀slot " + slot.slot();
      case ClusterEvent.SlotStable slot -> "·slot " + slot.slot();
      case ClusterEvent.KeysMigrated keys -> "▶keys";
      case ClusterEvent.StateChanged state -> "·cluster " + state.state();
      case ClusterEvent.EpochBumped epoch -> "▲epoch " + epoch.epoch();
      case ClusterEvent.VotesAsked asked -> "·votes?";
      case ClusterEvent.Voted voted -> "·vote";
      case ClusterEvent.TookOver took -> "▲primary";
      case ClusterEvent.Follows follows -> "·follows";
    };
  }

  /** A node that has met nobody does not know its own address. */
  private static String owner(String address) {
    return address.startsWith(":") ? "its own" : address + "'s";
  }

  /** What happened, to be put behind its time. */
  public static String sentence(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeJoined joined -> "knows " + joined.node() + " now";
      case ClusterEvent.NodeForgotten forgotten -> "knows " + forgotten.node() + " no more";
      case ClusterEvent.NodeSuspected suspected ->
          "suspects "
              + suspected.node()
              + ": not heard of for "
              + Quantity.count(suspected.silentMillis())
              + " ms (PFAIL)";
      case ClusterEvent.NodeFailed failed ->
          "counts "
              + failed.node()
              + " as failed: "
              + (failed.reports() == 0
                  ? "another node says so (FAIL)"
                  : Quantity.count(failed.reports(), "primary", "primaries")
                      + " suspect it (FAIL)");
      case ClusterEvent.NodeBack back -> "hears of " + back.node() + " again";
      case ClusterEvent.SlotsAssigned slots ->
          (slots.from() == slots.to()
                  ? "slot " + slots.from() + " is "
                  : "slots " + slots.from() + " to " + slots.to() + " are ")
              + owner(slots.owner());
      case ClusterEvent.SlotMigrating slot -> "slot " + slot.slot() + " moves to " + slot.to();
      case ClusterEvent.SlotImporting slot -> "slot " + slot.slot() + " comes from " + slot.from();
      case ClusterEvent.SlotStable slot -> "slot " + slot.slot() + " does not move";
      case ClusterEvent.KeysMigrated keys ->
          Quantity.count(keys.keys(), "key")
              + " went to "
              + keys.to()
              + ", "
              + Quantity.bytes(keys.bytes())
              + (keys.keys() == 1 ? ", and is deleted here" : ", and are deleted here");
      case ClusterEvent.StateChanged state ->
          state.state().equals("ok")
              ? "cluster state ok: all slots are served"
              : "cluster state fail: commands on keys are refused";
      case ClusterEvent.EpochBumped epoch -> "claims its slots under epoch " + epoch.epoch();
      case ClusterEvent.VotesAsked asked ->
          "asks for votes to take the place of "
              + asked.forPrimary()
              + ", in epoch "
              + asked.epoch();
      case ClusterEvent.Voted voted ->
          "votes for " + voted.forReplica() + " in epoch " + voted.epoch();
      case ClusterEvent.TookOver took ->
          "takes the place of "
              + took.fromPrimary()
              + " under epoch "
              + took.epoch()
              + (took.votes() == 0
                  ? ", unasked"
                  : ", with " + Quantity.count(took.votes(), "vote"));
      case ClusterEvent.Follows follows -> "is a replica of " + follows.primary() + " now";
    };
  }

  /** Whether it ends something. */
  static boolean isGrave(ClusterEvent event) {
    return event instanceof ClusterEvent.NodeFailed
        || event instanceof ClusterEvent.StateChanged state && state.state().equals("fail");
  }
}
