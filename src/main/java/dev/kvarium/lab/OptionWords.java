package dev.kvarium.lab;

import dev.kvarium.view.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * The words {@code option=value} behind a directive, each read by the name that it must have; those
 * that nobody asked for are refused in the end.
 */
final class OptionWords {
  private final String directive;
  private final List<String> words;
  private final List<String> known;

  /**
   * The words behind some of a directive.
   *
   * @throws Refusal when one is no option, or none of those that are known
   */
  OptionWords(DirectiveArguments arguments, int from, List<String> known) throws Refusal {
    directive = ":" + arguments.row().name();
    words = arguments.words().subList(Math.min(from, arguments.count()), arguments.count());
    this.known = known;
    for (String each : words) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals).toLowerCase(Locale.ROOT);
      if (equals < 0 || !known.contains(name)) {
        throw new Refusal(
            directive
                + " takes no '"
                + each
                + "'"
                + NearWords.question(name, known, "it takes " + String.join("= ", known) + "="));
      }
    }
  }

  /** The value of an option as it was typed, or another when it is not given. */
  String text(String option, String otherwise) {
    if (!known.contains(option)) {
      throw new IllegalArgumentException(option);
    }
    String found = otherwise;
    for (String each : words) {
      int equals = each.indexOf('=');
      if (each.substring(0, equals).toLowerCase(Locale.ROOT).equals(option)) {
        found = each.substring(equals + 1);
      }
    }
    return found;
  }

  boolean has(String option) {
    return !text(option, "").isEmpty();
  }

  /** A whole number. */
  long number(String option, long least, long most, long otherwise) throws Refusal {
    String text = text(option, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new Refusal(
        option
            + " takes a whole number from "
            + Quantity.count(least)
            + " to "
            + Quantity.count(most)
            + ", not '"
            + text
            + "'");
  }

  /** A number with decimals. */
  double decimal(String option, double least, double most, double otherwise) throws Refusal {
    String text = text(option, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
      double number = new BigDecimal(text).doubleValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new Refusal(
        option + " takes a number from " + least + " to " + most + ", not '" + text + "'");
  }

  /** A length of time in microseconds. */
  long micros(String option, long otherwise) throws Refusal {
    return has(option) ? Durations.parseMicros(text(option, "")) : otherwise;
  }

  /** A length of time in milliseconds, at least one. */
  long millis(String option, long otherwise) throws Refusal {
    return Math.max(1, micros(option, otherwise * 1_000) / 1_000);
  }

  /** Yes or no. */
  boolean yes(String option, boolean otherwise) throws Refusal {
    String text = text(option, otherwise ? "yes" : "no").toLowerCase(Locale.ROOT);
    if (!text.equals("yes") && !text.equals("no")) {
      throw new Refusal(option + " takes yes or no, not '" + text + "'");
    }
    return text.equals("yes");
  }
}
