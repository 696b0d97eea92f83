package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/**
 * Makes a cluster of nodes by the commands that {@code redis-cli --cluster create} and {@code
 * add-node} give, and lets the time pass that it takes until all nodes know one another.
 */
final class ClusterForming {
  private static final int LETTERS = 26;
  private static final long PATIENCE_MICROS = 120_000_000;
  private static final long LOOK_MICROS = 100_000;
  private static final String PORT = "6379";

  private final World world;
  private final Simulation simulation;

  ClusterForming(World world, Simulation simulation) {
    this.world = world;
    this.simulation = simulation;
  }

  /** The names of the primaries: the first node, then b, c and so on. */
  static List<String> primaries(int count) {
    List<String> names = new ArrayList<>(List.of(Lab.FIRST_NODE));
    for (int i = 1; i < count; i++) {
      names.add(i < LETTERS ? Character.toString('a' + i) : "n" + (i + 1));
    }
    return names;
  }

  /** The names of the replicas of a primary: b2, b3 and so on. */
  static List<String> replicas(String primary, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(primary + (i + 2));
    }
    return names;
  }

  /** The first slot of a primary, as redis-cli shares them out. */
  static int firstSlot(int primary, int primaries) {
    return (int) StrictMath.round((float) Crc16.SLOTS / primaries * primary);
  }

  void create(ClusterStep.Create step) throws Refusal {
    List<String> primaries = primaries(step.primaries());
    List<String> all = new ArrayList<>(primaries);
    primaries.forEach(each -> all.addAll(replicas(each, step.replicasEach())));
    for (String each : all.subList(1, all.size())) {
      world.addNode(each, options(step.options()));
    }
    for (int i = 0; i < primaries.size(); i++) {
      int end = firstSlot(i + 1, primaries.size()) - 1;
      tell(
          primaries.get(i),
          "CLUSTER",
          "ADDSLOTSRANGE",
          "" + firstSlot(i, primaries.size()),
          "" + end);
    }
    for (int i = 0; i < all.size(); i++) {
      tell(all.get(i), "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
    for (String each : all.subList(1, all.size())) {
      tell(each, "CLUSTER", "MEET", Lab.FIRST_NODE, PORT);
    }
    await(() -> allKnow(all));
    for (String primary : primaries) {
      String id = self(primary).id();
      for (String each : replicas(primary, step.replicasEach())) {
        tell(each, "CLUSTER", "REPLICATE", id);
      }
    }
    await(() -> allServe(all));
    leave(all);
  }

  void join(ClusterStep.Join step) throws Refusal {
    world.addNode(step.node(), options(step.options()));
    tell(step.node(), "CLUSTER", "MEET", step.known(), PORT);
    List<String> all = nodes();
    await(() -> allKnow(all));
    if (step.primary().isPresent()) {
      tell(step.node(), "CLUSTER", "REPLICATE", self(step.primary().get()).id());
    }
    await(() -> allServe(all));
    leave(all);
  }

  private static SequencedMap<String, String> options(SequencedMap<String, String> given) {
    SequencedMap<String, String> options = new LinkedHashMap<>(given);
    options.put("cluster-enabled", "yes");
    return options;
  }

  /** The nodes of the world that are up and part of a cluster. */
  private List<String> nodes() {
    List<String> names = new ArrayList<>();
    for (Machine each : world.machines()) {
      if (each.node().flatMap(RedisNode::cluster).isPresent()) {
        names.add(each.name());
      }
    }
    return names;
  }

  private void tell(String node, String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    world.run(new Step.Command(ClusterActors.OPERATOR, node, argv));
  }

  private void leave(List<String> nodes) {
    for (String each : nodes) {
      world.machine(each).ifPresent(machine -> machine.disconnect(ClusterActors.OPERATOR));
    }
  }

  private void await(BooleanSupplier done) {
    long until = simulation.nowMicros() + PATIENCE_MICROS;
    while (!done.getAsBoolean() && simulation.nowMicros() < until) {
      simulation.advanceTo(simulation.nowMicros() + LOOK_MICROS);
    }
  }

  private RedisNode node(String name) {
    return world.machine(name).flatMap(Machine::node).orElseThrow();
  }

  /** A node as it knows itself. */
  private ClusterSnapshot.Node self(String name) {
    return node(name).clusterNodes().stream()
        .filter(each -> each.flags().contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  private boolean allKnow(List<String> nodes) {
    for (String each : nodes) {
      int known = 0;
      for (ClusterSnapshot.Node other : node(each).clusterNodes()) {
        known += other.flags().contains("handshake") || !other.linked() ? 0 : 1;
      }
      if (known < nodes.size()) {
        return false;
      }
    }
    return true;
  }

  /** Whether all serve, agree who is whose replica, and replicas have what their primaries have. */
  private boolean allServe(List<String> nodes) {
    for (String each : nodes) {
      ClusterSnapshot.Node self = self(each);
      for (String other : nodes) {
        boolean agrees =
            node(other).clusterNodes().stream()
                .anyMatch(
                    known ->
                        known.id().equals(self.id())
                            && known.primary().equals(self.primary())
                            && known.slots() == self.slots());
        if (!agrees) {
          return false;
        }
      }
    }
    for (String each : nodes) {
      boolean follows =
          node(each).replication().primary().map(primary -> primary.up()).orElse(true);
      if (!follows || !node(each).cluster().map(ClusterSnapshot::ok).orElse(false)) {
        return false;
      }
    }
    return true;
  }
}
