package dev.kvarium.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * All facts of a world in the order in which they were stated, each with its number, time and node.
 */
public final class EventLog {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One fact.
   *
   * @param number counts from 0
   * @param timeMicros Unix time of the world, in microseconds
   * @param node the name of the node that stated it; empty for the world itself
   */
  public record Entry(long number, long timeMicros, String node, Event event) {}

  /**
   * A probe that writes into this log as one node, stamped with the Unix time in µs that the clock
   * tells.
   */
  public Probe probe(String node, LongSupplier nowMicros) {
    return new Probe() {
      @Override
      public boolean listening() {
        return true;
      }

      @Override
      public void emit(Event event) {
        entries.add(new Entry(entries.size(), nowMicros.getAsLong(), node, event));
      }
    };
  }

  /** How many facts there are. */
  public int size() {
    return entries.size();
  }

  /** The fact of a number. */
  public Entry get(int number) {
    return entries.get(number);
  }

  /** The facts from a number on; a copy. */
  public List<Entry> since(int number) {
    return List.copyOf(entries.subList(number, entries.size()));
  }

  /** All facts so far. */
  public List<Entry> all() {
    return since(0);
  }
}
