package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.KeyspaceStats;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How long commands take, and who is to hear of it: INFO, the slow log, the latency monitor.
 *
 * <p>Where the clock has a stopwatch, as that of a real server has, the time is measured; but what
 * was freed counts as long as it takes a real server, since here it is only let go of. In the lab
 * it stands still while a command runs, so it is reckoned: a microsecond, and 100 ns for every item
 * of the reply, and 164 ns for every element that was freed, which is what a real server was
 * measured to take; and what the command slept.
 */
public final class CommandTimes {
  private static final long NANOS_PER_COMMAND = 1_000;
  private static final long NANOS_PER_ITEM = 100;
  private static final long NANOS_PER_FREED = 164;
  private static final long HISTOGRAM_BYTES = 24_688;

  private final Settings settings;
  private final Clock clock;
  private final KeyspaceStats keys;
  private final Slowlog slowlog;
  private final LatencyMonitor latency;
  private long freedBefore;
  private @Nullable CommandCosts costs;
  private long reckonedNanos;
  private long clockBefore;
  private long lastEnd = -1;
  private long lastBatch;
  private long histograms;

  CommandTimes(Settings settings, Clock clock, KeyspaceStats keys) {
    this.settings = settings;
    this.clock = clock;
    this.keys = keys;
    this.slowlog = new Slowlog(settings);
    this.latency = new LatencyMonitor(settings);
  }

  public Slowlog slowlog() {
    return slowlog;
  }

  public LatencyMonitor latency() {
    return latency;
  }

  /** What the real server takes to count how long each command takes that was ever called. */
  public long bytes() {
    return histograms * HISTOGRAM_BYTES;
  }

  /** CONFIG RESETSTAT has dropped what was counted. */
  public void resetStats() {
    histograms = 0;
  }

  private void record(Command command, long micros) {
    if (settings.latencyTracking) {
      if (!command.isTimed()) {
        histograms++;
      }
      command.times().record(micros * 1_000);
    }
  }

  /** Reckons from now on what each command costs by what it did, rather than roughly. */
  public void reckonBy(CommandCosts costs) {
    this.costs = costs;
  }

  /** What all commands cost since that, in nanoseconds; what they slept is not in it. */
  public long reckonedNanos() {
    return reckonedNanos;
  }

  /** A command, or other work, begins; to be handed to what is called at its end. */
  public long begin() {
    freedBefore = keys.freedElements;
    if (costs != null) {
      clockBefore = clock.nowMicros();
      return reckonedNanos;
    }
    long stopwatch = clock.stopwatchNanos();
    return stopwatch >= 0 ? stopwatch : clock.nowMicros();
  }

  /**
   * The same for what a client sent. Behind another command of the same batch, in which the clock
   * stands still, it began when that ended: the stopwatch is looked at once a command.
   */
  long beginNext() {
    if (costs == null && lastEnd >= 0 && clock.nowMicros() == lastBatch) {
      freedBefore = keys.freedElements;
      return lastEnd;
    }
    return begin();
  }

  private long nanos(long begun, Reply reply) {
    long stopwatch = clock.stopwatchNanos();
    long freed = keys.freedElements - freedBefore;
    if (stopwatch >= 0) {
      lastEnd = stopwatch;
      lastBatch = clock.nowMicros();
      return Math.max(stopwatch - begun, NANOS_PER_FREED * freed);
    }
    return (clock.nowMicros() - begun) * 1_000
        + NANOS_PER_COMMAND
        + NANOS_PER_ITEM * items(reply)
        + NANOS_PER_FREED * freed;
  }

  private static long items(Reply reply) {
    return switch (reply) {
      case Reply.Array array -> array.items().size();
      case Reply.Bulks bulks -> bulks.items().length;
      case Reply.Map map -> map.keysAndValues().size();
      case Reply.Set set -> set.items().size();
      default -> 0;
    };
  }

  /** A command ended, or began to wait, which is not its end. */
  void ended(Call call, Session session, Command command, Reply reply, long begun) {
    long micros =
        costs != null
            ? reckoned(costs.nanos(command, call.sent(), session.db, reply), begun) / 1_000
            : nanos(begun, reply) / 1_000;
    command.micros += micros;
    if (session.isWaiting()) {
      return;
    }
    record(command, micros);
    tell(session, command, call.sent(), micros);
  }

  /** A client that waited got its answer. */
  void served(Session session, Command command, byte[][] words, Reply reply, long begun) {
    long micros =
        costs != null
            ? reckoned(costs.nanos(command, words, session.db, reply), begun) / 1_000
            : nanos(begun, reply) / 1_000;
    command.micros += micros;
    record(command, micros);
    if (settings.slowlogMicros >= 0 && micros >= settings.slowlogMicros) {
      slowlog.add(session, words, micros, clock.nowMicros() / 1_000_000);
    }
    latency.sample("command-unblocking", micros / 1_000, clock.nowMicros() / 1_000_000);
  }

  private void tell(Session session, Command command, byte[][] words, long micros) {
    if (settings.slowlogMicros >= 0
        && micros >= settings.slowlogMicros
        && !command.row().has(Flags.SKIP_SLOWLOG)) {
      slowlog.add(session, words, micros, clock.nowMicros() / 1_000_000);
    }
    if (settings.latencyThresholdMillis > 0) {
      String event = command.row().has(Flags.FAST) ? "fast-command" : "command";
      latency.sample(event, micros / 1_000, clock.nowMicros() / 1_000_000);
    }
  }

  /** What was reckoned since an instant, commands inside this one included, and what was slept. */
  private long reckoned(long own, long begun) {
    reckonedNanos += own;
    return reckonedNanos - begun + (clock.nowMicros() - clockBefore) * 1_000;
  }

  private long otherNanos(long begun) {
    return costs != null
        ? reckoned(costs.nanosOfOtherWork(), begun)
        : nanos(begun, Reply.None.NONE);
  }

  /** Some other work of the server ended. */
  public void worked(String event, long begun) {
    if (settings.latencyThresholdMillis == 0 && costs == null) {
      return;
    }
    long millis = otherNanos(begun) / 1_000_000;
    if (settings.latencyThresholdMillis > 0) {
      latency.sample(event, millis, clock.nowMicros() / 1_000_000);
    }
  }
}
