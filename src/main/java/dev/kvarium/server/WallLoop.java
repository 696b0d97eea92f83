package dev.kvarium.server;

import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of the wall for something that runs on one thread: a clock, timers, and a way for other
 * threads to hand in what came from outside. The timers are those of a simulation whose time
 * follows the wall's.
 */
final class WallLoop implements Clock, Timers {
  private static final long NANOS_PER_MICRO = 1_000;

  private final long epochMicros = System.currentTimeMillis() * 1_000;
  private final long began = System.nanoTime();
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Simulation timers = new Simulation(epochMicros);

  @Override
  public long nowMicros() {
    return epochMicros + (System.nanoTime() - began) / NANOS_PER_MICRO;
  }

  @Override
  public Timer after(long delayMicros, Runnable action) {
    return timers.after(delayMicros + nowMicros() - timers.nowMicros(), action);
  }

  /** Has the thread of the loop do something; from any thread. */
  void post(Runnable action) {
    inbox.add(action);
  }

  /**
   * Runs on this thread until something holds.
   *
   * @return whether it held before the time was over
   */
  boolean runUntil(BooleanSupplier over, long forMicros) {
    long end = nowMicros() + forMicros;
    while (!over.getAsBoolean()) {
      long now = nowMicros();
      if (now >= end) {
        return false;
      }
      timers.advanceTo(now);
      if (!over.getAsBoolean()) {
        OptionalLong next = timers.nextDueMicros();
        take(Math.min(end, next.orElse(end)) - nowMicros());
      }
    }
    return true;
  }

  /** Waits so long, at most, for what comes from outside, and does all that has come. */
  private void take(long micros) {
    try {
      Runnable action = inbox.poll(Math.max(0, micros), TimeUnit.MICROSECONDS);
      while (action != null) {
        action.run();
        action = inbox.poll();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
