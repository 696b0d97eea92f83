package dev.kvarium.lab;

import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Facts one after the other, as a {@code ~} line asks for them: {@code AofEvent.RewriteStarted then
 * Crash.Process}. One fact is a chain as well. Others may have been stated in between.
 */
final class FactChain {
  private static final Pattern THEN = Pattern.compile("\\s+then\\s+(?=[A-Za-z]+\\.[A-Z])");

  private final List<FactPattern> links;

  private FactChain(List<FactPattern> links) {
    this.links = links;
  }

  /** Reads {@code Family.Fact args… then Family.Fact args…}. */
  static FactChain parse(String text) throws Refusal {
    List<FactPattern> links = new ArrayList<>();
    for (String link : THEN.split(text)) {
      links.add(FactPattern.parse(link));
    }
    return new FactChain(List.copyOf(links));
  }

  /** The entry that states its last fact, after all others; empty when one is missing. */
  Optional<EventLog.Entry> end(List<EventLog.Entry> facts) {
    List<EventLog.Entry> stated = stated(facts);
    return stated.size() == links.size() ? Optional.of(stated.getLast()) : Optional.empty();
  }

  /** The first of its facts that was not stated after those before it; the last when all were. */
  FactPattern firstMissing(List<EventLog.Entry> facts) {
    return links.get(StrictMath.min(stated(facts).size(), links.size() - 1));
  }

  /** What is still to happen, for who does not know how facts are written. */
  String missingInWords(List<EventLog.Entry> facts) {
    int stated = stated(facts).size();
    String missing = firstMissing(facts).inWords();
    return stated == 0
        ? "still to happen: " + missing
        : "still to happen, after " + links.get(stated - 1).inWords() + ": " + missing;
  }

  /** What it asks for, for who does not know how facts are written. */
  String inWords() {
    return String.join(", then ", links.stream().map(FactPattern::inWords).toList());
  }

  /** The same of one that ended so. */
  String inWords(Event end) {
    return links.size() == 1 ? links.getFirst().inWords(end) : inWords();
  }

  /** The entries that state its facts, in their order, as far as they go. */
  private List<EventLog.Entry> stated(List<EventLog.Entry> facts) {
    List<EventLog.Entry> stated = new ArrayList<>();
    for (EventLog.Entry each : facts) {
      if (stated.size() < links.size() && links.get(stated.size()).matches(each.event())) {
        stated.add(each);
      }
    }
    return stated;
  }
}
