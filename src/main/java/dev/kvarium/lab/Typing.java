package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;

/** The lines of what was typed or pasted in one go. */
public final class Typing {
  private Typing() {}

  /**
   * Whether more must follow before it can be entered: a quote is open, or a backslash at the end
   * says so. Only the last line counts, since what stands above it is complete.
   */
  public static boolean continues(String typed) {
    List<String> lines = new ArrayList<>();
    return !split(typed, lines);
  }

  /** The quote that is open at the end, as text; empty when none is. */
  public static String openQuote(String typed) {
    return continues(typed)
        ? TypedLine.of(split(typed).getLast()).openQuote().map(String::valueOf).orElse("")
        : "";
  }

  /**
   * Splits at the line feeds that stand outside of quotes; a backslash before one joins two lines.
   */
  public static List<String> split(String typed) {
    List<String> lines = new ArrayList<>();
    split(typed, lines);
    return lines;
  }

  /** Splits; whether the last line is complete. */
  private static boolean split(String typed, List<String> lines) {
    String line = "";
    int from = 0;
    while (true) {
      int feed = typed.indexOf('\n', from);
      int end = feed < 0 ? typed.length() : feed;
      String piece = typed.substring(from, end);
      if (feed > 0 && piece.endsWith("\r")) {
        piece = piece.substring(0, piece.length() - 1);
      }
      line += piece;
      boolean continues = TypedLine.continues(line);
      if (feed < 0) {
        lines.add(line);
        return !continues;
      }
      if (!continues) {
        lines.add(line);
        line = "";
      } else if (TypedLine.of(line).endsInBackslash()) {
        line = line.substring(0, line.length() - 1);
      } else {
        line += "\n";
      }
      from = feed + 1;
    }
  }

  /** Where the word begins that ends with the text; its length when a new one would begin there. */
  public static int wordStart(String typed) {
    TypedLine line = TypedLine.of(typed);
    boolean within = !line.words().isEmpty() && line.words().getLast().end() == typed.length();
    return within ? line.words().getLast().start() : typed.length();
  }

  /** Whether a word of a suggestion must stand in quotes, its escapes being made already. */
  public static boolean needsQuotes(CharSequence word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c <= ' ' || c == '"' || c == '\'' || c == '\\') {
        return true;
      }
    }
    return word.isEmpty();
  }
}
