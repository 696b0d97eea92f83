package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A server that was really given a million keys, 200,000 of which expire, with a rehashing under
 * way. Only the facts of the last commands are kept: all of them would take gigabytes.
 */
final class MillionKeys implements Scene {
  static final int KEYS = 1_048_577;

  /** Made once: it takes a second or two. */
  static final MillionKeys SCENE = new MillionKeys();

  private final Simulation simulation = new Simulation(Scenes.START);
  private final EventLog log = new EventLog();
  private final RedisNode node;
  private final Session session;
  private boolean listening;

  private MillionKeys() {
    Probe told = log.probe("main", simulation::nowMicros);
    Probe probe =
        new Probe() {
          @Override
          public boolean listening() {
            return listening;
          }

          @Override
          public void emit(Event event) {
            if (listening) {
              told.emit(event);
            }
          }
        };
    SeededRandomness randomness = new SeededRandomness(1);
    SimDisk disk = new SimDisk(simulation, randomness.fork("disk"), probe, DiskSettings.DEFAULT);
    node =
        new RedisNode(
            RedisConfig.standard().with("appendonly", "no"),
            simulation,
            simulation.process(),
            randomness,
            disk,
            probe);
    node.start();
    session = node.connect("you");
    for (int i = 0; i < 600; i++) {
      run("HSET", "a", "field:" + i, "value:" + i * i);
    }
    for (int i = 0; i < KEYS - 4; i++) {
      String key = "key:" + i;
      if (i % 5 == 0) {
        run("SET", key, "value of " + i, "PX", "" + (1_000 + i * 7L));
      } else {
        run("SET", key, "value of " + i);
      }
    }
    simulation.advanceTo(Scenes.NOW);
    listening = true;
    for (int i = 0; i < 4; i++) {
      run("SET", "last:" + i, "x");
    }
  }

  private void run(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    if (node.execute(session, argv) instanceof Reply.Error error) {
      throw new AssertionError(error.text());
    }
    node.beforeSleep();
  }

  @Override
  public String node() {
    return "main";
  }

  @Override
  public String models() {
    return "redis 7.0";
  }

  @Override
  public long nowMicros() {
    return simulation.nowMicros();
  }

  @Override
  public long startMicros() {
    return simulation.startMicros();
  }

  @Override
  public int db() {
    return 0;
  }

  @Override
  public KeyspaceSnapshot keyspace(int keysPerDatabase) {
    return node.snapshot(keysPerDatabase);
  }

  @Override
  public Optional<ValueSnapshot> value(int db, Blob key) {
    return node.value(db, key.bytes());
  }

  @Override
  public Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key) {
    return node.bucket(db, key.bytes());
  }

  @Override
  public Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return Optional.of(node.keysDict(db, key, marked));
  }

  @Override
  public Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return node.valueDict(db, key, field);
  }

  @Override
  public Optional<ExpirySnapshot> expiry(int db) {
    return Optional.of(node.expiry(db));
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public int sinceInput() {
    return 0;
  }

  @Override
  public AofSnapshot aof() {
    return node.aofSnapshot();
  }

  @Override
  public LedgerSnapshot ledger() {
    return new LedgerSnapshot("main", KEYS, 0, 0, 0, KEYS, 0, List.of(), List.of());
  }
}
