package dev.kvarium.lesson;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The words of the course that are not everybody's, and where each is brought in. A text with a
 * line for each, {@code backlog (the-backlog-is-too-small): what it is}.
 *
 * @param terms what is known of each, by the word in lower case
 */
public record Glossary(SequencedMap<String, Term> terms) {
  /**
   * A word.
   *
   * @param lesson that brings it in
   * @param meaning in a sentence
   */
  public record Term(String word, String lesson, String meaning) {}

  /** Reads the text; a line that is none of these is left out. */
  public static Glossary parse(String text) {
    SequencedMap<String, Term> terms = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int open = line.indexOf(" (");
      int close = line.indexOf("): ");
      if (open > 0 && close > open && !line.startsWith("#")) {
        String word = line.substring(0, open).strip();
        terms.put(
            word.toLowerCase(Locale.ROOT),
            new Term(word, line.substring(open + 2, close), line.substring(close + 3).strip()));
      }
    }
    return new Glossary(terms);
  }

  /** Where a word, alone or with an s, stands in a text; -1 where it does not. */
  static int find(String word, String text) {
    String all = text.toLowerCase(Locale.ROOT);
    for (int at = all.indexOf(word); at >= 0; at = all.indexOf(word, at + 1)) {
      int end = at + word.length();
      end += all.startsWith("s", end) ? 1 : 0;
      boolean begins = at == 0 || !Character.isLetterOrDigit(all.charAt(at - 1));
      boolean ends = end == all.length() || !Character.isLetterOrDigit(all.charAt(end));
      if (begins && ends) {
        return at;
      }
    }
    return -1;
  }

  /** The words that a text holds, with what is known of each. */
  SequencedMap<String, Term> in(String text) {
    SequencedMap<String, Term> found = new LinkedHashMap<>();
    for (Map.Entry<String, Term> each : terms.entrySet()) {
      if (find(each.getKey(), text) >= 0) {
        found.put(each.getKey(), each.getValue());
      }
    }
    return found;
  }
}
