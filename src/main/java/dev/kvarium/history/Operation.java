package dev.kvarium.history;

/**
 * A read or a write, as whoever asked for it saw it.
 *
 * @param number by which it is known to whoever wrote the history down
 * @param client who asked
 * @param version that was read, or that the write made; of a key, each write makes a higher one
 * @param startNanos when it was asked for, since some moment
 * @param endNanos when it was answered; not before it was asked for
 */
public record Operation(
    long number,
    String client,
    Kind kind,
    String key,
    long version,
    long startNanos,
    long endNanos) {
  /** What was asked for. */
  public enum Kind {
    READ,
    WRITE
  }

  public Operation {
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "operation " + number + " ended at " + endNanos + ", before it began");
    }
  }

  /** Whether it was answered before another was asked for. */
  public boolean isBefore(Operation other) {
    return endNanos < other.startNanos;
  }
}
