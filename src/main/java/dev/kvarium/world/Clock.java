package dev.kvarium.world;

/** The time of a node. It stands still while a command runs. */
public interface Clock {
  /** Unix time in microseconds. */
  long nowMicros();

  /**
   * Lets time pass while whoever calls waits, as a process does that sleeps: nothing else of the
   * world runs meanwhile. A clock that is set from outside does not wait.
   */
  default void stall(long micros) {}

  /**
   * Nanoseconds that go on while a command runs, since some moment; -1 where time stands still
   * meanwhile, as in the lab.
   */
  default long stopwatchNanos() {
    return -1;
  }

  /** Unix time in milliseconds, as Redis keeps expiry times. */
  default long nowMillis() {
    return nowMicros() / 1_000;
  }
}
