package dev.kvarium.lab;

import dev.kvarium.event.DiskEvent;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.Ledger;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What befalls the nodes of a world and the network between them: they stand still, die and come up
 * again, files are damaged, links are cut; and which acknowledged writes are gone with it.
 */
final class Faults {
  private final World world;
  private final Reach reach;

  Faults(World world, Reach reach) {
    this.world = world;
    this.reach = reach;
  }

  /** A process stands still, or goes on and answers what it was sent meanwhile. */
  void freeze(Step.Freeze freeze) {
    Optional<PortMachine> port = world.port(freeze.node());
    if (port.isPresent()) {
      if (freeze.frozen()) {
        port.get().freeze();
      } else {
        port.get().thaw();
        world.simulation().catchUp();
      }
      return;
    }
    Optional<CacheMachine> cache = world.cache(freeze.node());
    if (cache.isPresent()) {
      if (freeze.frozen()) {
        cache.get().freeze();
      } else {
        cache.get().thaw();
        world.simulation().catchUp();
      }
      return;
    }
    Machine machine = world.known(freeze.node());
    if (freeze.frozen()) {
      machine.freeze();
      return;
    }
    machine.thaw();
    for (Step.Command each : machine.takeHeld()) {
      if (machine.node().isEmpty()) {
        break;
      }
      boolean resp3 = machine.session(each.client()).map(Session::resp3).orElse(false);
      Reply reply = world.serve(machine, each).reply();
      if (reply != Reply.None.NONE) {
        machine.deliver(each.client(), reply, resp3);
      }
    }
    world.simulation().catchUp();
  }

  void partition(Step.Partition cut) {
    if (cut.connections()) {
      world.network().reset(cut.from(), cut.to());
      world.simulation().catchUp();
    } else {
      world.network().partition(cut.from(), cut.to(), cut.oneWay());
    }
  }

  void heal() {
    world.network().heal();
  }

  void link(Step.Link link) {
    world.network().link(link.from(), link.to(), link.settings());
  }

  /** A node dies; what acknowledged writes died with it. */
  List<Ledger.Write> crash(Step.Crash crash) {
    Optional<CacheMachine> cache = world.cache(crash.node());
    if (cache.isPresent()) {
      cache.get().crash(crash.power());
      return List.of();
    }
    Optional<PortMachine> port = world.port(crash.node());
    if (port.isPresent()) {
      port.get().crash(crash.power());
      return List.of();
    }
    Machine machine = world.known(crash.node());
    reach.refresh();
    machine.crash(crash.power());
    return died(machine, crash.power());
  }

  /** A node has died; what acknowledged writes died with it. */
  List<Ledger.Write> died(Machine machine, boolean power) {
    reach.died(machine, power);
    return lost(machine);
  }

  /**
   * How a node came up again.
   *
   * @param lost acknowledged writes that only now turned out to be gone
   */
  record Restarted(AofLoad load, List<Ledger.Write> lost) {}

  Restarted restart(Step.Restart restart) {
    Optional<CacheMachine> cache = world.cache(restart.node());
    if (cache.isPresent()) {
      cache.get().start();
      return new Restarted(new AofLoad.Absent(), List.of());
    }
    Optional<PortMachine> port = world.port(restart.node());
    if (port.isPresent()) {
      port.get().start();
      return new Restarted(new AofLoad.Absent(), List.of());
    }
    Machine machine = world.known(restart.node());
    reach.refresh();
    if (machine.node().isPresent()) {
      machine.stop();
      reach.died(machine, false);
    }
    AofLoad load = machine.start();
    world.simulation().catchUp();
    long kept =
        switch (load) {
          case AofLoad.Loaded loaded -> machine.logKept(loaded.bytes());
          case AofLoad.Absent absent -> 0;
          case AofLoad.Saved saved -> 0;
          case AofLoad.Failed failed -> machine.logFileBytes();
        };
    List<Ledger.Write> lost = lost(machine, kept);
    world.ledger().began(machine.name());
    return new Restarted(load, lost);
  }

  /** What is gone with a machine that went down: what none of the files of its log holds. */
  private List<Ledger.Write> lost(Machine machine) {
    List<LogPlaces.Span> there = machine.logThere();
    long first = there.isEmpty() ? 0 : there.getFirst().from();
    world
        .ledger()
        .crash(
            machine.name(),
            end ->
                end <= first
                    || there.stream().anyMatch(each -> end > each.from() && end <= each.to()));
    return reach.settle();
  }

  /** What is gone once a machine has read so much of its log. */
  private List<Ledger.Write> lost(Machine machine, long survivingBytes) {
    world.ledger().crash(machine.name(), survivingBytes);
    return reach.settle();
  }

  /** Damages a file; how many of its bytes are others now. */
  int corrupt(Step.Corrupt corrupt) {
    Machine machine = world.known(corrupt.node());
    int changed = machine.disk().corrupt(corrupt.file(), corrupt.offset(), corrupt.by());
    machine.probe().emit(new DiskEvent.Corrupted(corrupt.file(), corrupt.offset(), changed));
    return changed;
  }

  void setDisk(Step.SetDisk set) throws Refusal {
    Machine machine = world.known(set.node());
    machine.disk().settings(NodeOptions.disk(machine.disk().settings(), set.option(), set.value()));
  }
}
