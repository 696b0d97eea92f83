package dev.kvarium.tui;

import dev.kvarium.lab.Suggestion;
import dev.kvarium.lab.Typing;
import java.util.List;

/**
 * The words that are offered, and which of them stands in the line.
 *
 * @param base the line without any of them
 * @param start where in the line the word begins that they complete
 * @param selected index of the one that was put in; -1 when none was yet
 */
record Completion(List<Suggestion> offers, InputLine base, int start, int selected) {
  Completion {
    offers = List.copyOf(offers);
  }

  static Completion of(List<Suggestion> offers, InputLine line) {
    return new Completion(offers, line, Typing.wordStart(line.left()), -1);
  }

  /** The next offer, or the one before. */
  Completion turn(int by) {
    int next = selected < 0 && by < 0 ? offers.size() - 1 : selected + by;
    return new Completion(offers, base, start, Math.floorMod(next, offers.size()));
  }

  /** The line with the selected word in it. */
  InputLine line() {
    return selected < 0 ? base : with(offers.get(selected).word(), false);
  }

  /** The line with the only word in it, and a blank behind it. */
  InputLine only() {
    String word = offers.getFirst().word();
    return with(word, !word.endsWith("/"));
  }

  /** The line with as much in it as all offers have in common. */
  InputLine common() {
    String common = offers.getFirst().word();
    for (Suggestion each : offers) {
      int same = 0;
      String word = each.word();
      while (same < Math.min(common.length(), word.length())
          && Character.toLowerCase(common.charAt(same))
              == Character.toLowerCase(word.charAt(same))) {
        same++;
      }
      common = common.substring(0, same);
    }
    boolean longer = common.length() > base.cursor() - start;
    return !longer || Typing.needsQuotes(common) || isQuoted() ? base : with(common, false);
  }

  private boolean isQuoted() {
    return start < base.cursor() && "\"'".indexOf(base.text().charAt(start)) >= 0;
  }

  private InputLine with(String word, boolean blank) {
    String typed = isQuoted() || Typing.needsQuotes(word) ? "\"" + word + "\"" : word;
    String left = base.text().substring(0, start) + typed + (blank ? " " : "");
    return new InputLine(left + base.right(), left.length());
  }
}
