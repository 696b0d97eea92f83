package dev.kvarium.lab;

import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.sim.Holdings;
import dev.kvarium.sim.Ledger;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far acknowledged writes have come from node to node, and which of them nobody has. */
final class Reach {
  private final Map<String, Machine> machines;
  private final Ledger ledger;
  private final Simulation simulation;

  Reach(Map<String, Machine> machines, Ledger ledger, Simulation simulation) {
    this.machines = machines;
    this.ledger = ledger;
    this.simulation = simulation;
  }

  private Holdings holdings() {
    return ledger.holdings();
  }

  /** A node says how it follows others. */
  void took(Machine machine, ReplicationEvent event) {
    switch (event) {
      case ReplicationEvent.FullSyncStarted all -> {
        refresh(machine);
        machine
            .node()
            .ifPresent(node -> holdings().snapshot(machine.name(), node.streamId(), all.offset()));
      }
      case ReplicationEvent.Loaded loaded -> {
        holdings().replaced(machine.name(), loaded.id(), loaded.offset());
        ledger.replaced(machine.name());
        settleSoon();
      }
      case ReplicationEvent.Promoted promoted ->
          holdings().forked(promoted.id(), promoted.formerId(), promoted.offset());
      case ReplicationEvent.LinkLost lost -> settleSoon();
      case ReplicationEvent.Follows follows -> {}
      case ReplicationEvent.PartialSync partial -> {}
      case ReplicationEvent.PartialRefused refused -> {}
      case ReplicationEvent.Resumed resumed -> {}
      case ReplicationEvent.Acknowledged acknowledged -> {}
      case ReplicationEvent.ReplicaLost lost -> {}
    }
  }

  private void settleSoon() {
    simulation.after(0, this::settle);
  }

  private void refresh(Machine machine) {
    machine
        .node()
        .filter(node -> node.streamOffset() >= 0)
        .ifPresent(node -> holdings().extend(machine.name(), node.streamId(), node.streamOffset()));
  }

  /** Notes what every node has. */
  void refresh() {
    if (machines.size() > 1) {
      machines.values().forEach(this::refresh);
    }
  }

  /** A node died; what is only in memory, of its own and of others, is not there any more. */
  void died(Machine machine, boolean power) {
    if (power || machine.hadNoLog()) {
      holdings().cleared(machine.name());
    }
  }

  /** Finds out which acknowledged writes nobody has any more, and says so. */
  List<Ledger.Write> settle() {
    refresh();
    holdings().expectNothing();
    if (machines.size() > 1) {
      machines.values().forEach(this::expect);
    }
    List<Ledger.Write> lost = ledger.settle();
    for (Ledger.Write each : lost) {
      Machine machine = machines.get(each.node());
      if (machine != null) {
        machine
            .probe()
            .emit(
                new LedgerEvent.Lost(
                    each.number(), each.client(), each.text(), each.acknowledgedMicros()));
      }
    }
    return lost;
  }

  /** What is still on its way to a replica counts as long as it may arrive. */
  private void expect(Machine machine) {
    Optional<RedisNode> node = machine.node();
    Optional<Network.Connection> way = node.flatMap(RedisNode::upstreamConnection);
    if (node.isPresent() && way.isPresent() && node.get().followsUp()) {
      long coming = SimNetwork.comingBytes(way.get());
      holdings().expect(machine.name(), node.get().streamId(), node.get().streamOffset() + coming);
    }
  }

  /** How far the writes of a node have come to its replicas. */
  LedgerReach of(Machine machine) {
    Optional<RedisNode> node = machine.node();
    if (node.isEmpty() || machines.size() < 2) {
      return LedgerReach.NONE;
    }
    ReplicationSnapshot seen = node.get().replication();
    long sent = -1;
    long replicated = -1;
    for (ReplicationSnapshot.Replica each : seen.replicas()) {
      sent = StrictMath.max(sent, each.sent());
      replicated = StrictMath.max(replicated, each.acknowledged());
    }
    return ledger.reach(machine.name(), seen.id(), sent, replicated);
  }
}
