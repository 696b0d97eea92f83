package dev.kvarium.lint;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.value.Value;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes values of what DUMP gave, by a node of ours that restores one after the other. */
final class Payloads {
  private static final byte[] KEY = Bytes.of("k");

  private final RedisNode node;
  private final Session session;

  Payloads() {
    Simulation simulation = new Simulation(0);
    SeededRandomness chance = new SeededRandomness(1);
    SimDisk disk = new SimDisk(simulation, chance, Probe.NONE, DiskSettings.DEFAULT);
    node =
        new RedisNode(
            RedisConfig.standard(), simulation, simulation.process(), chance, disk, Probe.NONE);
    node.start();
    session = node.connect("lint");
  }

  /** A limit of the server from which payloads come. */
  void parameter(String name, String value) {
    run("CONFIG", "SET", name, value);
  }

  private Reply run(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return node.execute(session, argv);
  }

  /** The value of a payload; empty when it is of a version that is not modelled. */
  Optional<Value> read(byte[] payload) {
    Reply restored =
        node.execute(
            session,
            new byte[][] {Bytes.of("RESTORE"), KEY, Bytes.of("0"), payload, Bytes.of("REPLACE")});
    if (restored instanceof Reply.Error) {
      return Optional.empty();
    }
    List<Value> read = new ArrayList<>();
    node.eachKey(0, (key, value, expireAtMillis) -> read.add(value));
    run("DEL", "k");
    return Optional.of(read.getFirst());
  }
}
