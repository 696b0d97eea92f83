package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import java.util.OptionalLong;

/** What is to come if nobody does anything. */
final class Ahead {
  private static final long FARTHEST_MICROS = 24 * 3_600_000_000L;
  private static final int PATIENCE = 1_000_000;

  private Ahead() {}

  /** When the next timer is due. */
  static long nextDueMicros(Lab lab) throws Refusal {
    OptionalLong next = lab.world().simulation().nextDueMicros();
    if (next.isEmpty()) {
      throw new Refusal("nothing is due: say how long, as in :advance 500ms");
    }
    return next.getAsLong();
  }

  /** When the timer is due that will lead to a fact; found out in a copy, so nothing is moved. */
  static long nextFactMicros(Lab lab, FactNames names) throws Refusal {
    World copy = lab.repeated();
    long farthest = copy.nowMicros() + FARTHEST_MICROS;
    for (int i = 0; i < PATIENCE; i++) {
      OptionalLong next = copy.simulation().nextDueMicros();
      if (next.isEmpty() || next.getAsLong() > farthest) {
        break;
      }
      int before = copy.events().size();
      copy.advance(new Step.Advance(next.getAsLong(), false));
      for (EventLog.Entry each : copy.events().since(before)) {
        if (names.include(each.event())) {
          return next.getAsLong();
        }
      }
    }
    throw new Refusal(
        "no "
            + names.typed()
            + " comes by itself within "
            + Durations.exact(copy.nowMicros() - lab.nowMicros())
            + ": the clock stays where it is");
  }
}
