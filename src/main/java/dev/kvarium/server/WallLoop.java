package dev.kvarium.server;

import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of the wall for something that runs on one thread: a clock, timers, and a way for other
 * threads to hand in what came from outside.
 */
final class WallLoop implements Clock, Timers {
  private static final long NANOS_PER_MICRO = 1_000;

  private final long epochMicros = System.currentTimeMillis() * 1_000;
  private final long began = System.nanoTime();
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final PriorityQueue<Due> timers = new PriorityQueue<>();
  private long orders;

  private static final class Due implements Timer, Comparable<Due> {
    private final long atMicros;
    private final long order;
    private final Runnable action;
    private boolean cancelled;

    Due(long atMicros, long order, Runnable action) {
      this.atMicros = atMicros;
      this.order = order;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMicros, other.atMicros);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  @Override
  public long nowMicros() {
    return epochMicros + (System.nanoTime() - began) / NANOS_PER_MICRO;
  }

  @Override
  public Timer after(long delayMicros, Runnable action) {
    Due due = new Due(nowMicros() + delayMicros, orders++, action);
    timers.add(due);
    return due;
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
      Due next = timers.peek();
      if (next != null && (next.cancelled || next.atMicros <= now)) {
        timers.poll();
        if (!next.cancelled) {
          next.action.run();
        }
      } else {
        take(Math.min(end, next == null ? end : next.atMicros) - now);
      }
    }
    return true;
  }

  private void take(long micros) {
    try {
      Runnable action = inbox.poll(micros, TimeUnit.MICROSECONDS);
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
