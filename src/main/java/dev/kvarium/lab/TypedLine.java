package dev.kvarium.lab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line while it is still being typed: its words by the rules of redis-cli, the last of them maybe
 * unfinished, and what is wrong with its quotes so far.
 *
 * @param words all words; the last may have an open quote
 * @param endsInBlank whether a new word would begin at the end
 * @param wrongFrom the index of a quote that is never closed, or of text right behind a closing
 *     quote; -1 when the quotes are in order
 */
record TypedLine(String line, List<TypedWord> words, boolean endsInBlank, int wrongFrom) {
  /**
   * A word of the line.
   *
   * @param text what it means, escapes resolved, read as UTF-8
   * @param start the index of its first character, an opening quote included
   * @param end the index behind its last character
   * @param quote the quote that is still open at its end, or 0
   */
  record TypedWord(String text, int start, int end, char quote) {
    boolean is(String other) {
      return text.equalsIgnoreCase(other);
    }

    String lower() {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether more is needed before the line can be entered: a quote is open, or it ends in {@code
   * \}.
   */
  static boolean continues(String line) {
    if (isProse(line)) {
      return false;
    }
    TypedLine typed = of(line);
    return typed.openQuote().isPresent() || typed.endsInBackslash();
  }

  private static boolean isProse(String line) {
    String stripped = line.stripLeading();
    return stripped.startsWith("#") || stripped.startsWith("~") || stripped.startsWith("?");
  }

  /** The quote that is never closed. */
  Optional<Character> openQuote() {
    return words.isEmpty() || words.getLast().quote() == 0
        ? Optional.empty()
        : Optional.of(words.getLast().quote());
  }

  /** Whether the last character is a backslash that stands outside of quotes and for no other. */
  boolean endsInBackslash() {
    if (openQuote().isPresent()) {
      return false;
    }
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  /** Splits what was typed so far. */
  static TypedLine of(String line) {
    List<TypedWord> words = new ArrayList<>();
    int wrongFrom = -1;
    int at = 0;
    while (true) {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        boolean blank = !line.isEmpty() && isBlank(line.charAt(line.length() - 1));
        return new TypedLine(line, List.copyOf(words), blank, wrongFrom);
      }
      int start = at;
      ByteArrayOutputStream word = new ByteArrayOutputStream();
      char open = 0;
      while (at < line.length() && (open != 0 || !isBlank(line.charAt(at)))) {
        char c = line.charAt(at);
        if (open == 0 && (c == '"' || c == '\'')) {
          open = c;
          int opening = at;
          at = quoted(line, at + 1, c, word);
          if (at <= line.length()) {
            open = 0;
            if (at < line.length() && !isBlank(line.charAt(at)) && wrongFrom < 0) {
              wrongFrom = at;
            }
          } else {
            at = line.length();
            wrongFrom = wrongFrom < 0 ? opening : wrongFrom;
          }
        } else {
          at = copy(line, at, word);
        }
      }
      words.add(
          new TypedWord(new String(word.toByteArray(), StandardCharsets.UTF_8), start, at, open));
    }
  }

  /** Reads up to the closing quote; the index behind it, or beyond the line when there is none. */
  private static int quoted(String line, int from, char quote, ByteArrayOutputStream word) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == quote) {
        return at + 1;
      }
      if (c == '\\' && quote == '\'' && line.startsWith("\\'", at)) {
        word.write('\'');
        at += 2;
      } else if (c == '\\' && quote == '"' && at + 1 < line.length()) {
        at = escape(line, at, word);
      } else {
        at = copy(line, at, word);
      }
    }
    return line.length() + 1;
  }

  private static int escape(String line, int at, ByteArrayOutputStream word) {
    char c = line.charAt(at + 1);
    if (c == 'x' && at + 3 < line.length()) {
      int high = Character.digit(line.charAt(at + 2), 16);
      int low = Character.digit(line.charAt(at + 3), 16);
      if (high >= 0 && low >= 0) {
        word.write(high << 4 | low);
        return at + 4;
      }
    }
    switch (c) {
      case 'n' -> word.write('\n');
      case 'r' -> word.write('\r');
      case 't' -> word.write('\t');
      case 'b' -> word.write('\b');
      case 'a' -> word.write(7);
      default -> {
        return copy(line, at + 1, word);
      }
    }
    return at + 2;
  }

  private static int copy(String line, int at, ByteArrayOutputStream word) {
    int end = at + Character.charCount(line.codePointAt(at));
    word.writeBytes(line.substring(at, end).getBytes(StandardCharsets.UTF_8));
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
