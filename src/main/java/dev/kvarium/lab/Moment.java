package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import java.util.List;

/**
 * A moment of a world's history, with all that is needed to walk there: it does not change when the
 * world goes on, and another thread may have it.
 *
 * @param log of the world, by which its history is told from another
 * @param entries the inputs up to then; of a time that passes by the last only a part may have
 *     passed
 * @param micros Unix time of the world
 * @param seekWord what {@code :seek} takes to go there
 * @param client in whose name the prompt speaks
 * @param node to which it speaks
 */
public record Moment(
    WorldSpec spec,
    EventLog log,
    List<JournalEntry> entries,
    long micros,
    String seekWord,
    String client,
    String node) {
  public Moment {
    entries = List.copyOf(entries);
  }

  /** The number of the first fact that the input at that moment led to. */
  int sinceInput() {
    return entries.isEmpty() ? 0 : entries.getLast().firstEvent();
  }
}
