package dev.kvarium.tui;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines that were entered, and which of them is in the line at the moment.
 *
 * @param at index of the line shown; as many as there are when it is the draft
 * @param draft what was being typed when the first line was fetched
 */
record History(List<String> lines, int at, String draft) {
  private static final int MOST = 2_000;

  History {
    lines = List.copyOf(lines);
  }

  static History of(List<String> lines) {
    List<String> kept = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
    return new History(kept, kept.size(), "");
  }

  History plus(String line) {
    List<String> more = new ArrayList<>(lines);
    // what begins with a blank is not remembered, nor the same line twice
    if (!line.isBlank()
        && !line.startsWith(" ")
        && (more.isEmpty() || !more.getLast().equals(line))) {
      more.add(line);
    }
    return of(more);
  }

  boolean hasOlder() {
    return at > 0;
  }

  boolean hasNewer() {
    return at < lines.size();
  }

  History older(String typed) {
    return new History(lines, at - 1, at == lines.size() ? typed : draft);
  }

  History newer() {
    return new History(lines, at + 1, draft);
  }

  String line() {
    return at == lines.size() ? draft : lines.get(at);
  }
}
