package dev.kvarium.tui;

import java.util.List;

/**
 * What the panes showed at a moment of the past.
 *
 * @param fact the number of the fact at whose moment it was
 * @param sinceStartMicros that moment, in virtual time since the world began
 */
record Then(long fact, long sinceStartMicros, List<Seen> panes) {
  Then {
    panes = List.copyOf(panes);
  }
}
