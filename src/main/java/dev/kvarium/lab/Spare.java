package dev.kvarium.lab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second world that follows a journal some way behind the first, made in idle moments: who needs
 * a copy of the first, or the first as it was a step ago, takes it and repeats only the rest.
 *
 * <p>It is on a journal when that begins with the very entries that it repeated. Entries are never
 * changed, only replaced by others, so looking at the last of them suffices.
 */
final class Spare {
  private final World world;
  private int entries;
  private @Nullable JournalEntry last;

  /** A spare of a world that was made just now. */
  Spare(World fresh) {
    this.world = fresh;
  }

  /** Whether it has come to a place on the way to where so many entries have happened. */
  boolean isOnTheWayTo(List<JournalEntry> journal, int to) {
    return entries <= to && (entries == 0 || journal.get(entries - 1) == last);
  }

  /** Repeats entries up to so many of the journal, at most some of them; whether it is there. */
  boolean follow(List<JournalEntry> journal, int to, int most) {
    int end = entries + StrictMath.min(to - entries, most);
    while (entries < end) {
      last = journal.get(entries++);
      world.repeat(last.step());
    }
    return entries == to;
  }

  /** The world, which is not the spare's any more. */
  World taken() {
    return world;
  }
}
