package dev.kvarium.server;

import dev.kvarium.world.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The clock on the wall, read once a batch: between two readings it stands still, and it never goes
 * back.
 */
final class LiveClock implements Clock {
  private long nowMicros;

  LiveClock() {
    read();
  }

  /** Looks at the wall. */
  void read() {
    Instant now = Instant.now();
    nowMicros = Math.max(nowMicros, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
  }

  @Override
  public void stall(long micros) {
    try {
      TimeUnit.MICROSECONDS.sleep(micros);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    read();
  }

  @Override
  public long stopwatchNanos() {
    return System.nanoTime() & Long.MAX_VALUE;
  }

  @Override
  public long nowMicros() {
    return nowMicros;
  }
}
