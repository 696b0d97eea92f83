package dev.kvarium.redis;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.aof.AofPolicy;
import dev.kvarium.redis.aof.AofSnapshot;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Redis server: takes requests, answers them, keeps its data and its log. */
public final class RedisNode {
  private final RedisConfig config;
  private final Clock clock;
  private final Timers timers;
  private final Disk disk;
  private final Probe probe;
  private final Shaping shaping;
  private final Keyspace keyspace;
  private final CommandTable commands = new CommandTable();
  private final Dispatcher dispatcher;
  private long lastSessionId;
  private @Nullable Aof aof;
  private Timers.@Nullable Timer cron;

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
    this.probe = probe;
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

  /**
   * Loads the log, if there is to be one, and starts the cron.
   *
   * @return how loading ended; after {@link AofLoad.Failed} the node is not running
   */
  public AofLoad start() {
    AofLoad loaded = new AofLoad.Absent();
    if (config.appendonly) {
      AofPolicy policy = AofPolicy.of(config.appendfsync).orElse(AofPolicy.EVERYSEC);
      Aof log = new Aof(disk, clock, probe, policy);
      loaded = load(log);
      if (loaded instanceof AofLoad.Failed) {
        return loaded;
      }
      log.open();
      aof = log;
    }
    cronLater();
    return loaded;
  }

  private AofLoad load(Aof log) {
    Session session = new Session(-1, "aof", "", clock.nowMicros());
    keyspace.loading = true;
    keyspace.freeze(clock.nowMillis());
    AofLoad loaded =
        log.load(
            argv -> {
              if (commands.named(Bytes.text(argv[0])).isEmpty()) {
                return false;
              }
              dispatcher.execute(session, argv);
              return true;
            },
            true);
    keyspace.loading = false;
    return loaded;
  }

  private void cronLater() {
    cron = timers.after(1_000_000 / config.hz, this::cron);
  }

  private void cron() {
    keyspace.freeze(clock.nowMillis());
    beforeSleep();
    cronLater();
  }

  /** Ends the cron, and writes and syncs what is left of the log. */
  public void stop() {
    if (cron != null) {
      cron.cancel();
    }
    if (aof != null) {
      aof.close();
    }
  }

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
  public void beforeSleep() {
    if (aof != null) {
      aof.flush(false);
    }
  }

  /** The log; empty when {@code appendonly} is no. */
  public Optional<Aof> aof() {
    return Optional.ofNullable(aof);
  }

  /** How far the log is on its way to the disk. */
  public AofSnapshot aofSnapshot() {
    return aof == null ? AofSnapshot.off(clock.nowMicros()) : aof.snapshot();
  }

  public CommandTable commands() {
    return commands;
  }

  public RedisConfig config() {
    return config;
  }

  private void expired(int db, byte[] key) {
    dispatcher.expired(db, key, false);
  }

  private void propagate(int db, byte[][] argv) {
    if (aof != null) {
      aof.append(db, argv);
    }
  }
}
