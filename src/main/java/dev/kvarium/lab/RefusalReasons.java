package dev.kvarium.lab;

import dev.kvarium.base.CommandText;
import dev.kvarium.base.Crc16;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.EvictionSnapshot;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** What of the world as it is led to a refusal: its slots, its memory, who follows whom. */
final class RefusalReasons {
  private static final int TOLD = 5;

  private RefusalReasons() {}

  static List<String> of(Lab lab, Step.Command step, Optional<Command> row, String error) {
    Optional<RedisNode> node = lab.redis(step.node());
    if (node.isEmpty()) {
      return List.of();
    }
    int end = error.indexOf(' ');
    return switch (end < 0 ? error : error.substring(0, end)) {
      case "MOVED", "ASK", "TRYAGAIN", "CROSSSLOT", "CLUSTERDOWN" ->
          slots(lab, step, row.map(each -> keys(step, each)).orElse(List.of()));
      case "OOM" -> memory(node.get().evictionSnapshot());
      case "READONLY", "NOREPLICAS", "MASTERDOWN" -> others(node.get().replication(), step.node());
      case "NOPERM" -> user(lab, step);
      default -> List.of();
    };
  }

  private static List<byte[]> keys(Step.Command step, Command row) {
    List<byte[]> keys = new ArrayList<>();
    for (KeySpec spec : row.row().keys()) {
      for (int position : spec.positions(step.argv())) {
        keys.add(step.argv()[position]);
      }
    }
    return keys;
  }

  private static List<String> slots(Lab lab, Step.Command step, List<byte[]> keys) {
    Optional<ClusterSnapshot> cluster = lab.scene(step.node()).cluster();
    SequencedSet<String> lines = new LinkedHashSet<>();
    for (byte[] key : keys.subList(0, StrictMath.min(TOLD, keys.size()))) {
      int slot = Crc16.slot(key);
      String owner = cluster.map(each -> each.owner(slot)).orElse("");
      lines.add(
          CommandText.of(new byte[][] {key}, 40)
              + " lies in slot "
              + slot
              + ", which "
              + (owner.isEmpty()
                  ? "nobody has as far as " + step.node() + " knows"
                  : cluster.map(ClusterSnapshot::myself).orElse("").equals(owner)
                      ? step.node() + " has itself"
                      : owner + " has as far as " + step.node() + " knows")
              + cluster.map(each -> moving(each, slot)).orElse(""));
    }
    return List.copyOf(lines);
  }

  private static String moving(ClusterSnapshot cluster, int slot) {
    int to = cluster.migratingTo()[slot];
    int from = cluster.importingFrom()[slot];
    return to >= 0
        ? "; it is moving to " + cluster.nodes().get(to).address()
        : from >= 0
            ? "; it is coming from "
                + cluster.nodes().get(from).address()
                + ", and is served only"
                + " behind ASKING"
            : "";
  }

  private static List<String> memory(EvictionSnapshot memory) {
    return List.of(
        Quantity.bytes(memory.usedBytes())
            + " count against maxmemory "
            + Quantity.bytes(memory.limitBytes())
            + "; maxmemory-policy "
            + memory.policy()
            + (memory.mayGo() == 0
                ? " finds no key that may go"
                : " may take " + Quantity.count(memory.mayGo(), "key"))
            + ": :show eviction");
  }

  private static List<String> others(ReplicationSnapshot now, String node) {
    List<String> lines = new ArrayList<>();
    now.primary()
        .ifPresent(
            primary ->
                lines.add(
                    node
                        + " follows "
                        + primary.name()
                        + (primary.up() ? ", and the link is up" : ", and the link is down")));
    if (now.minReplicas() > 0) {
      lines.add(
          "a write needs "
              + Quantity.count(now.minReplicas(), "replica")
              + " that said something lately; "
              + Quantity.count(now.replicas().size(), "is connected", "are connected"));
    }
    return lines;
  }

  private static List<String> user(Lab lab, Step.Command step) {
    return lab.world()
        .machine(step.node())
        .flatMap(each -> each.session(step.client()))
        .flatMap(each -> Optional.ofNullable(each.user))
        .map(user -> user.name())
        .map(name -> List.of("this connection is of the user " + name + ": ACL GETUSER " + name))
        .orElse(List.of());
  }
}
