package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.script.UnusableScript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What varies in a lesson from student to student. */
class VariablesTest {
  private static final String FILE = "05-of-mine.md";

  private static Variables variables() throws UnusableScript {
    Variables variables = new Variables(FILE);
    variables.declare(2, "key", "cart | basket|trolley");
    variables.declare(3, "hours", "2..9");
    variables.declare(4, "size", "100..400 by 50");
    return variables;
  }

  @Test
  void nobodyGetsTheFirstOfEach() throws UnusableScript {
    Variables variables = variables();
    Variant plain = variables.of("of-mine", "");
    assertThat(plain.text()).isEqualTo("key=cart hours=2 size=100");
    String text = "a\n? key.ttl ${key} > ${hours * 3600 - 5} and ${ (size+10) / 3 % 7 }\n";
    assertThat(variables.fill(plain, 1, text)).isEqualTo("a\n? key.ttl cart > 7195 and 1\n");
  }

  @Test
  void aStudentGetsTheSameAlwaysAndStudentsDiffer() throws UnusableScript {
    assertThat(variables().of("of-mine", "ada").text())
        .isEqualTo(variables().of("of-mine", "ada").text());
    Map<String, Integer> keys = new TreeMap<>();
    Map<String, Integer> all = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      Variant variant = variables().of("of-mine", "student-" + i);
      keys.merge(String.valueOf(variant.values().get("key")), 1, Integer::sum);
      all.merge(variant.text(), 1, Integer::sum);
    }
    assertThat(keys.values()).allSatisfy(count -> assertThat(count).isBetween(150, 250));
    assertThat(all).hasSizeGreaterThan(150); // of 168
  }

  @Test
  void whereNothingIsDeclaredATextIsLeftAlone() throws UnusableScript {
    Variables none = new Variables(FILE);
    assertThat(none.fill(none.of("x", "ada"), 1, "EVAL ${x")).isEqualTo("EVAL ${x");
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() throws UnusableScript {
    Variables variables = variables();
    Variant plain = variables.of("of-mine", "");
    Map<String, String> wrong =
        Map.of(
            "\n${kez}", "05-of-mine.md:8: ${kez} cannot be reckoned: there is no variable 'kez'",
            "${key + 1}", "05-of-mine.md:7: ${key + 1} cannot be reckoned: 'key' is a word",
            "${(hours}", "a parenthesis is not closed",
            "${hours / 0}", "something is divided by 0",
            "${hours", "05-of-mine.md:7: ${ lacks its } on the same line",
            "${}", "a number or a variable is missing");
    wrong.forEach(
        (text, what) ->
            assertThatThrownBy(() -> variables.fill(plain, 7, text))
                .isInstanceOfSatisfying(
                    UnusableScript.class, each -> assertThat(each.what()).contains(what)));
    for (String values : List.of("cart", "9..2", "1..90000", "a b | c", "1..9 by 0", "|")) {
      assertThatThrownBy(() -> new Variables(FILE).declare(3, "x", values))
          .as(values)
          .isInstanceOfSatisfying(
              UnusableScript.class, each -> assertThat(each.what()).startsWith("05-of-mine.md:3:"));
    }
  }

  @Test
  void everyFormulaIsReckonedAsItIsRead() throws Formula.Bad {
    SequencedMap<String, String> values = new LinkedHashMap<>(Map.of("n", "7"));
    assertThat(Formula.of("2 + 3 * n - 10 / 4", values)).isEqualTo("21");
    assertThat(Formula.of("(2 + 3) * (n - 10)", values)).isEqualTo("-15");
    assertThat(Formula.of("n % 4 * 100", values)).isEqualTo("300");
    assertThat(Formula.of("n", values)).isEqualTo("7");
  }

  @Test
  void aLessonIsReadAsItIsForAStudent() throws Exception {
    String text = new LessonFiles().read("05-expired-is-not-freed.md");
    Lesson plain = LessonParser.parse("05-expired-is-not-freed.md", text);
    Lesson theirs = LessonParser.parse("05-expired-is-not-freed.md", text, "ada");
    assertThat(plain.tasks().getFirst().checks().getFirst().condition())
        .isEqualTo("? key.exists stale:2 == 0");
    assertThat(theirs.variant().text()).isEqualTo("stale=3 holder=dana hours=6");
    assertThat(theirs.tasks().getFirst().checks().getFirst().condition())
        .isEqualTo("? key.exists stale:3 == 0");
    assertThatThrownBy(() -> LessonParser.parse("a.md", text, "../ada"))
        .isInstanceOf(UnusableScript.class);
  }
}
