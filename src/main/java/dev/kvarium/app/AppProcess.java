package dev.kvarium.app;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One process of an application: the requests of its clients, and what its strategy remembers
 * between them. When it ends, all of that is gone.
 */
public final class AppProcess {
  private static final long MICROS_PER_MILLI = 1_000;

  private final Application app;
  private final String name;
  private final Line line;
  private final Cache cache;
  private final DatabasePort database;
  private final Clock clock;
  private final Timers timers;
  private final Randomness chance;
  private final Probe probe;
  private final Strategy strategy;
  private final Set<Access> open = new LinkedHashSet<>();
  private final Map<String, ArrayDeque<Runnable>> writing = new HashMap<>();
  private long tokens;

  AppProcess(Application app, String name, Ports ports, Randomness chance, Strategies.Kind kind) {
    this.app = app;
    this.name = name;
    this.clock = ports.clock();
    this.probe = ports.probe();
    this.chance = chance;
    line = new Line(app.name(), clock, probe);
    cache = ports.cache().over(line);
    database = line.over(ports.database(), ports.databaseName(), app.tally());
    timers = line.over(ports.timers());
    strategy = kind.maker().apply(this);
  }

  /** The key of the lock under which a key is loaded. */
  public static String lockOf(String key) {
    return "lock:" + key;
  }

  String name() {
    return name;
  }

  Line line() {
    return line;
  }

  /** The cache; say before by {@link #by} for whom it is asked. */
  public Cache cache() {
    return cache;
  }

  public Clock clock() {
    return clock;
  }

  public Timers timers() {
    return timers;
  }

  public Randomness chance() {
    return chance;
  }

  public AppSettings settings() {
    return app.settings();
  }

  /** What is asked next is asked for this request. */
  public AppProcess by(Access access) {
    line.current(access);
    return this;
  }

  /** A client reads. */
  void read(Access access) {
    open.add(access);
    strategy.read(access);
  }

  /** A client changes a row, and then the cache as the policy has it. */
  void write(Access access) {
    open.add(access);
    if (settings().writes() == WritePolicy.THROUGH) {
      inTurn(access.key(), () -> change(access));
    } else {
      change(access);
    }
  }

  /** Changes of one key go one after the other. */
  private void inTurn(String key, Runnable change) {
    ArrayDeque<Runnable> turn = writing.get(key);
    if (turn == null) {
      writing.put(key, new ArrayDeque<>());
      change.run();
    } else {
      turn.add(change);
    }
  }

  private void nextTurn(String key) {
    ArrayDeque<Runnable> turn = writing.get(key);
    if (turn == null) {
      return;
    }
    if (turn.isEmpty()) {
      writing.remove(key);
    } else {
      turn.removeFirst().run();
    }
  }

  private void change(Access access) {
    by(access);
    long began = clock.nowMicros();
    database.write(
        access.key(),
        row -> {
          Runnable done = () -> wrote(access, row);
          if (settings().writes() == WritePolicy.DELETE) {
            strategy.drop(access, done);
          } else {
            strategy.keep(access, entry(row, clock.nowMicros() - began), done);
          }
        });
  }

  private void wrote(Access access, Row row) {
    long micros = clock.nowMicros() - access.startMicros();
    if (line.states()) {
      probe.emit(
          new AppEvent.Wrote(
              app.name(),
              access.number(),
              access.client(),
              access.key(),
              settings().writes().word(),
              row.version(),
              micros));
    }
    if (settings().writes() == WritePolicy.THROUGH) {
      nextTurn(access.key());
    }
    end(new Access.Result(access, Access.From.DATABASE, row.version(), micros));
  }

  /** Reads the cache for a request. */
  public void get(Access access, Consumer<Found> then) {
    by(access).cache().get(access.key(), then);
  }

  /** Keeps an entry in the cache. */
  public void set(Access access, Entry entry, long ttlMillis, Runnable then) {
    by(access)
        .cache()
        .set(access.key(), kept(access, entry, ttlMillis), ttlMillis, taken -> then.run());
  }

  /** The entry, fresh for so long from now on, which is noted. */
  public Entry kept(Access access, Entry entry, long ttlMillis) {
    long now = clock.nowMicros();
    app.tally().kept(access.key(), now + ttlMillis * MICROS_PER_MILLI, now);
    return new Entry(
        entry.version(), entry.computeMicros(), clock.nowMillis() + ttlMillis, entry.bytes());
  }

  /** Removes the entry of a request's key. */
  public void delete(Access access, Runnable then) {
    app.tally().dropped(access.key());
    by(access).cache().delete(access.key(), answered -> then.run());
  }

  private static Entry entry(Row row, long micros) {
    return new Entry(row.version(), micros, 0, row.bytes());
  }

  /**
   * Reads a row from the database, to be put into the cache.
   *
   * @param why as {@link AppEvent.Loaded} has it
   */
  public void load(Access access, String why, Consumer<Entry> then) {
    by(access);
    long began = clock.nowMicros();
    database.read(
        access.key(),
        row -> {
          long took = clock.nowMicros() - began;
          if (line.states()) {
            probe.emit(
                new AppEvent.Loaded(
                    app.name(),
                    access.number(),
                    access.client(),
                    access.key(),
                    why,
                    row.version(),
                    took));
          }
          then.accept(entry(row, took));
        });
  }

  /** Reads a row and puts it into the cache, unless there is none. */
  public void fill(Access access, String why, Consumer<Entry> then) {
    load(
        access,
        why,
        entry -> {
          if (entry.isAbsence()) {
            then.accept(entry);
          } else {
            strategy.keep(access, entry, () -> then.accept(entry));
          }
        });
  }

  /** Puts the row of a key into the cache as it is now, as if it had just been read. */
  void warm(Access access, Row row, long computeMicros, Runnable then) {
    by(access);
    strategy.keep(access, entry(row, computeMicros), then);
  }

  /** Answers a client. */
  public void answer(Access access, Access.From from, Entry entry) {
    long micros = clock.nowMicros() - access.startMicros();
    if (line.states()) {
      probe.emit(
          new AppEvent.Read(
              app.name(),
              access.number(),
              access.client(),
              access.key(),
              from.word(),
              entry.version(),
              access.versionAtStart(),
              database.versionNow(access.key()),
              micros));
    }
    end(new Access.Result(access, from, entry.version(), micros));
  }

  private void end(Access.Result result) {
    if (open.remove(result.access())) {
      app.ended(result);
    }
  }

  /** Takes the lock of a request's key; calls back with its token, or empty when another has it. */
  public void lock(Access access, Consumer<String> taken, Runnable refused) {
    String token = name + "-" + ++tokens;
    by(access)
        .cache()
        .lock(
            lockOf(access.key()),
            token,
            settings().lockMillis(),
            won -> {
              if (!won) {
                refused.run();
                return;
              }
              if (line.states()) {
                probe.emit(
                    new AppEvent.LockTaken(
                        app.name(), access.number(), access.client(), access.key(), token));
              }
              taken.accept(token);
            });
  }

  /** Reads the cache for a request; one of those who find nothing gets a lease. */
  public void lease(Access access, Consumer<Leased> then) {
    String token = name + "-" + ++tokens;
    by(access).cache().getOrLease(access.key(), token, settings().lockMillis(), then);
  }

  /** Keeps an entry in the cache, unless the lease was taken away. */
  public void setLeased(Access access, Entry entry, long ttlMillis, String lease, Runnable then) {
    by(access)
        .cache()
        .setLeased(
            access.key(), kept(access, entry, ttlMillis), ttlMillis, lease, kept -> then.run());
  }

  /** Gives the lock up. */
  public void unlock(Access access, String token, Runnable then) {
    by(access)
        .cache()
        .unlock(
            lockOf(access.key()),
            token,
            own -> {
              if (line.states()) {
                probe.emit(
                    new AppEvent.LockFreed(
                        app.name(), access.number(), access.client(), access.key(), own));
              }
              then.run();
            });
  }

  /** Runs something after a time, unless the process has ended by then. */
  public void later(Access access, long millis, Runnable action) {
    by(access).timers().after(millis * MICROS_PER_MILLI, action);
  }

  /** Ends the process; the requests that it leaves unanswered. */
  List<Access> kill() {
    line.cut();
    List<Access> left = new ArrayList<>(open);
    open.clear();
    probe.emit(new AppEvent.ProcessEnded(app.name(), name, left.size()));
    return left;
  }
}
