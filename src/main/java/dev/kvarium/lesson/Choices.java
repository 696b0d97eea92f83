package dev.kvarium.lesson;

import java.util.List;
import java.util.Locale;

/** The answers that a question offers, and which of them somebody means who types one. */
final class Choices {
  /** A number as people write it, and no command. */
  private static final String NUMBER = "[0-9]+(,[0-9]+)*";

  private Choices() {}

  /** Whether a line is a number, or so short that it can be no command. */
  static boolean mayBeOne(String line) {
    return line.length() <= 1 || line.matches(NUMBER);
  }

  /**
   * A letter or number among the choices; -1 when it is none. Where an answer is a number itself, a
   * number stands for that answer, or for none.
   */
  static int meant(String line, List<Lesson.Choice> choices) {
    String word = line.toLowerCase(Locale.ROOT);
    if (word.startsWith("(")) {
      word = word.substring(1);
    }
    if (word.matches("[a-z0-9][).]( .*)?")) {
      word = word.substring(0, 1); // with the words of the answer behind it, or without
    }
    boolean isNumber = word.matches(NUMBER);
    if (isNumber && choices.stream().anyMatch(choice -> !number(choice).isEmpty())) {
      String given = word.replace(",", "");
      List<Lesson.Choice> meant =
          choices.stream().filter(choice -> number(choice).equals(given)).toList();
      return meant.size() == 1 ? choices.indexOf(meant.getFirst()) : -1;
    }
    if (word.length() != 1) {
      return -1;
    }
    int index = word.charAt(0) - (isNumber ? '1' : 'a');
    return index >= 0 && index < choices.size() ? index : -1;
  }

  /** The number with which an answer begins; empty when it does not. */
  private static String number(Lesson.Choice choice) {
    String text = choice.text().text().replace("\"", "").replaceAll("(?<=[0-9]),(?=[0-9])", "");
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return text.substring(0, end);
  }

  /** The letters that answer a question: {@code a or b}, {@code a to c}. */
  static String letters(Lesson.Predict predict) {
    char last = lastLetter(predict);
    return last == 'b' ? "a or b" : "a to " + last;
  }

  static char lastLetter(Lesson.Predict predict) {
    return letter(predict.choices().size() - 1);
  }

  static char letter(int index) {
    return (char) ('a' + index);
  }
}
