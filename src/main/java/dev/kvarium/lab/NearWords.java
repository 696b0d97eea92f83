package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The words of a list that somebody may have meant: those that differ from what was typed by few
 * letters added, dropped, changed or swapped, and those that begin with it.
 */
public final class NearWords {
  private NearWords() {}

  /** At most so many words: those that differ least, in alphabetical order. */
  public static List<String> to(String typed, Collection<String> words, int most) {
    record Near(String word, int distance) {}

    String low = typed.toLowerCase(Locale.ROOT);
    int limit = low.length() <= 3 ? 1 : low.length() <= 7 ? 2 : 3;
    List<Near> near = new ArrayList<>();
    for (String word : words) {
      String lowWord = word.toLowerCase(Locale.ROOT);
      // letters added or dropped make up for a difference in length, so many at most
      boolean hopeless = StrictMath.abs(low.length() - lowWord.length()) > limit;
      int distance = hopeless ? Integer.MAX_VALUE : distance(low, lowWord);
      if (distance <= limit) {
        near.add(new Near(word, distance));
      } else if (low.length() >= 2 && lowWord.startsWith(low)) {
        near.add(new Near(word, limit + 1));
      }
    }
    near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::word));
    int least = near.isEmpty() ? 0 : near.getFirst().distance();
    return near.stream()
        .filter(each -> each.distance() == least)
        .limit(most)
        .map(Near::word)
        .toList();
  }

  /** "; did you mean A or B?", or nothing when no word is near. */
  public static String question(String typed, Collection<String> words) {
    List<String> near = to(typed, words, 3);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  /** The same, followed by where all of them are listed: "; :node lists them". */
  public static String question(String typed, Collection<String> words, String where) {
    String question = question(typed, words);
    return (question.isEmpty() ? "; " : question + " ") + where;
  }

  /** How many letters were added, dropped, changed or swapped with their neighbour. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = StrictMath.min(last[j - 1] + change, StrictMath.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = StrictMath.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
