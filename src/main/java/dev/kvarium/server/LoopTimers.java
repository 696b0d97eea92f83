package dev.kvarium.server;

import dev.kvarium.world.Timers;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers of the world that run on the event loop, by the real clock. */
final class LoopTimers implements Timers {
  private final EventLoop loop;
  private final LiveClock clock;
  private Runnable afterwards = () -> {};

  LoopTimers(EventLoop loop, LiveClock clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /** Has something run after each action. */
  void afterEach(Runnable action) {
    afterwards = action;
  }

  @Override
  public Timer after(long delayMicros, Runnable action) {
    Future<?> due =
        loop.schedule(
            () -> {
              clock.read();
              action.run();
              afterwards.run();
            },
            delayMicros,
            TimeUnit.MICROSECONDS);
    return () -> due.cancel(false);
  }
}
