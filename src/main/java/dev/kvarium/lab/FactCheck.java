package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ~ Family.Fact args…}: a fact that must, or must not, have been stated. */
final class FactCheck {
  private final Lab lab;

  FactCheck(Lab lab) {
    this.lab = lab;
  }

  /** Refuses when no such fact was stated since the last input. */
  List<Part> check(String text) throws Refusal {
    FactPattern wanted = FactPattern.parse(text);
    List<EventLog.Entry> facts = lab.events().since(lab.sinceInput());
    if (find(wanted, facts).isEmpty()) {
      throw new Refusal("not stated since the last input: " + text + "\n" + stated(wanted, facts));
    }
    return List.of();
  }

  /** What is to be said when no such fact was stated since one of a number; empty when it was. */
  Optional<String> missing(String text, int firstEvent) throws Refusal {
    FactPattern wanted = FactPattern.parse(text);
    List<EventLog.Entry> facts = lab.events().since(firstEvent);
    return find(wanted, facts).isPresent()
        ? Optional.empty()
        : Optional.of(text + ": has not happened");
  }

  /** What is to be said when such a fact was stated since one of a number; empty when not. */
  Optional<String> forbidden(String text, int firstEvent) throws Refusal {
    FactPattern unwanted = FactPattern.parse(text);
    return find(unwanted, lab.events().since(firstEvent))
        .map(
            each ->
                text
                    + ": must not be, and happened at "
                    + Durations.sinceStart(each.timeMicros() - lab.startMicros()));
  }

  /** {@link #missing} in words, for who is to make it happen. */
  Optional<String> missingInWords(String text, int firstEvent) throws Refusal {
    FactPattern wanted = FactPattern.parse(text);
    return find(wanted, lab.events().since(firstEvent)).isPresent()
        ? Optional.empty()
        : Optional.of("still to happen: " + wanted.inWords());
  }

  /** {@link #forbidden} in words, for who has let it happen. */
  Optional<String> forbiddenInWords(String text, int firstEvent) throws Refusal {
    FactPattern unwanted = FactPattern.parse(text);
    return find(unwanted, lab.events().since(firstEvent))
        .map(
            each ->
                "must not happen, and did at "
                    + Durations.sinceStart(each.timeMicros() - lab.startMicros())
                    + ": "
                    + unwanted.inWords());
  }

  private static Optional<EventLog.Entry> find(FactPattern wanted, List<EventLog.Entry> facts) {
    return facts.stream().filter(each -> wanted.matches(each.event())).findFirst();
  }

  private String stated(FactPattern wanted, List<EventLog.Entry> facts) {
    EventLog.@Nullable Entry nearest = null;
    for (EventLog.Entry each : facts) {
      nearest = wanted.isKindOf(each.event()) ? each : nearest;
    }
    if (nearest != null) {
      return "stated was: " + EventText.of(nearest, lab.startMicros());
    }
    return "no "
        + wanted.name()
        + " was stated"
        + (facts.isEmpty()
            ? ", nor anything else"
            : "; :events lists the " + facts.size() + " facts");
  }
}
