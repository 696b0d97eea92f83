package dev.kvarium.redis;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.CommandTable;
import dev.kvarium.redis.command.ConnectionCommands;
import dev.kvarium.redis.command.DispatchStats;
import dev.kvarium.redis.command.Dispatcher;
import dev.kvarium.redis.command.HashCommands;
import dev.kvarium.redis.command.ListCommands;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.SetCommands;
import dev.kvarium.redis.command.SortedSetCommands;
import dev.kvarium.redis.command.StringCommands;
import dev.kvarium.redis.command.Strings;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Disk;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;

/** One Redis server: takes requests, answers them, keeps its data and its log. */
public final class RedisNode {
  private final RedisConfig config;
  private final Clock clock;
  private final Timers timers;
  private final Disk disk;
  private final Shaping shaping;
  private final Keyspace keyspace;
  private final CommandTable commands = new CommandTable();
  private final Dispatcher dispatcher;
  private long lastSessionId;

  public RedisNode(
      RedisConfig config,
      Clock clock,
      Timers timers,
      Randomness randomness,
      Disk disk,
      Probe probe) {
    this.config = config;
    this.clock = clock;
    this.timers = timers;
    this.disk = disk;
    this.shaping = new Shaping(hashSeed(randomness), randomness.fork("skiplist"), probe);
    this.keyspace =
        new Keyspace(config.databases, probe, shaping, randomness.fork("keyspace"), this::expired);
    Strings strings = new Strings();
    commands.add(new ConnectionCommands().rows());
    commands.add(new StringCommands(strings).rows());
    commands.add(HashCommands.rows());
    commands.add(ListCommands.rows());
    commands.add(SetCommands.rows());
    commands.add(SortedSetCommands.rows());
    this.dispatcher =
        new Dispatcher(commands, keyspace, this::propagate, probe, new DispatchStats());
  }

  private static byte[] hashSeed(Randomness randomness) {
    Randomness stream = randomness.fork("hash seed");
    byte[] seed = new byte[16];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) stream.nextLong();
    }
    return seed;
  }

  /** Loads the log and starts the cron. */
  public void start() {}

  /** Ends the cron and closes what is open. */
  public void stop() {}

  /** A new client, known to the lab by this name. */
  public Session connect(String clientName) {
    return new Session(++lastSessionId, clientName, "127.0.0.1:0", clock.nowMicros());
  }

  /** Runs a request; the time does not move meanwhile. */
  public Reply execute(Session session, byte[][] argv) {
    keyspace.freeze(clock.nowMillis());
    return dispatcher.execute(session, argv);
  }

  /** To be called after each batch of requests and before their replies are handed out. */
  public void beforeSleep() {}

  public CommandTable commands() {
    return commands;
  }

  public RedisConfig config() {
    return config;
  }

  private void expired(int db, byte[] key) {
    dispatcher.expired(db, key, false);
  }

  private void propagate(int db, byte[][] argv) {}
}
