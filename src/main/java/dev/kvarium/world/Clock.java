package dev.kvarium.world;

/** The time of a node. It stands still while a command runs. */
public interface Clock {
  /** Unix time in microseconds. */
  long nowMicros();

  /** Unix time in milliseconds, as Redis keeps expiry times. */
  default long nowMillis() {
    return nowMicros() / 1_000;
  }
}
