package dev.kvarium.tui;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Moment;
import dev.kvarium.lab.Past;
import dev.kvarium.view.Scene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What panes showed at moments of the past.
 *
 * <p>To look back, the whole way is walked again from the start. Since one step back is mostly
 * followed by another, the moments right before the one that is wanted are looked at on the same
 * walk where it is a long one, and kept.
 */
final class Memory {
  private static final int MOST_KEPT = 400;

  private final Past past = new Past();
  private final Map<Place, Seen> kept = new LinkedHashMap<>();
  private @Nullable EventLog log;

  private record Place(long fact, Pane pane) {}

  /** A fact with its moment. */
  record Wanted(long fact, Moment moment) {}

  /** Whether all that is wanted is known without a walk. */
  boolean knows(Wanted wanted, List<Pane> panes) {
    return wanted.moment().log() == log
        && panes.stream().allMatch(pane -> kept.containsKey(new Place(wanted.fact(), pane)));
  }

  /**
   * Looks through the panes at the last of some moments, which follow one another; what was seen at
   * those before it is kept.
   */
  Then recall(List<Wanted> moments, List<Pane> panes, long startMicros) {
    Wanted last = moments.getLast();
    if (log != last.moment().log()) {
      kept.clear();
      log = last.moment().log();
    }
    if (!knows(last, panes)) {
      for (Wanted each : moments) {
        look(each, panes);
      }
    }
    List<Seen> seen = new ArrayList<>();
    for (Pane pane : panes) {
      Seen there = kept.get(new Place(last.fact(), pane));
      seen.add(there == null ? new Seen(pane, Optional.empty(), "") : there);
    }
    while (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return new Then(last.fact(), last.moment().micros() - startMicros, seen);
  }

  private void look(Wanted wanted, List<Pane> panes) {
    Optional<Scene> scene = past.at(wanted.moment());
    for (Pane pane : panes) {
      kept.put(
          new Place(wanted.fact(), pane),
          scene
              .map(there -> Eye.see(pane, there))
              .orElseGet(
                  () ->
                      new Seen(
                          pane,
                          Optional.empty(),
                          "There was no node " + wanted.moment().node() + " then.")));
    }
  }
}
