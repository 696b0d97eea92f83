package dev.kvarium.grade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lesson.Journal;
import dev.kvarium.lesson.Lesson;
import dev.kvarium.lesson.LessonCheck;
import dev.kvarium.lesson.LessonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The labs of ninety minutes: each holds, and has a sheet, a rubric and a journal that passes. */
class LabsTest {
  private static final Path LABS = Path.of("docs", "labs");

  private static Path file(String lab) {
    return LABS.resolve(lab).resolve("lab-" + lab + ".md");
  }

  private static Lesson lesson(String lab, String student) throws Exception {
    Path file = file(lab);
    return LessonParser.parse(file.toString(), Files.readString(file), student);
  }

  @ParameterizedTest
  @ValueSource(strings = {"caching", "durability", "distribution"})
  void aLabIsReadyForAClass(String lab) throws Exception {
    Lesson lesson = lesson(lab, "");
    assertThat(lesson.head().minutes()).isEqualTo(90);
    assertThat(lesson.tasks()).hasSize(5);
    assertThat(lesson.variant().values()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(LessonCheck.problems(lesson(lab, "ada"))).isEmpty();

    Path sheet = LABS.resolve(lab).resolve("sheet.md");
    assertThat(Files.readString(sheet)).contains("90 minutes", file(lab).toString(), "task 5");
    Path rubric = LABS.resolve(lab).resolve("rubric.md");
    assertThat(Files.readString(rubric)).contains("ten points each", file(lab).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"caching", "durability", "distribution"})
  void itsJournalPassesAndOnlyForWhoMadeIt(String lab) throws Exception {
    Journal journal = Journal.parse(Files.readString(LABS.resolve(lab).resolve("journal.kv")));
    assertThat(journal.student()).isEqualTo("ada");
    Lesson lesson = lesson(lab, "ada");
    Grade grade = new Grader(lesson, Limits.DEFAULT).grade("journal.kv", journal);
    assertThat(grade.verdict()).as(grade.toString()).isEqualTo(Verdict.PASS);
    assertThat(grade.got()).isEqualTo(5_000);
    Grade other = new Grader(lesson(lab, "ben"), Limits.DEFAULT).grade("journal.kv", journal);
    assertThat(other.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(other.reason()).isEqualTo("this journal was made as ada, not as ben");
  }

  /** Ways of doing the tasks: what misses the point is refused with what differs. */
  @Test
  void aWayIsJudgedByWhereItLeads() throws Exception {
    Path file = Path.of("src/test/resources/lessons/lab-routes.txt");
    String lab = "";
    int task = 0;
    int refusals = 0;
    List<String> way = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("== ")) {
        assertThat(refusals).as("ways refused before " + line).matches(n -> n >= 3 || n == 0);
        lab = line.substring(3, line.lastIndexOf(' '));
        task = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        refusals = 0;
      } else if (line.equals("passes") || line.startsWith("refused: ")) {
        Journal journal = Journal.parse("# task " + task + "\n" + String.join("\n", way));
        Grade.Task graded =
            new Grader(lesson(lab, ""), Limits.DEFAULT).grade("way", journal).tasks().get(task - 1);
        String said =
            graded.checks().stream().map(Grade.Check::found).collect(Collectors.joining("\n"));
        boolean passes = line.equals("passes");
        assertThat(graded.verdict())
            .as(lab + " " + task + ": " + way + "\n" + said + "\n" + graded.notes())
            .isEqualTo(passes ? Verdict.PASS : Verdict.FAIL);
        assertThat(said)
            .as(lab + " " + task + ": " + way)
            .contains(passes ? "" : line.substring("refused: ".length()));
        refusals += passes ? 0 : 1;
        way.clear();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        way.add(line);
      }
    }
    assertThat(refusals).isGreaterThanOrEqualTo(3);
  }

  /** Writes the journals of who follows the solutions, as student ada. */
  public static void main(String[] args) throws Exception {
    for (String lab : args) {
      Lesson lesson = lesson(lab, "ada");
      StringBuilder text = new StringBuilder("# lesson: " + lesson.name() + "\n# student: ada\n");
      text.append("# values: ").append(lesson.variant().text()).append('\n');
      for (Lesson.Task task : lesson.tasks()) {
        text.append("\n# task ").append(task.number()).append(": done\n");
        text.append(
            task.solution().steps().stream()
                .map(step -> step.line().entry())
                .collect(Collectors.joining("\n", "", "\n")));
      }
      Files.writeString(
          LABS.resolve(lab).resolve("journal.kv"), Journal.parse(text.toString()).text());
    }
  }
}
