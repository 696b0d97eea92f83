package dev.kvarium.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over a line, for {@link Words}. */
final class WordScanner {
  private final byte[] line;
  private final int from;
  private final int to;
  private final byte[] word;
  private final List<Words.Word> words = new ArrayList<>();
  private int at;
  private int length;

  WordScanner(byte[] line, int from, int to) {
    this.line = line;
    this.from = from;
    this.to = to;
    this.word = new byte[to - from];
    this.at = from;
  }

  Words scan() {
    while (true) {
      while (at < to && isBlank(line[at])) {
        at++;
      }
      if (at == to) {
        return new Words(words, Optional.empty());
      }
      int start = at - from;
      length = 0;
      Words.Problem problem = readWord();
      if (problem != null) {
        return new Words(words, Optional.of(problem));
      }
      words.add(new Words.Word(Arrays.copyOf(word, length), start, at - from));
    }
  }

  /** Reads up to the blank that ends the word, or the end; null when all is well. */
  private Words.@Nullable Problem readWord() {
    while (at < to) {
      byte c = line[at];
      switch (c) {
        case ' ', '\n', '\r', '\t' -> {
          return null;
        }
        case '"', '\'' -> {
          return readQuoted(c);
        }
        default -> {
          word[length++] = c;
          at++;
        }
      }
    }
    return null;
  }

  private Words.@Nullable Problem readQuoted(byte quote) {
    int opening = at++;
    while (at < to) {
      byte c = line[at];
      if (c == quote) {
        at++;
        return at == to || isBlank(line[at])
            ? null
            : problem(at, quote, Words.Problem.Kind.TEXT_BEHIND);
      }
      if (c == '\\' && quote == '"') {
        readEscape();
      } else if (c == '\\' && at + 1 < to && line[at + 1] == '\'') {
        word[length++] = '\'';
        at += 2;
      } else {
        word[length++] = c;
        at++;
      }
    }
    return problem(opening, quote, Words.Problem.Kind.NEVER_CLOSED);
  }

  private Words.Problem problem(int index, byte quote, Words.Problem.Kind kind) {
    return new Words.Problem(index - from + 1, (char) quote, kind);
  }

  /** Reads a backslash within double quotes and what it stands for. */
  private void readEscape() {
    if (at + 3 < to && line[at + 1] == 'x') {
      int high = Character.digit(line[at + 2], 16);
      int low = Character.digit(line[at + 3], 16);
      if (high >= 0 && low >= 0) {
        word[length++] = (byte) (high << 4 | low);
        at += 4;
        return;
      }
    }
    if (at + 1 == to) {
      word[length++] = '\\';
      at++;
      return;
    }
    byte c = line[at + 1];
    word[length++] =
        switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'a' -> 7;
          default -> c;
        };
    at += 2;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
