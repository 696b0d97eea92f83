package dev.kvarium.lesson;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.MurmurHash;
import dev.kvarium.script.UnusableScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What varies in a lesson from student to student. Its author declares it in the front matter, and
 * writes {@code ${…}} wherever it is meant, in prose, runs, checks, hints and solutions alike:
 *
 * <pre>
 * let basket: cart | basket | trolley
 * let hours: 2..9
 * let size: 100..400 by 50
 *
 * ? key.ttl ${basket} &gt; ${hours * 3600000 - 5000}
 * </pre>
 *
 * <p>Which value a student gets follows from the student's name, the lesson's and the variable's,
 * and from nothing else; who gives no name gets the first of each.
 */
final class Variables {
  private static final int MOST_VALUES = 10_000;

  private final String file;
  private final SequencedMap<String, List<String>> choices = new LinkedHashMap<>();

  Variables(String file) {
    this.file = file;
  }

  boolean isEmpty() {
    return choices.isEmpty();
  }

  /** Takes a line {@code let NAME: VALUES}. */
  void declare(int line, String name, String values) throws UnusableScript {
    if (!name.matches("[a-z][a-z0-9_]{0,30}")) {
      throw new UnusableScript(
          file,
          line,
          "'"
              + name
              + "' cannot be a variable: it is called by lower case letters, as in let hours:"
              + " 2..9");
    }
    if (choices.putIfAbsent(name, values(line, name, values)) != null) {
      throw new UnusableScript(file, line, "'let " + name + "' stands here twice: leave one out");
    }
  }

  private List<String> values(int line, String name, String text) throws UnusableScript {
    if (text.matches("[0-9]{1,9}\\.\\.[0-9]{1,9}( by [0-9]{1,9})?")) {
      String[] words = text.split(" by ");
      int low = Integer.parseInt(words[0].substring(0, words[0].indexOf('.')));
      int high = Integer.parseInt(words[0].substring(words[0].lastIndexOf('.') + 1));
      int step = words.length == 1 ? 1 : Integer.parseInt(words[1]);
      List<String> values = new ArrayList<>();
      for (long each = low;
          step > 0 && each <= high && values.size() <= MOST_VALUES;
          each += step) {
        values.add(Long.toString(each));
      }
      if (values.isEmpty() || values.size() > MOST_VALUES) {
        throw new UnusableScript(
            file, line, "'" + text + "' are no values, or more than " + MOST_VALUES);
      }
      return values;
    }
    List<String> values = new ArrayList<>();
    for (String each : text.split("\\|", -1)) {
      values.add(each.strip());
    }
    if (values.size() < 2 || values.stream().anyMatch(each -> !each.matches("[^\\s{}$]+"))) {
      throw new UnusableScript(
          file,
          line,
          "'let "
              + name
              + "' takes words with | between them, or a range: let "
              + name
              + ": cart | basket, or 2..9, or 100..400 by 50");
    }
    return values;
  }

  /** The values for a student; the first of each for nobody. */
  Variant of(String lesson, String student) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> each : choices.entrySet()) {
      int index = 0;
      if (!student.isEmpty()) {
        byte[] purpose = Bytes.of(student + '\n' + lesson + '\n' + each.getKey());
        index = (int) Long.remainderUnsigned(MurmurHash.of(purpose, 0), each.getValue().size());
      }
      values.put(each.getKey(), each.getValue().get(index));
    }
    return new Variant(student, values);
  }

  /** A text with the values in it; where no variable is declared, the text as it is. */
  String fill(Variant variant, int firstLine, String text) throws UnusableScript {
    if (choices.isEmpty() || text.indexOf("${") < 0) {
      return text;
    }
    StringBuilder filled = new StringBuilder();
    int line = firstLine;
    int from = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
      line += (int) text.substring(from, open).chars().filter(each -> each == '\n').count();
      int close = text.indexOf('}', open);
      if (close < 0 || text.substring(open, close).indexOf('\n') >= 0) {
        throw new UnusableScript(file, line, "${ lacks its } on the same line");
      }
      filled.append(text, from, open);
      try {
        filled.append(Formula.of(text.substring(open + 2, close), variant.values()));
      } catch (Formula.Bad bad) {
        throw new UnusableScript(file, line, bad.why());
      }
      from = close + 1;
    }
    return filled.append(text.substring(from)).toString();
  }
}
