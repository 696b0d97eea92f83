package dev.kvarium.sim;

import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a world and all that is to happen on it.
 *
 * <p>Time moves only by {@link #advanceTo} and {@link #spend}. Actions that are due at the same
 * microsecond run in the order in which they were asked for. While an action runs the clock shows
 * the time at which it was due, or a later one when something before it took time.
 */
public final class Simulation implements Clock {
  private final long startMicros;
  private final DueQueue<Due> queue = new DueQueue<>();
  private long nowMicros;
  private long asked;
  private long ran;

  /** A world whose clock shows this Unix time, in microseconds. */
  public Simulation(long epochMicros) {
    startMicros = epochMicros;
    nowMicros = epochMicros;
  }

  /** An action to come. */
  private static final class Due implements Timers.Timer {
    final long atMicros;
    final Runnable action;
    boolean cancelled;

    Due(long atMicros, Runnable action) {
      this.atMicros = atMicros;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public long nowMicros() {
    return nowMicros;
  }

  /** Unix time at which this world began, in microseconds. */
  public long startMicros() {
    return startMicros;
  }

  /** Timers that can be stopped all at once: those of one process, which may die. */
  public ProcessTimers process() {
    return new ProcessTimers(this);
  }

  /** Runs an action once the delay has passed. */
  public Timers.Timer after(long delayMicros, Runnable action) {
    Due due = new Due(nowMicros + StrictMath.max(0, delayMicros), action);
    queue.add(due.atMicros, asked++, due);
    return due;
  }

  /** Lets time pass up to an instant, and runs all that is due on the way. */
  public void advanceTo(long toMicros) {
    for (Due next = next(); next != null && next.atMicros <= toMicros; next = next()) {
      run(next);
    }
    nowMicros = StrictMath.max(nowMicros, toMicros);
  }

  /** Lets so much time pass, and runs all that is due on the way. */
  public void advance(long micros) {
    advanceTo(nowMicros + micros);
  }

  /** Runs what is due by now and has not run: what came due while time was spent. */
  public void catchUp() {
    advanceTo(nowMicros);
  }

  /**
   * Moves the clock while whoever calls is waiting; nothing runs meanwhile. What comes due in that
   * time runs late, as it does in a process that is blocked.
   */
  public void spend(long micros) {
    nowMicros += micros;
  }

  @Override
  public void stall(long micros) {
    spend(StrictMath.max(0, micros));
  }

  /** How many actions have run since the world began. */
  public long actionsRun() {
    return ran;
  }

  /** When the next action is due; empty when nothing is to come. */
  public OptionalLong nextDueMicros() {
    Due next = next();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next.atMicros);
  }

  private @Nullable Due next() {
    Due next = queue.peek();
    while (next != null && next.cancelled) {
      queue.removeFirst();
      next = queue.peek();
    }
    return next;
  }

  private void run(Due due) {
    queue.removeFirst();
    nowMicros = StrictMath.max(nowMicros, due.atMicros);
    ran++;
    due.action.run();
  }

  /** The timers of one process. */
  public static final class ProcessTimers implements Timers {
    private final Simulation simulation;
    private final ArrayDeque<Runnable> late = new ArrayDeque<>();
    private boolean dead;
    private boolean frozen;

    private ProcessTimers(Simulation simulation) {
      this.simulation = simulation;
    }

    @Override
    public Timer after(long delayMicros, Runnable action) {
      boolean[] cancelled = {false};
      Timer due =
          simulation.after(
              delayMicros,
              () -> {
                if (frozen) {
                  late.add(
                      () -> {
                        if (!cancelled[0]) {
                          action.run();
                        }
                      });
                } else if (!dead) {
                  action.run();
                }
              });
      return () -> {
        cancelled[0] = true;
        due.cancel();
      };
    }

    /** Ends the process: none of its timers runs any more. */
    public void kill() {
      dead = true;
      late.clear();
    }

    /** The process stands still: what comes due waits for it. */
    public void freeze() {
      frozen = true;
    }

    /** The process goes on; what came due meanwhile runs now. */
    public void thaw() {
      frozen = false;
      while (!late.isEmpty() && !frozen && !dead) {
        late.removeFirst().run();
      }
    }
  }
}
