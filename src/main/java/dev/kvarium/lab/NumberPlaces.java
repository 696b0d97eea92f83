package dev.kvarium.lab;

import java.util.Set;

/** The places of a command where only a number can be right. */
final class NumberPlaces {
  private static final Set<String> WHOLE =
      Set.of(
          "seconds",
          "milliseconds",
          "unix-time-seconds",
          "unix-time-milliseconds",
          "count",
          "numkeys",
          "decrement",
          "offset",
          "index",
          "destination-db");

  private NumberPlaces() {}

  /** Whether a word cannot be what the place of this name asks for. */
  static boolean isWrong(String place, String word) {
    if (!WHOLE.contains(place)) {
      return false;
    }
    int from = word.startsWith("-") ? 1 : 0;
    for (int i = from; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return true;
      }
    }
    return from == word.length();
  }
}
