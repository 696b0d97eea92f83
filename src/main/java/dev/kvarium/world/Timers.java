package dev.kvarium.world;

/** Lets a node be called later, on the clock of its world. */
public interface Timers {
  /**
   * Runs an action once the delay has passed; never before this call has returned.
   *
   * @param delayMicros how long to wait, in microseconds, 0 or more
   */
  Timer after(long delayMicros, Runnable action);

  /** A call to come. */
  interface Timer {
    /** Makes sure that the action does not run any more; harmless when it has run. */
    void cancel();
  }
}
