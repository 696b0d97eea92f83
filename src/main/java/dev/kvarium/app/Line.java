package dev.kvarium.app;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all goes through that one process asks and is told. It states for which request of a client
 * that was, and is cut when the process ends: what comes later, nobody gets.
 */
public final class Line {
  private final String app;
  private final Clock clock;
  private final Probe probe;
  private Access current = Access.NOBODY;
  private boolean cut;
  private boolean quiet;

  Line(String app, Clock clock, Probe probe) {
    this.app = app;
    this.clock = clock;
    this.probe = probe;
  }

  void cut() {
    cut = true;
  }

  void quiet(boolean quiet) {
    this.quiet = quiet;
  }

  /** Whether facts of single requests are wanted. */
  boolean states() {
    return !quiet && probe.listening();
  }

  /** Says for whom is asked from now on, until the next answer comes. */
  void current(Access access) {
    current = access;
  }

  /** A port through this line; requests and answers are told by these as text. */
  public <Q, A> StorePort<Q, A> over(
      StorePort<Q, A> port, Function<Q, String> request, Function<A, String> answer) {
    return new StorePort<>() {
      @Override
      public void ask(byte[] key, Q asked, Consumer<A> then) {
        if (states()) {
          port.ask(key, asked, told(port.whom(key), request.apply(asked), answer, then));
        } else {
          port.ask(key, asked, through(then));
        }
      }

      @Override
      public String whom(byte[] key) {
        return port.whom(key);
      }
    };
  }

  /** A database through this line. */
  DatabasePort over(DatabasePort database, String name, Tally tally) {
    return new DatabasePort() {
      @Override
      public void read(String key, Consumer<Row> then) {
        database.read(key, wrapped("read ", key, then));
      }

      @Override
      public void write(String key, Consumer<Row> then) {
        database.write(key, wrapped("write ", key, then));
      }

      @Override
      public long versionNow(String key) {
        return database.versionNow(key);
      }

      private Consumer<Row> wrapped(String what, String key, Consumer<Row> then) {
        Consumer<Row> own =
            states()
                ? told(
                    name, what + key, row -> row.isThere() ? "v" + row.version() : "no row", then)
                : through(then);
        tally.queryBegan(clock.nowMicros());
        return row -> {
          tally.queryEnded(clock.nowMicros());
          own.accept(row);
        };
      }
    };
  }

  /** Timers through this line. */
  Timers over(Timers timers) {
    return (delayMicros, action) -> timers.after(delayMicros, run(action));
  }

  private Runnable run(Runnable action) {
    Access by = current;
    return () -> {
      if (!cut) {
        current = by;
        action.run();
      }
    };
  }

  private <A> Consumer<A> through(Consumer<A> then) {
    Access by = current;
    return answer -> {
      if (!cut) {
        current = by;
        then.accept(answer);
      }
    };
  }

  private <A> Consumer<A> told(
      String whom, String what, Function<A, String> text, Consumer<A> then) {
    Access by = current;
    long asked = clock.nowMicros();
    probe.emit(new AppEvent.Asked(app, by.number(), by.client(), whom, what));
    return answer -> {
      if (!cut) {
        current = by;
        long took = clock.nowMicros() - asked;
        String said = text.apply(answer);
        probe.emit(new AppEvent.Answered(app, by.number(), by.client(), whom, said, took));
        then.accept(answer);
      }
    };
  }
}
