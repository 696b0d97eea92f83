package dev.kvarium.view;

import dev.kvarium.base.Crc16;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one node says of its cluster, with what the others have counted themselves.
 *
 * @param all what each node that is up knows, by its address
 * @param moves slots on their way, by number
 * @param commands how many commands on keys of each slot all nodes have let in
 * @param changed slots that the last input gave to another node
 * @param order the places of the nodes in {@code seen}, in the order of the world's nodes
 * @param clients those who use the cluster, with the maps that they have
 * @param differing at how many slots each other node holds somebody else for the owner, by address
 */
record SlotsFold(
    ClusterSnapshot seen,
    List<Integer> order,
    List<SlotClientSnapshot> clients,
    SequencedMap<String, ClusterSnapshot> all,
    List<Move> moves,
    long[] commands,
    BitSet changed,
    SequencedMap<String, Integer> differing) {

  private static final int MOST_FACTS = 10_000;

  /** A slot on its way, with how many of its keys are at either end; -1 where nobody says so. */
  record Move(int slot, String from, String to, int keysLeft, int keysThere) {}

  static SlotsFold of(Scene scene, ClusterSnapshot seen) {
    SequencedMap<String, ClusterSnapshot> all = new LinkedHashMap<>();
    scene.clusters().values().forEach(each -> all.put(each.myself(), each));
    all.putIfAbsent(seen.myself(), seen);
    long[] commands = new long[Crc16.SLOTS];
    List<Move> moves = new ArrayList<>();
    SequencedMap<String, Integer> differing = new LinkedHashMap<>();
    for (ClusterSnapshot each : all.values()) {
      for (int slot = 0; slot < Crc16.SLOTS; slot++) {
        commands[slot] += each.commands()[slot];
      }
      int others = differing(seen, each);
      if (others > 0) {
        differing.put(each.myself(), others);
      }
    }
    for (int slot = 0; slot < Crc16.SLOTS; slot++) {
      move(slot, all, moves);
    }
    return new SlotsFold(
        seen,
        order(scene, seen),
        scene.slotClients(),
        all,
        moves,
        commands,
        changed(scene),
        differing);
  }

  private static List<Integer> order(Scene scene, ClusterSnapshot seen) {
    List<String> names = scene.nodes();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < seen.nodes().size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingInt(
            place -> {
              String address = seen.nodes().get(place).address();
              int at = names.indexOf(address.substring(0, address.lastIndexOf(':')));
              return at < 0 ? names.size() : at;
            }));
    return order;
  }

  /** How many slots a client believes to be another's than they are. */
  int wrong(SlotClientSnapshot client) {
    int slots = 0;
    for (int slot = 0; slot < Crc16.SLOTS; slot++) {
      slots += client.owners().get(slot).equals(seen.owner(slot)) ? 0 : 1;
    }
    return slots;
  }

  private static void move(int slot, SequencedMap<String, ClusterSnapshot> all, List<Move> moves) {
    String from = "";
    String to = "";
    for (ClusterSnapshot each : all.values()) {
      if (each.migratingTo()[slot] >= 0) {
        from = each.myself();
        to = to.isEmpty() ? each.nodes().get(each.migratingTo()[slot]).address() : to;
      }
      if (each.importingFrom()[slot] >= 0) {
        to = each.myself();
        from = from.isEmpty() ? each.nodes().get(each.importingFrom()[slot]).address() : from;
      }
    }
    if (!from.isEmpty()) {
      moves.add(new Move(slot, from, to, keys(all, from, slot), keys(all, to, slot)));
    }
  }

  private static int keys(Map<String, ClusterSnapshot> all, String address, int slot) {
    ClusterSnapshot there = all.get(address);
    return there == null ? -1 : there.keys()[slot];
  }

  /** At how many slots two nodes hold another for the owner. */
  private static int differing(ClusterSnapshot one, ClusterSnapshot other) {
    int slots = 0;
    for (int slot = 0; slot < Crc16.SLOTS; slot++) {
      slots += one.owner(slot).equals(other.owner(slot)) ? 0 : 1;
    }
    return slots;
  }

  private static BitSet changed(Scene scene) {
    BitSet changed = new BitSet();
    EventLog log = scene.events();
    for (int i = Math.max(scene.sinceInput(), log.size() - MOST_FACTS); i < log.size(); i++) {
      if (log.get(i).event() instanceof ClusterEvent.SlotsAssigned slots) {
        changed.set(slots.from(), slots.to() + 1);
      }
    }
    return changed;
  }

  /** All commands on keys that were let in. */
  long allCommands() {
    long sum = 0;
    for (long each : commands) {
      sum += each;
    }
    return sum;
  }

  /**
   * The slots with the most commands, the hottest first; of all but the first only those that
   * matter.
   */
  List<Integer> hottest(int most) {
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < Crc16.SLOTS; slot++) {
      if (commands[slot] > 0) {
        slots.add(slot);
      }
    }
    slots.sort((one, other) -> Long.compare(commands[other], commands[one]));
    long least = allCommands() / 20;
    List<Integer> hot = new ArrayList<>();
    for (int slot : slots) {
      if (hot.size() < most && (hot.isEmpty() || commands[slot] > least)) {
        hot.add(slot);
      }
    }
    return hot;
  }

  /** How many slots have no owner, or one that failed. */
  int unserved() {
    int slots = 0;
    for (int slot = 0; slot < Crc16.SLOTS; slot++) {
      int owner = seen.owners()[slot];
      slots += owner < 0 || seen.nodes().get(owner).isDown() ? 1 : 0;
    }
    return slots;
  }
}
