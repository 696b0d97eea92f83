package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.script.UnusableScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an author is told of a lesson. */
class AuthoringTest {
  private static final Map<String, Lesson> COURSE = new LinkedHashMap<>();
  private static Glossary glossary = Glossary.parse("");

  @BeforeAll
  static void readTheCourse() throws Exception {
    for (String file : new LessonFiles().files()) {
      Lesson lesson = LessonFiles.lesson(file);
      COURSE.put(lesson.name(), lesson);
    }
    glossary = Glossary.parse(Files.readString(Path.of("lessons/glossary.txt")));
  }

  private static Lesson changed(String from, String to) throws UnusableScript {
    String text = NewLesson.text("mine");
    assertThat(text).contains(from);
    return LessonParser.parse("mine.md", text.replace(from, to));
  }

  @Test
  void aNewLessonHoldsAndReadsWell() throws UnusableScript {
    Lesson lesson = LessonParser.parse("mine.md", NewLesson.text("counting-visits"));
    assertThat(lesson.head().title()).isEqualTo("Counting visits");
    assertThat(LessonCheck.problems(lesson)).isEmpty();
    assertThat(StyleCheck.findings(lesson, COURSE, glossary)).isEmpty();
    assertThat(Preview.of(lesson)).hasSize(4);
    assertThat(Preview.of(lesson).get(2)).contains("redis> INCRBY visits:home 2\n  (integer) 3");
    assertThat(Preview.stepOf(lesson, 36)).isEqualTo(2);
  }

  @Test
  void theCourseReadsWell() {
    for (Lesson lesson : COURSE.values()) {
      assertThat(StyleCheck.findings(lesson, COURSE, glossary)).as(lesson.file()).isEmpty();
    }
    assertThat(glossary.terms().values())
        .allSatisfy(term -> assertThat(COURSE).containsKey(term.lesson()));
  }

  @Test
  void whatIsHardToReadIsNamedWithItsLine() throws UnusableScript {
    String long41 = "and so on ".repeat(14) + "to the end.";
    assertThat(findings("Say what there was to see, and what it means.", long41))
        .first()
        .asString()
        .startsWith("mine.md:20: a sentence of 45 words: and so on");
    String learned =
        "Consequently, internationalization considerations necessitate comprehensive"
            + " architectural documentation. Furthermore, organizational responsibilities"
            + " inevitably accumulate unnecessarily. Additionally, implementation"
            + " particularities deteriorate maintainability considerably. Sophisticated"
            + " terminology systematically overwhelms inexperienced practitioners, regardless of"
            + " previously accumulated qualifications.";
    assertThat(findings("Say what there was to see, and what it means.", learned))
        .singleElement()
        .asString()
        .contains("mine.md:20: asks for school year");
  }

  @Test
  void aWordThatNobodyBroughtInIsNamed() throws UnusableScript {
    String see = "Say what there was to see, and what it means.";
    assertThat(findings(see, "The listpacks are small."))
        .containsExactly(
            "mine.md:20: 'listpack' is brought in by when-a-small-hash-stops-being-small: name"
                + " that in needs, or say here what it is, *listpack*");
    assertThat(findings(see, "A *listpack* is small.")).isEmpty();
    assertThat(
            StyleCheck.findings(
                LessonParser.parse(
                    "mine.md",
                    NewLesson.text("mine")
                        .replace(see, "The listpack is small.")
                        .replace("needs: []", "needs: [one-word-among-integers]")),
                COURSE,
                glossary))
        .as("needed by what is needed")
        .isEmpty();
  }

  @Test
  void aStepThatRunsNothingIsNamed() throws UnusableScript {
    assertThat(findings("## One for you", "## Just so\n\nIt is faster.\n\n## One for you"))
        .containsExactly("mine.md:32: step 'Just so' claims, and runs nothing that shows it");
  }

  private static List<String> findings(String from, String to) throws UnusableScript {
    return StyleCheck.findings(changed(from, to), COURSE, glossary);
  }

  @Test
  void aTranslationRunsAndChecksWhatItsOriginalDoes() throws Exception {
    Lesson original = LessonFiles.lesson("05-expired-is-not-freed.md");
    Lesson german = LessonFiles.lesson("05-expired-is-not-freed.de.md");
    assertThat(german.name()).isEqualTo(original.name());
    assertThat(Translation.differences(original, german)).isEmpty();
    assertThat(LessonCheck.problems(german)).isEmpty();
    String text = new LessonFiles().read("05-expired-is-not-freed.de.md");
    Map<String, String> mistakes =
        Map.of(
            "? keys == 4", "? keys == 3",
            "> GET s:1\n(nil)", "> EXISTS s:1\n(integer) 0",
            "seed=1", "seed=3",
            "( ) 0: ihre Zeit ist um", "",
            "let hours: 1..9", "let hours: 2..9");
    mistakes.forEach(
        (from, to) -> {
          assertThat(text).contains(from);
          String other = text.replace(from, to);
          try {
            Lesson wrong = LessonParser.parse("05-x.de.md", other);
            assertThat(Translation.differences(original, wrong)).as(to).isNotEmpty();
          } catch (UnusableScript unusable) {
            throw new AssertionError(unusable);
          }
        });
    assertThat(Translation.file("05-x.md", "de")).isEqualTo("05-x.de.md");
    assertThat(Translation.isOriginal("05-x.de.md")).isFalse();
    assertThat(Translation.isOriginal("05-x.md")).isTrue();
  }
}
