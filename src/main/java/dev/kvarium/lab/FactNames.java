package dev.kvarium.lab;

import dev.kvarium.event.Event;
import dev.kvarium.event.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Facts as a person names them: {@code KeyEvent.Expired}, {@code Expired} alone, or a whole family,
 * {@code KeyEvent}; in any case.
 */
record FactNames(String typed) {
  /** A name that at least one fact answers to. */
  static FactNames of(String typed) throws Refusal {
    FactNames names = new FactNames(typed.toLowerCase(Locale.ROOT));
    if (Facts.names().stream().noneMatch(names::includes)) {
      List<String> known = new ArrayList<>(Facts.names());
      for (String each : Facts.names()) {
        known.add(each.substring(each.indexOf('.') + 1));
      }
      throw new Refusal(
          "there is no fact '"
              + typed
              + "'"
              + NearWords.question(typed, known, ":events lists those that were stated"));
    }
    return names;
  }

  boolean include(Event event) {
    return includes(Facts.name(event));
  }

  private boolean includes(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(typed) || lower.startsWith(typed + ".") || lower.endsWith("." + typed);
  }
}
