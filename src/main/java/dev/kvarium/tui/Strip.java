package dev.kvarium.tui;

import dev.kvarium.event.EventLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of the timeline about its cursor.
 *
 * @param markers facts that stand out, in order
 * @param cursor the index of the one under the cursor; as many as there are when it is on now
 * @param hasEarlier whether there are facts before the first
 * @param hasLater whether there are facts behind the last
 * @param taken how many steps led to now; 0 where none lies ahead
 * @param ahead how many steps lie beyond now, since they were taken back
 */
record Strip(
    List<Marker> markers, int cursor, boolean hasEarlier, boolean hasLater, int taken, int ahead) {
  /** How many markers on either side are told; no screen shows more. */
  private static final int REACH = 40;

  /** How many facts are looked through for them. */
  private static final int MOST_READ = 100_000;

  Strip {
    markers = List.copyOf(markers);
  }

  /** What is about a fact, or about now. */
  static Strip about(EventLog log, long startMicros, OptionalLong fact, int taken, int ahead) {
    int size = log.size();
    int at = (int) Math.min(size, fact.orElse(size));
    Deque<Marker> before = new ArrayDeque<>();
    int first = at;
    while (first > 0 && before.size() < REACH && at - first < MOST_READ) {
      Markers.of(log.get(--first), startMicros).ifPresent(before::addFirst);
    }
    List<Marker> markers = new ArrayList<>(before);
    int end = at;
    while (end < size && markers.size() < before.size() + REACH && end - at < MOST_READ) {
      Markers.of(log.get(end++), startMicros).ifPresent(markers::add);
    }
    return new Strip(
        markers,
        fact.isEmpty() ? markers.size() : before.size(),
        first > 0,
        end < size,
        taken,
        ahead);
  }

  /**
   * The fact so many markers from another, or from now; empty when that is now. Where there are
   * fewer before it, the first.
   */
  static OptionalLong moved(EventLog log, OptionalLong from, int by) {
    long at = from.orElse(log.size());
    long found = at;
    int left = Math.abs(by);
    while (left > 0) {
      at += by < 0 ? -1 : 1;
      if (at < 0) {
        break;
      }
      if (at >= log.size()) {
        return OptionalLong.empty();
      }
      if (Markers.isMarked(log.get((int) at).event())) {
        found = at;
        left--;
      }
    }
    return found == log.size() ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** The first fact that stands out; empty when none does. */
  static OptionalLong first(EventLog log) {
    for (int i = 0; i < log.size(); i++) {
      if (Markers.isMarked(log.get(i).event())) {
        return OptionalLong.of(i);
      }
    }
    return OptionalLong.empty();
  }

  /** The marker under the cursor; empty when it is on now. */
  Optional<Marker> under() {
    return cursor < markers.size() ? Optional.of(markers.get(cursor)) : Optional.empty();
  }
}
