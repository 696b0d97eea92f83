package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Crc16;
import dev.kvarium.client.SlotPlan;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code :cluster reshard}, {@code move} and {@code rebalance} are to move. */
final class ClusterMoves {
  private static final float THRESHOLD_PERCENT = 2;

  private final Lab lab;
  private final ClusterSnapshot seen;
  private final List<SlotPlan.Primary> primaries = new ArrayList<>();

  /** As a node of the cluster knows it. */
  ClusterMoves(Lab lab, ClusterSnapshot seen) {
    this.lab = lab;
    this.seen = seen;
    for (int i = 0; i < seen.nodes().size(); i++) {
      ClusterSnapshot.Node each = seen.nodes().get(i);
      if (!each.isReplica() && !each.isDown()) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < Crc16.SLOTS; slot++) {
          if (seen.owners()[slot] == i) {
            slots.add(slot);
          }
        }
        primaries.add(new SlotPlan.Primary(each.address(), each.id(), slots));
      }
    }
  }

  List<String> addresses() {
    return primaries.stream().map(SlotPlan.Primary::address).toList();
  }

  /** The primary that a node is. */
  SlotPlan.Primary primary(String node) throws Refusal {
    for (SlotPlan.Primary each : primaries) {
      if (host(each.address()).equals(node)) {
        return each;
      }
    }
    List<String> names = primaries.stream().map(each -> host(each.address())).toList();
    throw new Refusal(
        "'"
            + node
            + "' is no primary of the cluster that can be reached"
            + NearWords.question(node, names, "there are " + String.join(", ", names)));
  }

  static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  /** {@code reshard FROM|all TO SLOTS}. */
  List<SlotPlan.Move> reshard(DirectiveArguments arguments) throws Refusal {
    String from = arguments.word(1, "the node that gives slots, or all");
    SlotPlan.Primary to = primary(arguments.word(2, "the node that takes them"));
    arguments.word(3, "how many slots");
    arguments.atMost(4);
    long slots = arguments.number(3, "slots", 0);
    List<SlotPlan.Primary> sources = new ArrayList<>(primaries);
    sources.remove(to);
    if (!from.equals("all")) {
      sources = List.of(primary(from));
    }
    if (sources.contains(to)) {
      throw new Refusal("slots of " + from + " cannot move to itself: name two nodes");
    }
    int most = sources.stream().mapToInt(each -> each.slots().size()).sum();
    if (slots < 1 || slots > most) {
      throw new Refusal(
          "of " + from + " from 1 to " + most + " slots can move, not " + arguments.words().get(3));
    }
    return SlotPlan.reshard(sources, to, (int) slots);
  }

  /** {@code move SLOT|KEY TO}. */
  List<SlotPlan.Move> move(DirectiveArguments arguments) throws Refusal {
    int slot = slot(arguments.word(1, "a slot, or a key of it"));
    SlotPlan.Primary to = primary(arguments.word(2, "the node that takes it"));
    arguments.atMost(3);
    for (SlotPlan.Primary each : primaries) {
      if (each.slots().contains(slot)) {
        if (each.equals(to)) {
          throw new Refusal("slot " + slot + " is " + host(to.address()) + "'s already");
        }
        return List.of(new SlotPlan.Move(slot, each, to));
      }
    }
    throw new Refusal("nobody who can be reached has slot " + slot);
  }

  /** A slot by its number, or by a key of it. */
  static int slot(String word) {
    boolean number = word.matches("[0-9]{1,5}") && Integer.parseInt(word) < Crc16.SLOTS;
    return number ? Integer.parseInt(word) : Crc16.slot(Blob.of(word).bytes());
  }

  /** {@code rebalance [NODE=WEIGHT ...] [threshold=PERCENT] [use-empty-masters]}. */
  List<SlotPlan.Move> rebalance(DirectiveArguments arguments) throws Refusal {
    Map<String, Float> weights = new LinkedHashMap<>();
    float threshold = THRESHOLD_PERCENT;
    boolean empty = false;
    for (String word : arguments.words().subList(1, arguments.count())) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (name.toLowerCase(Locale.ROOT).equals("use-empty-masters") && equals < 0) {
        empty = true;
      } else if (equals < 0) {
        throw new Refusal(
            ":cluster rebalance takes use-empty-masters, threshold=PERCENT and NODE=WEIGHT, not '"
                + word
                + "'"
                + NearWords.question(word, List.of("use-empty-masters"), ""));
      } else if (name.equals("threshold")) {
        threshold = weight(word, word.substring(equals + 1));
      } else {
        weights.put(primary(name).address(), weight(word, word.substring(equals + 1)));
      }
    }
    float total = 0;
    for (SlotPlan.Primary each : primaries) {
      total += weights.getOrDefault(each.address(), 1f);
    }
    if (total == 0) {
      throw new Refusal("nobody would have a slot: give at least one node a weight above 0");
    }
    List<SlotPlan.Move> moves = SlotPlan.rebalance(primaries, weights, threshold, empty);
    if (moves.isEmpty()) {
      throw new Refusal(
          "nothing is to be moved: no node is further than "
              + (threshold == (long) threshold ? "" + (long) threshold : "" + threshold)
              + " % from what its weight is worth"
              + (empty || primaries.stream().noneMatch(each -> each.slots().isEmpty())
                  ? ""
                  : "; use-empty-masters gives slots to those that have none"));
    }
    return moves;
  }

  private static float weight(String word, String value) throws Refusal {
    if (value.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
      return Float.parseFloat(value);
    }
    throw new Refusal("'" + value + "' in '" + word + "' is no number from 0 on");
  }

  /** Refuses to plan where a slot is on its way, as redis-cli does. */
  void refuseOpen() throws Refusal {
    for (ClusterSnapshot each : lab.scene(lab.node()).clusters().values()) {
      for (int slot = 0; slot < Crc16.SLOTS; slot++) {
        if (each.migratingTo()[slot] >= 0 || each.importingFrom()[slot] >= 0) {
          throw new Refusal(
              "slot "
                  + slot
                  + " is on its way at "
                  + host(each.myself())
                  + " and nobody moves it: CLUSTER SETSLOT "
                  + slot
                  + " STABLE there, or NODE everywhere, closes it");
        }
      }
    }
    if (!seen.ok()) {
      throw new Refusal("the state of the cluster is fail: :show slots tells why");
    }
  }
}
