package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ? metric op value}: something that must hold now. */
final class MetricCheck {
  private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");

  private final Lab lab;

  MetricCheck(Lab lab) {
    this.lab = lab;
  }

  /** Refuses when it does not hold; a metric alone is answered with its value. */
  List<Part> check(String text) throws Refusal {
    List<String> words = split(text);
    if (operator(words) < 0 && words.size() <= 2) {
      return List.of(
          new Part.Said(String.join(" ", words) + " is " + new Metrics(lab).value(words)));
    }
    Optional<String> difference = difference(text);
    if (difference.isPresent()) {
      throw new Refusal(difference.get());
    }
    return List.of();
  }

  /** What was wanted and what was found, when that differs; refuses what is not a comparison. */
  Optional<String> difference(String text) throws Refusal {
    return unmet(text).map(Unmet::line);
  }

  /** The same in words, for who is to fulfil the check and need not read how it is written. */
  Optional<String> words(String text) throws Refusal {
    return unmet(text)
        .map(each -> MetricWords.of(each.metric, each.operator, each.wanted, each.found));
  }

  private record Unmet(List<String> metric, String operator, String wanted, String found) {
    String line() {
      return String.join(" ", metric)
          + " "
          + operator
          + " "
          + quoted(wanted)
          + ": found "
          + quoted(found);
    }
  }

  private Optional<Unmet> unmet(String text) throws Refusal {
    List<String> words = split(text);
    int at = operator(words);
    if (at <= 0 || words.size() != at + 2) {
      throw new Refusal(
          "'? "
              + text
              + "' is written ? metric operator value, with one of "
              + String.join(" ", OPERATORS)
              + ", as in ? keys == 1");
    }
    String wanted = words.get(at + 1);
    String found = new Metrics(lab).value(words.subList(0, at));
    String operator = words.get(at);
    return holds(found, operator, wanted)
        ? Optional.empty()
        : Optional.of(new Unmet(words.subList(0, at), operator, wanted, found));
  }

  /** As it would be typed: in quotes where it is not one word. */
  private static String quoted(String value) {
    return value.isEmpty() || value.indexOf(' ') >= 0 ? '"' + value + '"' : value;
  }

  private static List<String> split(String text) throws Refusal {
    List<String> words = new ArrayList<>();
    for (byte[] word : Lines.split(text).args()) {
      words.add(Bytes.text(word));
    }
    return words;
  }

  private static int operator(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (OPERATORS.contains(words.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean holds(String found, String operator, String wanted) throws Refusal {
    if (isNumber(found) && isNumber(wanted)) {
      int order = new BigDecimal(found).compareTo(new BigDecimal(wanted));
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
    return switch (operator) {
      case "==" -> found.equals(wanted);
      case "!=" -> !found.equals(wanted);
      default -> {
        if (!isNumber(wanted)) {
          throw new Refusal("'" + wanted + "' is not a number: compare with == or !=");
        }
        yield false;
      }
    };
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,40}(\\.[0-9]{1,20})?");
  }
}
