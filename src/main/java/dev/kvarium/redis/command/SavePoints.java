package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The value of {@code save}: pairs of seconds and changes, {@code 3600 1 300 100}. */
final class SavePoints {
  private SavePoints() {}

  /** The value as CONFIG GET tells it; nothing when it is none. */
  static Optional<String> read(String given) {
    if (given.isEmpty()) {
      return Optional.of("");
    }
    List<String> kept = new ArrayList<>();
    for (String word : given.split(" ", -1)) {
      boolean seconds = kept.size() % 2 == 0;
      if (!word.isEmpty() && !word.matches("[+-]?[0-9]+")) {
        return Optional.empty();
      }
      long number = number(word);
      if (number < (seconds ? 1 : 0)) {
        return Optional.empty();
      }
      // the server keeps the changes as an int of C
      kept.add(seconds ? Long.toString(number) : Integer.toString((int) number));
    }
    return kept.size() % 2 == 0 ? Optional.of(String.join(" ", kept)) : Optional.empty();
  }

  /** As C reads it: no digits are 0, and what is too large is the largest. */
  private static long number(String word) {
    try {
      return word.isEmpty() ? 0 : Long.parseLong(word);
    } catch (NumberFormatException tooLarge) {
      return word.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
