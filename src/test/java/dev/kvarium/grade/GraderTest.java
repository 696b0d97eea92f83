package dev.kvarium.grade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lesson.Journal;
import dev.kvarium.lesson.Lesson;
import dev.kvarium.lesson.LessonLines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal is worth what the state is that it leads to. */
class GraderTest {
  private static final Lesson EXPIRED = LessonLines.lesson("expired-is-not-freed");

  private static Grade grade(Lesson lesson, String journal) {
    return new Grader(lesson, Limits.DEFAULT).grade("j.kv", Journal.parse(journal));
  }

  private static Grade grade(String journal) {
    return grade(EXPIRED, journal);
  }

  /** On one node, on Memcached, with waiting clients, with a cut network, on a proxy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "expired-is-not-freed",
        "a-job-and-two-workers",
        "thirty-days-and-a-second",
        "the-backlog-is-too-small",
        "one-address-fewer-commands"
      })
  void whatALessonKeepsOfALearnerIsGradedAsTheLessonDid(String name) {
    LessonLines.Notes notes = new LessonLines.Notes();
    Lab lab = LessonLines.open(notes);
    lab.enter(":lesson " + name);
    List<Part> last = List.of();
    for (String line : LessonLines.of(LessonLines.file(name))) {
      last = lab.enter(line).parts();
    }
    assertThat(last.toString()).contains("What you entered in the tasks is in " + name + ".kv");
    String journal = notes.journals.getOrDefault(name, "");
    Lesson lesson = LessonLines.lesson(name);
    Grade grade = grade(lesson, journal);
    assertThat(grade.verdict()).as(journal + "\n" + grade).isEqualTo(Verdict.PASS);
    assertThat(grade.got()).isEqualTo(1_000 * lesson.tasks().size());
    assertThat(grade.tasks()).allSatisfy(task -> assertThat(task.notes()).isEmpty());
  }

  @Test
  void nothingIsGotForNothing() {
    Grade grade = grade("");
    assertThat(grade.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(grade.got()).isZero();
    assertThat(grade.most()).isEqualTo(2_000);
  }

  @Test
  void aPartOfATaskIsWorthAPartOfItsPoints() {
    Grade grade = grade("# task 1\nGET stale:1\nGET stale:2\n# task 2\nSET session bob KEEPTTL\n");
    assertThat(grade.tasks().get(0).got()).isEqualTo(667);
    assertThat(grade.tasks().get(0).checks().get(1).found())
        .isEqualTo("4 keys should be there, and 3 are");
    assertThat(grade.tasks().get(1).got()).isEqualTo(1_000);
    assertThat(grade.got()).isEqualTo(1_667);
  }

  @Test
  void theStateDecidesWhateverAJournalSaysOfItself() {
    Grade claimed = grade("# task 1: done\n# task 2: done\nSET session bob\n");
    assertThat(claimed.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(claimed.tasks().get(1).claim()).isEqualTo("done");
    Grade modest =
        grade("# task 1: not done\nTYPE stale:2\n# task 2: not done\nGETSET session bob\n");
    assertThat(modest.tasks().get(0).verdict()).isEqualTo(Verdict.PASS);
    Grade other = grade("# task 2\nEVAL \"redis.call('SET',KEYS[1],'bob','KEEPTTL')\" 1 session\n");
    assertThat(other.tasks().get(1).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aJournalOfAnotherLessonSaysSo() {
    Grade grade = grade("# lesson: a-quota-and-its-event\n# task 1\nGET stale:2\n");
    assertThat(grade.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(grade.reason())
        .isEqualTo("this is a journal of a-quota-and-its-event, not of expired-is-not-freed");
  }

  @Test
  void aJournalDoesNotLeadOutOfItsTask() {
    for (String line :
        List.of(
            ":world redis seed=9",
            ": world redis seed=9",
            ":\"world\" redis",
            ":back 3",
            ":fork x",
            ":sandbox",
            ":run scenario.kv",
            ":save there.kv over")) {
      Grade grade = grade("# task 1\n" + line + "\nGET stale:2\n");
      assertThat(grade.tasks().getFirst().verdict()).as(line).isEqualTo(Verdict.PASS);
      assertThat(grade.tasks().getFirst().notes()).as(line).isNotEmpty();
    }
  }

  @Test
  void aJournalWithoutAnEndIsNotKnownAndSaysWhy() {
    Limits tight = new Limits(100, 5_000, 1, 8 << 20, new Limits.Watch() {});
    record Case(String line, int times, String reason) {}
    for (Case each :
        List.of(
            new Case("PING", 101, "it has more than 100 lines for one task"),
            new Case(":repeat 100000 SET k:{n} v", 1, "its lines lead to more than 5000 facts"),
            new Case("+ 2h", 1, "it lets more than 1 h pass"),
            new Case("SETRANGE k 9000000 x", 1, "main takes more than 8 MiB of memory"))) {
      String journal = "# task 1\n" + (each.line() + "\n").repeat(each.times());
      Grade grade = new Grader(EXPIRED, tight).grade("j.kv", Journal.parse(journal));
      assertThat(grade.tasks().get(0).verdict()).as(each.line()).isEqualTo(Verdict.UNKNOWN);
      assertThat(grade.tasks().get(0).reason()).isEqualTo(each.reason());
      assertThat(grade.tasks().get(1).verdict()).isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void theWatchEndsAScriptThatWouldNeverEnd() {
    int[] looks = {0};
    Limits.Watch watch =
        new Limits.Watch() {
          @Override
          public void look() {
            if (++looks[0] > 5) {
              throw new OverLimit("it was looked at often enough");
            }
          }
        };
    String journal =
        """
        # task 1
        CONFIG SET busy-reply-threshold 1000000000
        EVAL "while true do pcall(function() while true do end end) end" 0
        """;
    Grade grade =
        new Grader(EXPIRED, Limits.DEFAULT.watchedBy(watch)).grade("j", Journal.parse(journal));
    assertThat(grade.tasks().getFirst().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(grade.tasks().getFirst().reason()).isEqualTo("it was looked at often enough");
  }
}
