package dev.kvarium.history;

/**
 * A read or a write, as whoever asked for it saw it.
 *
 * @param number by which it is known to whoever wrote the history down
 * @param client who asked
 * @param version that was read, or that the write made; of a key, each write makes a higher one
 * @param startMicros when it was asked for
 * @param endMicros when it was answered; not before it was asked for
 */
public record Operation(
    long number,
    String client,
    Kind kind,
    String key,
    long version,
    long startMicros,
    long endMicros) {
  /** What was asked for. */
  public enum Kind {
    READ,
    WRITE
  }

  public Operation {
    if (endMicros < startMicros) {
      throw new IllegalArgumentException(
          "operation " + number + " ended at " + endMicros + ", before it began");
    }
  }

  /** Whether it was answered before another was asked for. */
  public boolean isBefore(Operation other) {
    return endMicros < other.startMicros;
  }
}
