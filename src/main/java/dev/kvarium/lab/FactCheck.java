package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ~ Family.Fact args…}: a fact that must, or must not, have been stated; with {@code then}
 * between them, facts one after the other.
 */
final class FactCheck {
  private final Lab lab;

  FactCheck(Lab lab) {
    this.lab = lab;
  }

  /** Refuses when no such fact was stated since the last input. */
  List<Part> check(String text) throws Refusal {
    FactChain wanted = FactChain.parse(text);
    List<EventLog.Entry> facts = lab.events().since(lab.sinceInput());
    if (wanted.end(facts).isEmpty()) {
      throw new Refusal(
          "not stated since the last input: "
              + text
              + "\n"
              + nearest(wanted.firstMissing(facts), facts));
    }
    return List.of();
  }

  /** What is to be said when no such fact was stated since one of a number; empty when it was. */
  Optional<String> missing(String text, int firstEvent) throws Refusal {
    FactChain wanted = FactChain.parse(text);
    List<EventLog.Entry> facts = lab.events().since(firstEvent);
    return wanted.end(facts).isPresent()
        ? Optional.empty()
        : Optional.of(text + ": has not happened");
  }

  /** What is to be said when such a fact was stated since one of a number; empty when not. */
  Optional<String> forbidden(String text, int firstEvent) throws Refusal {
    FactChain unwanted = FactChain.parse(text);
    return unwanted
        .end(lab.events().since(firstEvent))
        .map(
            each ->
                text
                    + ": must not be, and happened at "
                    + Durations.sinceStart(each.timeMicros() - lab.startMicros()));
  }

  /** {@link #missing} in words, for who is to make it happen. */
  Optional<String> missingInWords(String text, int firstEvent) throws Refusal {
    FactChain wanted = FactChain.parse(text);
    List<EventLog.Entry> facts = lab.events().since(firstEvent);
    return wanted.end(facts).isPresent()
        ? Optional.empty()
        : Optional.of(wanted.missingInWords(facts));
  }

  /** {@link #forbidden} in words, for who has let it happen. */
  Optional<String> forbiddenInWords(String text, int firstEvent) throws Refusal {
    FactChain unwanted = FactChain.parse(text);
    return unwanted
        .end(lab.events().since(firstEvent))
        .map(
            each ->
                "must not happen, and did at "
                    + Durations.sinceStart(each.timeMicros() - lab.startMicros())
                    + ": "
                    + unwanted.inWords(each.event()));
  }

  private String nearest(FactPattern wanted, List<EventLog.Entry> facts) {
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
