package dev.kvarium.lab;

import dev.kvarium.sim.NetworkSnapshot;
import java.util.List;
import java.util.Optional;

/** A proxy or a sentinel of a lab as views see it: it has no data. */
record PortScene(World world, PortMachine machine, int sinceInput) implements BareScene {
  @Override
  public String node() {
    return machine.name();
  }

  @Override
  public String models() {
    return machine.models();
  }

  @Override
  public Optional<NetworkSnapshot> network() {
    return Optional.of(world.network().snapshot());
  }

  @Override
  public List<String> nodes() {
    return world.nodes();
  }

  @Override
  public List<String> watchers() {
    return world.watchers();
  }
}
