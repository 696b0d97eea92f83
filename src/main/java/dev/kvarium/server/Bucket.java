package dev.kvarium.server;

import java.util.concurrent.TimeUnit;

/**
 * What somebody may use up of something: it fills at an even rate, to what fills in a second, and
 * whoever has taken more than was in it waits until it is full enough again.
 */
final class Bucket {
  private final double perNano;
  private final double most;
  private double left;
  private long usedBefore;

  /** A full one, into which so much flows in a second. */
  Bucket(double perSecond) {
    this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
    this.most = perSecond;
    this.left = perSecond;
  }

  /**
   * Lets time pass.
   *
   * @param used how much was used since the beginning; no less than the last time
   * @return how much was used meanwhile
   */
  long pass(long nanos, long used) {
    long now = Math.max(usedBefore, used);
    long meanwhile = now - usedBefore;
    usedBefore = now;
    left = Math.min(most, left + nanos * perNano - meanwhile);
    return meanwhile;
  }

  /** How many ns it takes until there is something in it; 0 when there is. */
  long nanosUntilFilled() {
    return left >= 0 ? 0 : (long) (-left / perNano);
  }
}
