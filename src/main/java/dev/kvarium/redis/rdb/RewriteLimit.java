package dev.kvarium.redis.rdb;

import java.util.function.Consumer;

/**
 * Keeps the server from beginning one rewrite of the log after the other when they fail, since each
 * leaves another increment behind: after the third in a row it waits a minute, then two, four, up
 * to an hour. BGREWRITEAOF is not kept from anything.
 */
final class RewriteLimit {
  private static final int FAILURES = 3;
  private static final long MOST_MINUTES = 60;

  private long failures;
  private long delayMinutes;
  private long untilSeconds;

  void failed() {
    failures++;
  }

  void succeeded() {
    failures = 0;
  }

  /** How many rewrites have failed one after the other. */
  long failures() {
    return failures;
  }

  /** Whether no rewrite may begin now by itself. */
  boolean holds(long nowSeconds, Consumer<String> log) {
    if (failures < FAILURES) {
      delayMinutes = 0;
      untilSeconds = 0;
      return false;
    }
    if (untilSeconds != 0) {
      boolean held = nowSeconds < untilSeconds;
      untilSeconds = held ? untilSeconds : 0;
      return held;
    }
    delayMinutes = delayMinutes == 0 ? 1 : StrictMath.min(MOST_MINUTES, delayMinutes * 2);
    untilSeconds = nowSeconds + delayMinutes * 60;
    log.accept(
        "Background AOF rewrite has repeatedly failed and triggered the limit, will retry in "
            + delayMinutes
            + " minutes");
    return true;
  }
}
