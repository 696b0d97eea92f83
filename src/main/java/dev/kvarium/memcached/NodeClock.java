package dev.kvarium.memcached;

import dev.kvarium.world.Clock;

/**
 * The clock that items are aged by: whole seconds, ticking once a second, counted from a little
 * before the start so that no item was ever used at time 0.
 *
 * <p>A time to live of a second therefore lasts between none and one.
 */
final class NodeClock {
  /** A hit moves an item of the classic list only when its last move was longer ago. */
  static final long UPDATE_INTERVAL_SECONDS = 60;

  /** Longer times to live are taken for points in time: 30 days. */
  static final long LONGEST_TTL_SECONDS = 60 * 60 * 24 * 30;

  private static final long MICROS = 1_000_000;
  private static final long HEAD_START_SECONDS = UPDATE_INTERVAL_SECONDS + 2;

  private final long startedMicros;
  private final long startedSeconds;
  private long seconds;

  NodeClock(Clock clock) {
    startedMicros = clock.nowMicros();
    startedSeconds = startedMicros / MICROS - HEAD_START_SECONDS;
    seconds = HEAD_START_SECONDS;
  }

  /** Seconds since {@link #startedSeconds}. */
  long now() {
    return seconds;
  }

  /** Unix time of second 0. */
  long startedSeconds() {
    return startedSeconds;
  }

  /** Reads the world's clock; called once a second. */
  void tick(Clock clock) {
    seconds = (clock.nowMicros() - startedMicros) / MICROS + HEAD_START_SECONDS;
  }

  /** A time to live or point in time as clients give it, as a second of this clock; 0 is never. */
  long expiry(long given) {
    long positive = given < 0 ? LONGEST_TTL_SECONDS + 1 : given;
    if (positive == 0) {
      return 0;
    }
    if (positive > LONGEST_TTL_SECONDS) {
      return positive <= startedSeconds ? 1 : positive - startedSeconds;
    }
    return positive + seconds;
  }
}
