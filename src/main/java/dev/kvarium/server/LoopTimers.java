package dev.kvarium.server;

import dev.kvarium.world.Timers;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Timers of the world that run on the event loop, by the real clock. */
final class LoopTimers implements Timers {
  private final EventLoop loop;
  private Consumer<Runnable> runner = Runnable::run;

  LoopTimers(EventLoop loop) {
    this.loop = loop;
  }

  /** Has each action run by this, on the loop. */
  void runBy(Consumer<Runnable> runner) {
    this.runner = runner;
  }

  @Override
  public Timer after(long delayMicros, Runnable action) {
    Future<?> due = loop.schedule(() -> runner.accept(action), delayMicros, TimeUnit.MICROSECONDS);
    return () -> due.cancel(false);
  }
}
