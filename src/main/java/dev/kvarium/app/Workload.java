package dev.kvarium.app;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Randomness;
import dev.kvarium.world.Timers;

/**
 * Clients that ask an application. All their chance is drawn in the order in which they ask, from
 * streams of the workload alone, so that applications that are asked by the same spec at a rate are
 * asked for the same keys at the same times.
 */
public final class Workload {
  /** How keys begin; the application puts its own prefix before. */
  public static final String ITEM = "item:";

  private static final double MICROS_PER_SECOND = 1_000_000;

  private final Application app;
  private final Database database;
  private final WorkloadSpec spec;
  private final String prefix;
  private final Clock clock;
  private final Timers timers;
  private final Probe probe;
  private final Randomness arrivals;
  private final Randomness writes;
  private final Popularity.Keys keys;
  private long beganMicros;
  private long asked;
  private long answered;
  private double nextMicros;
  private boolean stopped;
  private boolean over;
  private long tookMicros;

  /**
   * A workload that has not begun.
   *
   * @param prefix of all its keys
   * @param chance the same for all workloads of the same seed
   */
  public Workload(
      Application app,
      Database database,
      WorkloadSpec spec,
      String prefix,
      Clock clock,
      Timers timers,
      Randomness chance,
      Probe probe) {
    this.app = app;
    this.database = database;
    this.spec = spec;
    this.prefix = prefix;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
    arrivals = chance.fork("arrivals");
    writes = chance.fork("writes");
    keys = spec.popularity().over(prefix + ITEM, spec.keys(), chance.fork("keys"));
  }

  /** Begins, once the cache is warm where that is asked. */
  public void begin() {
    app.quiet(spec.quiet());
    database.quiet(spec.quiet());
    database.sizes(spec.sizes());
    if (!spec.warm()) {
      open();
      return;
    }
    long[] left = {spec.keys()};
    long compute = database.settings().latency().meanMicros();
    for (int i = 0; i < spec.keys(); i++) {
      String key = prefix + ITEM + i;
      long version = database.versionNow(key);
      Runnable kept =
          () -> {
            if (--left[0] == 0) {
              open();
            }
          };
      if (version == 0) {
        kept.run();
      } else {
        app.warm(key, new Row(version, spec.sizes().of(key)), compute, kept);
      }
    }
  }

  private void open() {
    beganMicros = clock.nowMicros();
    app.tally().workload(beganMicros);
    nextMicros = beganMicros;
    probe.emit(
        new AppEvent.WorkloadBegan(app.name(), spec.clients(), spec.requests(), spec.seed()));
    if (spec.arrival() == WorkloadSpec.Arrival.CLOSED) {
      for (int client = 0; client < spec.clients(); client++) {
        int own = client;
        timers.after(arrivals.below(spec.thinkMicros() + 1), () -> ask(own));
      }
    } else {
      plan();
    }
  }

  private boolean isDone() {
    return stopped
        || spec.requests() > 0 && asked >= spec.requests()
        || spec.forMicros() > 0 && clock.nowMicros() - beganMicros >= spec.forMicros();
  }

  /** The next request that comes by the rate. */
  private void plan() {
    double gap = MICROS_PER_SECOND / spec.ratePerSecond();
    nextMicros +=
        spec.arrival() == WorkloadSpec.Arrival.EVEN ? gap : gap * Chance.exponential(arrivals);
    long delay = StrictMath.round(nextMicros) - clock.nowMicros();
    timers.after(
        Math.max(0, delay),
        () -> {
          if (isDone()) {
            end();
            return;
          }
          ask((int) (asked % spec.clients()));
          plan();
        });
  }

  private void ask(int client) {
    if (isDone()) {
      end();
      return;
    }
    asked++;
    String key = keys.next();
    if (spec.writesPercent() > 0 && writes.chance(spec.writesPercent(), 100)) {
      app.write(client, key, result -> answered(client));
    } else {
      app.read(client, key, result -> answered(client));
    }
  }

  private void answered(int client) {
    answered++;
    if (spec.arrival() == WorkloadSpec.Arrival.CLOSED && !isDone()) {
      timers.after(spec.thinkMicros(), () -> ask(client));
    } else {
      end();
    }
  }

  /** Ends it when nobody asks any more and all are answered. */
  private void end() {
    if (!over && isDone() && answered == asked) {
      over = true;
      tookMicros = clock.nowMicros() - beganMicros;
      probe.emit(new AppEvent.WorkloadEnded(app.name(), answered, tookMicros));
    }
  }

  /** Nobody asks any more from now on. */
  public void stop() {
    stopped = true;
    end();
  }

  public WorkloadSpec spec() {
    return spec;
  }

  /** Whom it asks. */
  public Application app() {
    return app;
  }

  /** How many requests were made. */
  public long asked() {
    return asked;
  }

  /** How many of these are answered. */
  public long answered() {
    return answered;
  }

  /** For how long clients have asked; up to the last answer once it is over. */
  public long tookMicros() {
    return over || beganMicros == 0 ? tookMicros : clock.nowMicros() - beganMicros;
  }

  /** Whether all are answered and no more come. */
  public boolean isOver() {
    return over;
  }
}
