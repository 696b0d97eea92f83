package dev.kvarium.lab;

import dev.kvarium.history.Operation;
import dev.kvarium.history.StaleRead;
import dev.kvarium.history.StaleReads;
import dev.kvarium.view.Quantity;
import java.util.List;

/** {@code :stale}: which reads of an application were stale, and for how long. */
final class StaleDirective {
  private static final int MOST = 20;
  private static final long NANOS_PER_MICRO = 1_000;

  private StaleDirective() {}

  static DirectiveRow row() {
    return new DirectiveRow(
        "stale",
        "look",
        "[APP]",
        "Lists the reads of an application that gave an older version than was known before they"
            + " were asked for, and for how long it had been",
        StaleDirective::stale);
  }

  private static List<Part> stale(Lab lab, DirectiveArguments arguments) throws Refusal {
    List<AppPlan> plans = lab.world().apps().plans();
    arguments.atMost(1);
    if (arguments.count() == 0 && plans.isEmpty()) {
      return List.of(new Part.Said("there is no application whose reads could be stale: :app"));
    }
    String name = arguments.word(0).orElseGet(() -> plans.getFirst().name());
    List<StaleRead> stale = of(lab, AppDirectives.known(lab, name));
    StringBuilder text = new StringBuilder(name).append(": ");
    text.append(Quantity.count(stale.size(), "stale read"));
    for (StaleRead each : stale.subList(0, StrictMath.min(MOST, stale.size()))) {
      text.append('\n').append(line(lab, each));
    }
    if (stale.size() > MOST) {
      text.append("\nand ").append(stale.size() - MOST).append(" more");
    }
    return List.of(new Part.Said(text.toString()));
  }

  /** The stale reads of an application. */
  static List<StaleRead> of(Lab lab, AppPlan plan) {
    return StaleReads.in(AppHistory.of(lab.events()).history(plan.name(), plan.database()));
  }

  private static String line(Lab lab, StaleRead stale) {
    Operation read = stale.read();
    long at = read.startNanos() / NANOS_PER_MICRO - lab.startMicros();
    return "  "
        + Quantity.span(at)
        + "  "
        + read.client()
        + " read "
        + read.key()
        + " in version "
        + read.version()
        + ", "
        + Quantity.count(stale.behind(), "version")
        + " behind, old for "
        + Quantity.span(stale.ageNanos() / NANOS_PER_MICRO);
  }

  /** How old the oldest of them was, in microseconds; 0 where there is none. */
  static long oldestMicros(List<StaleRead> stale) {
    return stale.stream().mapToLong(StaleRead::ageNanos).max().orElse(0) / NANOS_PER_MICRO;
  }
}
