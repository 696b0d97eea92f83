package dev.kvarium.lab;

import dev.kvarium.event.Probe;
import dev.kvarium.sentinel.Sentinel;
import dev.kvarium.sentinel.SentinelSettings;
import dev.kvarium.sentinel.SentinelSnapshot;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Network;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sentinel of the world, with a disk on which it keeps its votes. */
final class SentinelMachine extends PortMachine {
  private final SentinelSettings settings;
  private final Simulation simulation;
  private final Randomness randomness;
  private final SimDisk disk;
  private int starts;
  private @Nullable Sentinel sentinel;

  SentinelMachine(
      SentinelSettings settings,
      Simulation simulation,
      Randomness randomness,
      SimNetwork network,
      Probe probe,
      Consumer<Delivery> mail) {
    super(settings.host(), network.add(settings.host(), probe), simulation, probe, mail);
    this.settings = settings;
    this.simulation = simulation;
    this.randomness = randomness;
    // what it keeps is small, and nobody waits for a sentinel: its disk takes no time
    DiskSettings atOnce = DiskSettings.DEFAULT.withSyncMicros(0);
    this.disk = new SimDisk(simulation, randomness.fork("disk"), Probe.NONE, atOnce);
    start();
  }

  @Override
  void open(Timers processTimers) {
    Sentinel fresh =
        new Sentinel(
            settings,
            host(),
            simulation,
            processTimers,
            randomness.fork("process " + ++starts),
            disk,
            probe());
    sentinel = fresh;
    fresh.start();
  }

  @Override
  void lose(boolean power) {
    sentinel = null;
    if (power) {
      disk.crashPower();
    } else {
      disk.crashProcess();
    }
  }

  @Override
  Network.Peer accept(Network.Connection connection) {
    return Optional.ofNullable(sentinel).orElseThrow().accepted(connection);
  }

  @Override
  String models() {
    return "redis-sentinel 7.0.15";
  }

  /** What it knows; empty when it is down. */
  Optional<SentinelSnapshot> snapshot() {
    return Optional.ofNullable(sentinel).map(Sentinel::snapshot);
  }
}
