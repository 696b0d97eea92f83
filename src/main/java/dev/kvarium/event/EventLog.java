package dev.kvarium.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All facts of a world in the order in which they were stated, each with its number, time and node.
 */
public final class EventLog {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Class<?>, Folding> folds = new LinkedHashMap<>();
  private Runnable guard = () -> {};

  /**
   * One fact.
   *
   * @param number counts from 0
   * @param timeMicros Unix time of the world, in microseconds
   * @param node the name of the node that stated it; empty for the world itself
   */
  public record Entry(long number, long timeMicros, String node, Event event) {}

  /** What somebody makes of all facts, one after the other. */
  public interface Fold {
    void take(Entry entry);
  }

  /** A fold, and how many facts it has taken. */
  private static final class Folding {
    final Fold fold;
    int taken;

    Folding(Fold fold) {
      this.fold = fold;
    }
  }

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
        guard.run();
      }
    };
  }

  /** Has somebody told of each fact from now on, who may end all by throwing an error. */
  public void guard(Runnable told) {
    guard = told;
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

  /**
   * What a kind of fold makes of the facts so far. It is kept with the log, so that who asks again
   * waits for the facts that came since and not for all.
   *
   * @param begin makes the fold of no facts, when it is asked for first
   */
  public <F extends Fold> F folded(Class<F> kind, Supplier<F> begin) {
    Folding folding = folds.computeIfAbsent(kind, any -> new Folding(begin.get()));
    while (folding.taken < entries.size()) {
      folding.fold.take(entries.get(folding.taken++));
    }
    return kind.cast(folding.fold);
  }
}
