package dev.kvarium.app;

import dev.kvarium.event.DatabaseEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A database: rows with versions, so many connections, and a time that each query takes. A query
 * for which no connection is free waits, the first come first.
 *
 * <p>A query sees the row as it was when it began to run, and answers when its time is over; a
 * change is there when its time is over. Between the two lies what makes caches stale: a row can
 * change while somebody is on the way with the one before.
 *
 * <p>The rows {@code …0} to {@code …rows-1}, by the number at the end of the key, are there from
 * the start with version 1. It runs on whatever clock it is given, a lab's or the wall's.
 */
public final class Database implements DatabasePort {
  private final String name;
  private final DatabaseSettings settings;
  private final Clock clock;
  private final Timers timers;
  private final Randomness chance;
  private final Probe probe;
  private final Map<String, Long> versions = new HashMap<>();
  private final ArrayDeque<Query> waiting = new ArrayDeque<>();
  private Sizes sizes = Sizes.USUAL;
  private boolean quiet;
  private int running;
  private int most;
  private long queries;
  private long changes;
  private long busyMicros;

  /** A query, from when it came to when it is answered. */
  private record Query(String key, boolean write, long cameMicros, Consumer<Row> then) {}

  public Database(
      String name,
      DatabaseSettings settings,
      Clock clock,
      Timers timers,
      Randomness chance,
      Probe probe) {
    this.name = name;
    this.settings = settings;
    this.clock = clock;
    this.timers = timers;
    this.chance = chance;
    this.probe = probe;
  }

  public String name() {
    return name;
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /** How long the values of its rows are from now on. */
  public void sizes(Sizes sizes) {
    this.sizes = sizes;
  }

  /** Whether it states no facts of single queries, where there are too many. */
  public void quiet(boolean quiet) {
    this.quiet = quiet;
  }

  @Override
  public void read(String key, Consumer<Row> then) {
    come(new Query(key, false, clock.nowMicros(), then));
  }

  @Override
  public void write(String key, Consumer<Row> then) {
    come(new Query(key, true, clock.nowMicros(), then));
  }

  @Override
  public long versionNow(String key) {
    Long version = versions.get(key);
    return version != null ? version : numbered(key) < settings.rows() ? 1 : 0;
  }

  /** The number at the end of a key; beyond all rows where there is none. */
  private static long numbered(String key) {
    int from = key.length();
    while (from > 0 && Character.isDigit(key.charAt(from - 1)) && key.length() - from < 18) {
      from--;
    }
    return from == key.length() ? Long.MAX_VALUE : Long.parseLong(key.substring(from));
  }

  private void come(Query query) {
    queries++;
    if (running < settings.connections()) {
      run(query);
    } else {
      waiting.add(query);
    }
    most = Math.max(most, running + waiting.size());
    if (states()) {
      probe.emit(new DatabaseEvent.Queried(name, query.key, query.write, running, waiting.size()));
    }
  }

  private boolean states() {
    return !quiet && probe.listening();
  }

  private void run(Query query) {
    running++;
    long began = clock.nowMicros();
    long seen = versionNow(query.key);
    timers.after(settings.latency().draw(chance), () -> end(query, began, seen));
  }

  private void end(Query query, long began, long seen) {
    running--;
    long now = clock.nowMicros();
    busyMicros += now - began;
    long version = seen;
    if (query.write) {
      changes++;
      version = versionNow(query.key) + 1;
      versions.put(query.key, version);
      if (probe.listening()) {
        probe.emit(new DatabaseEvent.Changed(name, query.key, version));
      }
    }
    if (states()) {
      probe.emit(
          new DatabaseEvent.Answered(
              name, query.key, version, began - query.cameMicros, now - query.cameMicros));
    }
    if (!waiting.isEmpty()) {
      run(waiting.removeFirst());
    }
    query.then.accept(version == 0 ? Row.NONE : new Row(version, sizes.of(query.key)));
  }

  /** What there is to be seen of it. */
  public DatabaseSnapshot snapshot() {
    return new DatabaseSnapshot(
        name, settings, running, waiting.size(), most, queries, changes, busyMicros);
  }
}
