package dev.kvarium.lab;

import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.client.SlotOperator;
import dev.kvarium.event.Probe;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those of a world that have to do with its Redis Cluster and are no nodes of it. */
final class ClusterActors {
  /** As whom slots are moved and nodes told what to do. */
  static final String OPERATOR = "redis-cli";

  private static final long PATIENCE_MICROS = 3_600_000_000L;

  private final Simulation simulation;
  private final SimNetwork network;
  private final Function<String, Probe> probes;
  private final Consumer<Delivery> mail;
  private final Function<byte[][], Optional<byte[]>> firstKey;
  private final SequencedMap<String, SlotClientMachine> clients = new LinkedHashMap<>();
  private @Nullable SlotOperator operator;

  /**
   * Nobody yet.
   *
   * @param probes whom a name states its facts to
   * @param firstKey finds the first key of a command
   */
  ClusterActors(
      Simulation simulation,
      SimNetwork network,
      Function<String, Probe> probes,
      Consumer<Delivery> mail,
      Function<byte[][], Optional<byte[]>> firstKey) {
    this.simulation = simulation;
    this.network = network;
    this.probes = probes;
    this.mail = mail;
    this.firstKey = firstKey;
  }

  Optional<SlotClientMachine> client(String name) {
    return Optional.ofNullable(clients.get(name));
  }

  List<SlotClientMachine> clients() {
    return List.copyOf(clients.values());
  }

  List<SlotClientSnapshot> snapshots() {
    return clients().stream().map(SlotClientMachine::snapshot).toList();
  }

  /** How far whoever moves slots is; empty when nobody ever did. */
  Optional<SlotOperator.Progress> moving() {
    return Optional.ofNullable(operator).map(SlotOperator::progress);
  }

  boolean isMoving() {
    return moving().map(SlotOperator.Progress::busy).orElse(false);
  }

  /** Those whose facts are told beneath a line, though they are no nodes. */
  List<String> names() {
    List<String> names = new ArrayList<>(clients.keySet());
    if (operator != null) {
      names.add(OPERATOR);
    }
    return names;
  }

  void add(ClusterStep.AddClient step) {
    clients.put(
        step.name(),
        new SlotClientMachine(
            step.name(),
            step.seeds(),
            step.options(),
            simulation,
            network,
            probes.apply(step.name()),
            mail,
            firstKey));
    simulation.catchUp();
  }

  void move(ClusterStep.Move step) {
    operator().begin(step.order(), step.moves(), step.primaries());
    simulation.catchUp();
  }

  private SlotOperator operator() {
    SlotOperator there = operator;
    if (there == null) {
      Probe probe = probes.apply(OPERATOR);
      Host host = network.add(OPERATOR, probe);
      host.powerOn();
      there = new SlotOperator(host, probe);
      operator = there;
    }
    return there;
  }

  void send(ClusterStep.Send step) {
    client(step.client()).orElseThrow().begin(step.spec());
    simulation.catchUp();
  }

  void stop(ClusterStep.Stop step) {
    if (step.client().isPresent()) {
      client(step.client().get()).orElseThrow().stop();
    } else {
      operator().stop();
    }
  }

  /** Lets time pass; whether it was enough. */
  boolean await(ClusterStep.Await step) {
    long answered = moving().map(SlotOperator.Progress::answered).orElse(0L);
    if (isMoving()) {
      operator().allow(step.orders());
    }
    return Waiting.until(
        simulation,
        simulation.nowMicros() + PATIENCE_MICROS,
        () ->
            step.orders().isPresent()
                ? !isMoving()
                    || moving().map(SlotOperator.Progress::answered).orElse(0L)
                        >= answered + step.orders().get()
                : !isMoving() && clients.values().stream().noneMatch(SlotClientMachine::isBusy));
  }
}
