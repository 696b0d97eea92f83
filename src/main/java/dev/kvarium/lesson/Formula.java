package dev.kvarium.lesson;

import java.util.Map;

/**
 * What stands in {@code ${…}} of a lesson: the name of a variable, or whole numbers and names with
 * {@code + - * / %} and parentheses, {@code ${hours * 3600 - 100}}.
 */
final class Formula {
  private final String text;
  private final Map<String, String> values;
  private int at;

  private Formula(String text, Map<String, String> values) {
    this.text = text;
    this.values = values;
  }

  /** A formula that cannot be reckoned; the message says why. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    Bad(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /** What it comes to: a word as it is, or a number. */
  static String of(String text, Map<String, String> values) throws Bad {
    String name = text.strip();
    if (values.containsKey(name)) {
      return String.valueOf(values.get(name));
    }
    Formula formula = new Formula(name, values);
    try {
      long number = formula.sum();
      if (formula.at < name.length()) {
        throw formula.bad("'" + name.charAt(formula.at) + "' is not expected there");
      }
      return Long.toString(number);
    } catch (ArithmeticException beyond) {
      throw formula.bad("the numbers are too large, or something is divided by 0");
    }
  }

  private Bad bad(String why) {
    return new Bad("${" + text + "} cannot be reckoned: " + why);
  }

  private long sum() throws Bad {
    long value = product();
    for (char sign = next(); sign == '+' || sign == '-'; sign = next()) {
      at++;
      long right = product();
      value = sign == '+' ? StrictMath.addExact(value, right) : Math.subtractExact(value, right);
    }
    return value;
  }

  private long product() throws Bad {
    long value = atom();
    for (char sign = next(); sign == '*' || sign == '/' || sign == '%'; sign = next()) {
      at++;
      long right = atom();
      value =
          switch (sign) {
            case '*' -> StrictMath.multiplyExact(value, right);
            case '/' -> value / right;
            default -> value % right;
          };
    }
    return value;
  }

  private long atom() throws Bad {
    if (next() == '(') {
      at++;
      long value = sum();
      if (next() != ')') {
        throw bad("a parenthesis is not closed");
      }
      at++;
      return value;
    }
    int from = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at);
    if (word.matches("[0-9]{1,15}")) {
      return Long.parseLong(word);
    }
    String value = values.get(word);
    if (word.isEmpty() || value == null) {
      throw bad(
          word.isEmpty()
              ? "a number or a variable is missing"
              : "there is no variable '"
                  + word
                  + "'; there are "
                  + String.join(", ", values.keySet()));
    }
    if (!value.matches("-?[0-9]{1,15}")) {
      throw bad("'" + word + "' is a word, and words are not reckoned with");
    }
    return Long.parseLong(value);
  }

  private static boolean isWord(char each) {
    return each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '_';
  }

  private char next() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }
}
