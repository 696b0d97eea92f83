package dev.kvarium.lab;

/**
 * One input that reached the world.
 *
 * @param atMicros when, as Unix time of the world in microseconds
 * @param firstEvent the number of the first fact that it led to
 * @param changes whether it counts as a step that {@code :back} takes back; a command that only
 *     read does not, but it is kept, since even reading leaves traces (a hit counted, an expired
 *     key removed)
 */
public record JournalEntry(long atMicros, int firstEvent, Step step, boolean changes) {
  /** Whether it has happened by an instant, and time that passes by it has passed as a whole. */
  boolean isOverAt(long micros) {
    return atMicros <= micros && !(step instanceof Step.Advance to && to.toMicros() > micros);
  }

  /** The input as it could be typed, {@code + 2.5s}. */
  String text() {
    return step instanceof Step.Advance advance
        ? "+ " + Durations.exact(advance.toMicros() - atMicros)
        : step.text();
  }
}
