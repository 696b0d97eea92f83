package dev.kvarium.lab;

import dev.kvarium.event.Probe;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.proxy.Proxy;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A twemproxy of the world. */
final class ProxyMachine extends PortMachine {
  private final PoolSettings settings;
  private final Simulation simulation;
  private @Nullable Proxy proxy;

  ProxyMachine(
      PoolSettings settings,
      Simulation simulation,
      SimNetwork network,
      Probe probe,
      Consumer<Delivery> mail) {
    super(settings.name(), network.add(settings.name(), probe), simulation, probe, mail);
    this.settings = settings;
    this.simulation = simulation;
    start();
  }

  @Override
  void open(Timers processTimers) {
    Proxy fresh = new Proxy(List.of(settings), host(), simulation, processTimers, probe());
    proxy = fresh;
    fresh.start();
  }

  @Override
  void lose(boolean power) {
    proxy = null;
  }

  @Override
  Network.Peer accept(Network.Connection connection) {
    return running().orElseThrow().pools().getFirst().accepted(connection);
  }

  @Override
  String models() {
    return "twemproxy 0.5.0";
  }

  PoolSettings settings() {
    return settings;
  }

  private Optional<Proxy> running() {
    return Optional.ofNullable(proxy);
  }

  /** The statistics, as nutcracker writes them; empty when it is down. */
  Optional<String> stats() {
    return running().map(each -> each.stats(name()));
  }
}
