package dev.kvarium.view;

import dev.kvarium.event.ClusterEvent;
import java.util.ArrayList;
import java.util.List;

/** What a node of a cluster came to know in one step: each fact by itself, or counted when many. */
final class ClusterFold {
  private static final int MOST = 4;

  private final List<ClusterEvent> events = new ArrayList<>();

  void take(ClusterEvent event) {
    events.add(event);
  }

  /** Says it in two lists: what is to stand out, and what is not. */
  void say(List<String> passed, List<String> quiet) {
    if (events.size() <= MOST) {
      events.forEach(each -> say(each, passed, quiet));
      return;
    }
    int leaving = 0;
    int coming = 0;
    int owned = 0;
    int known = 0;
    int keys = 0;
    long bytes = 0;
    long epoch = -1;
    for (ClusterEvent each : events) {
      switch (each) {
        case ClusterEvent.SlotMigrating one -> leaving++;
        case ClusterEvent.SlotImporting one -> coming++;
        case ClusterEvent.SlotStable one -> {}
        case ClusterEvent.SlotsAssigned slots -> owned += slots.to() - slots.from() + 1;
        case ClusterEvent.NodeJoined one -> known++;
        case ClusterEvent.EpochBumped bumped -> epoch = bumped.epoch();
        case ClusterEvent.KeysMigrated moved -> {
          keys += moved.keys();
          bytes += moved.bytes();
        }
        default -> say(each, passed, quiet);
      }
    }
    add(quiet, known, "more node", " known");
    add(quiet, leaving, "slot", " began to leave");
    add(quiet, coming, "slot", " began to come");
    add(quiet, owned, "slot", " given an owner");
    if (keys > 0) {
      quiet.add(Quantity.count(keys, "key") + " went elsewhere, " + Quantity.bytes(bytes));
    }
    if (epoch >= 0) {
      quiet.add("claims its slots under epoch " + epoch);
    }
  }

  private static void add(List<String> to, int count, String what, String became) {
    if (count > 0) {
      to.add(Quantity.count(count, what) + became);
    }
  }

  private static void say(ClusterEvent event, List<String> passed, List<String> quiet) {
    String sentence = ClusterFacts.sentence(event);
    List<String> said = ClusterFacts.isGrave(event) ? passed : quiet;
    if (!said.contains(sentence)) {
      said.add(sentence);
    }
  }
}
