package dev.kvarium.fuzz;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A node in a world of its own with a few clients, put to the test: whatever it answers must be a
 * reply that can be written and read again.
 */
final class Target {
  private static final int CLIENTS = 4;
  private static final long EPOCH_MICROS = 1_700_000_000_000_000L;
  private static final Probe ALL_EARS =
      new Probe() {
        @Override
        public boolean listening() {
          return true;
        }

        @Override
        public void emit(Event event) {}
      };

  private final Simulation simulation = new Simulation(EPOCH_MICROS);
  private final RedisNode node;
  private final Noise noise;
  private final List<Session> sessions = new ArrayList<>();
  private long answers;
  private long errors;

  Target(Noise noise) {
    this.noise = noise;
    long seed = noise.random.nextLong();
    SeededRandomness randomness = new SeededRandomness(seed);
    Probe probe = noise.chance(50) ? ALL_EARS : Probe.NONE;
    SimDisk disk = new SimDisk(simulation, randomness, probe, DiskSettings.DEFAULT);
    RedisConfig config =
        RedisConfig.standard()
            .with("proto-max-bulk-len", "1mb")
            .with("enable-protected-configs", "yes")
            .with("appendonly", noise.chance(50) ? "yes" : "no");
    node = new RedisNode(config, simulation, simulation.process(), randomness, disk, probe);
    node.start();
    for (int i = 0; i < CLIENTS; i++) {
      sessions.add(node.connect("c" + i));
    }
  }

  RedisNode node() {
    return node;
  }

  /** One of the clients that wait for nothing; another comes in the place of one that does. */
  Session client() {
    int which = noise.random.nextInt(CLIENTS);
    Session session = sessions.get(which);
    if (session.isWaiting() || session.closing || noise.chance(1)) {
      node.disconnect(session);
      session = node.connect("c" + which);
      sessions.set(which, session);
    }
    return session;
  }

  /** Has a client send this, and looks at what it is answered. */
  Reply send(Session session, byte[]... argv) {
    Reply reply = node.execute(session, argv);
    if (noise.chance(30)) {
      node.beforeSleep();
    }
    if (noise.chance(5)) {
      simulation.advance(noise.random.nextInt(noise.chance(10) ? 50_000_000 : 200_000));
    }
    check(reply);
    answers++;
    errors += reply instanceof Reply.Error ? 1 : 0;
    return reply;
  }

  /** Ends the script that keeps everybody waiting: by asking it to, and else with the data. */
  void killScript() {
    for (int i = 0; i < 5; i++) {
      simulation.advance(6_000_000);
      send(node.connect("killer"), Bytes.of("SCRIPT"), Bytes.of("KILL"));
      simulation.advance(1_000_000);
    }
  }

  /** How much of a hundred answers was no error. */
  long successPercent() {
    return answers == 0 ? 0 : 100 * (answers - errors) / answers;
  }

  private void check(Reply reply) {
    for (boolean resp3 : new boolean[] {false, true}) {
      byte[] bytes = RespWriter.bytes(reply, resp3);
      if (!(reply instanceof Reply.Several)) {
        read(bytes, reply);
      }
      if (bytes.length < 10_000) {
        ReplyText.of(reply, resp3);
      }
    }
  }

  private static void read(byte[] bytes, Reply reply) {
    RespReader reader = new RespReader();
    reader.feed(bytes, 0, bytes.length);
    try {
      boolean whole = reader.next().isPresent();
      if (whole != (bytes.length > 0)) {
        throw new IllegalStateException("a reply that cannot be read: " + Bytes.repr(bytes));
      }
    } catch (ProtocolError error) {
      throw new IllegalStateException("no reply: " + reply + ": " + error.getMessage(), error);
    }
    if (reply instanceof Reply.Error error && error.text().contains("internal error")) {
      throw new IllegalStateException(error.text());
    }
  }
}
