package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.EventFold;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.script.LabState;
import dev.kvarium.script.Script;
import dev.kvarium.view.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every lesson on board holds, and can be played to its end in every way. */
@Execution(ExecutionMode.CONCURRENT)
class LessonsTest {
  /** Up to so many, a step is taken back: that replays them all. */
  private static final int FEW_FACTS = 10_000;

  static List<String> files() {
    return LessonFiles.chosen();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLessonHolds(String file) {
    LessonCheck.Report report = LessonCheck.of(List.of(file), new LessonFiles());
    assertThat(report.report()).startsWith("ok    " + file);
    assertThat(report.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLessonIsPlayedToItsEndWithoutHelp(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    Learner learner = new Learner(lesson);
    for (Lesson.Task task : lesson.tasks()) {
      learner.toTask("a");
      assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.TASK);
      learner.follow(Learner.solution(task));
    }
    learner.toTask("a");
    assertThat(learner.finished).isTrue();
    assertThat(learner.results).containsOnly(Progress.Result.PASSED);
    assertThat(learner.results).hasSameSizeAs(lesson.tasks());
    assertThat(learner.stepsReached)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, lesson.steps()).boxed().toList());
    assertNoProblems(learner);
  }

  @ParameterizedTest
  @MethodSource("files")
  void anyAnswerToEveryPredictionLeadsOn(String file) {
    assertLeadsOn(file, "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "B", "b)", "(B)", "b) 44 bytes", "(a) it is 12"})
  void anAnswerMayBeWrittenInManyWays(String answer) {
    assertLeadsOn(new LessonFiles().files().getFirst(), answer);
  }

  private static void assertLeadsOn(String file, String answer) {
    Learner learner = new Learner(LessonFiles.lesson(file));
    learner.toTask(answer);
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.TASK);
    assertNoProblems(learner);
  }

  @ParameterizedTest
  @MethodSource("files")
  void noQuestionGivesItsAnswerAwayByItsLooks(String file) {
    Learner learner = new Learner(LessonFiles.lesson(file));
    learner.toTask("a");
    List<Prose.Block> answers =
        learner.pages.stream()
            .flatMap(List::stream)
            .flatMap(part -> part instanceof Part.Picture shown ? prose(shown) : Stream.of())
            .filter(block -> block.mark().matches("  [a-z]\\) "))
            .toList();
    assertThat(answers).isNotEmpty();
    assertThat(answers)
        .allSatisfy(
            block ->
                assertThat(block.text().pieces())
                    .allSatisfy(piece -> assertThat(piece.style()).isEqualTo(Style.PLAIN)));
    for (Lesson.Piece piece : LessonFiles.lesson(file).pieces()) {
      if (piece instanceof Lesson.Predict predict) {
        List<Lesson.Choice> likeReplies =
            predict.choices().stream()
                .filter(choice -> choice.text().text().matches(".*(\"|[(](integer|nil)[)]).*"))
                .toList();
        assertThat(likeReplies)
            .as(file + ":" + predict.line() + ", one answer alone is written like a reply")
            .isNotEqualTo(List.of(predict.choices().get(predict.right())));
      }
    }
  }

  @Test
  void aNumberStandsForTheAnswerThatIsThatNumber() {
    Learner learner = new Learner(LessonFiles.named("a-quota-and-its-event"));
    for (int i = 0; i < 40 && !learner.text().contains("What is the quota?"); i++) {
      learner.type(learner.player.state() == LessonPlayer.State.PREDICTION ? "a" : "");
    }
    assertThat(learner.type("2")).as("two answers are 2").contains("Type the letter");
    assertThat(learner.type("1")).as("none is 1").contains("Type the letter");
    assertThat(learner.type("3")).containsPattern("As you expected: [a-c]\\) 3");
  }

  @Test
  void aLongNumberIsAnAnswerAndNoCommand() {
    Learner learner = new Learner(LessonFiles.named("kill-9-is-not-a-power-cut"));
    for (int i = 0; i < 9 && learner.player.state() != LessonPlayer.State.PREDICTION; i++) {
      learner.type("");
    }
    assertThat(learner.type("1999")).contains("Type the letter");
    assertThat(learner.type("2,000")).containsPattern("As you expected: [a-c]\\) 2000");
  }

  /** Who notices that it is nearly always b need not think any more. */
  @Test
  void noLetterIsRightMuchMoreOftenThanTheOthers() {
    Map<Integer, Integer> timesRight = new TreeMap<>();
    int asked = 0;
    for (String file : new LessonFiles().files()) {
      List<Integer> right =
          LessonFiles.lesson(file).pieces().stream()
              .filter(Lesson.Predict.class::isInstance)
              .map(piece -> ((Lesson.Predict) piece).right())
              .toList();
      if (right.size() > 2) {
        assertThat(Set.copyOf(right))
            .as(file + ": the same letter is right each time")
            .hasSizeGreaterThan(1);
      }
      right.forEach(letter -> timesRight.merge(letter, 1, Integer::sum));
      asked += right.size();
    }
    assertThat(Collections.max(timesRight.values()))
        .as("how often a, b, c … are right, of " + asked + " times: " + timesRight)
        .isLessThan(asked * 45 / 100);
  }

  private static Stream<Prose.Block> prose(Part.Picture shown) {
    return shown.picture() instanceof Prose prose ? prose.blocks().stream() : Stream.of();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLessonIsResumedAtEveryStep(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    for (int step = 1; step <= lesson.steps(); step++) {
      Learner learner = new Learner(lesson, false, step);
      learner.toTask("b");
      if (learner.player.state() == LessonPlayer.State.TASK) {
        learner.follow(Learner.solution((Lesson.Task) learner.player.current()));
        assertThat(learner.results).containsOnly(Progress.Result.PASSED).isNotEmpty();
      }
      assertThat(learner.stepsReached).first().isEqualTo(step);
      assertNoProblems(learner);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsTriedInBetweenDoesNotSpoilALesson(String file) {
    Learner learner = new Learner(LessonFiles.lesson(file));
    for (int i = 0; i < 200 && learner.player.state() != LessonPlayer.State.TASK; i++) {
      if (i % 3 == 0) {
        learner.type("SET spoiled 1");
        learner.type("FLUSHALL");
        learner.type("+ 3s");
      }
      learner.type(learner.player.state() == LessonPlayer.State.PREDICTION ? "a" : "");
    }
    assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.TASK);
    assertNoProblems(learner);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aTestAsksForTheTasksAlone(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    Learner learner = new Learner(lesson, true, 0);
    for (Lesson.Task task : lesson.tasks()) {
      assertThat(learner.player.state()).isEqualTo(LessonPlayer.State.TASK);
      learner.follow(Learner.solution(task));
      learner.toTask("a");
    }
    assertThat(learner.finished).isTrue();
    assertThat(learner.results).containsOnly(Progress.Result.TESTED);
    assertNoProblems(learner);
  }

  @ParameterizedTest
  @MethodSource("files")
  void theSolutionIsOfferedAndSolves(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    Learner learner = new Learner(lesson);
    for (int i = 0; i < lesson.tasks().size(); i++) {
      learner.toTask("a");
      List<Part> parts = learner.player.solution();
      List<String> lines =
          parts.stream()
              .filter(Part.Offered.class::isInstance)
              .flatMap(part -> ((Part.Offered) part).lines().stream())
              .toList();
      assertThat(learner.results).hasSize(i);
      learner.follow(lines);
      assertThat(learner.results).hasSize(i + 1);
    }
    assertThat(learner.results).containsOnly(Progress.Result.ASSISTED);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPageFitsATerminalOf80By24(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    Learner learner = new Learner(lesson);
    for (Lesson.Task task : lesson.tasks()) {
      learner.toTask("a");
      learner.follow(Learner.solution(task));
    }
    learner.toTask("a");
    for (List<Part> page : learner.pages) {
      assertThat(Page.rows(page)).as(file + "\n" + Learner.text(page)).isLessThanOrEqualTo(23);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void stepByStepALessonCanBeTakenBackAndItsFactsGiveTheSnapshots(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    List<Script.Step> steps = new ArrayList<>();
    for (Lesson.Piece piece : lesson.pieces()) {
      steps.addAll(Replay.steps(piece));
    }
    Lab lab = Lab.open(lesson.head().world());
    EventFold fold = new EventFold();
    String before = "";
    List<String> together = new ArrayList<>();
    for (Script.Step step : steps) {
      fold.follow(lab, "all before " + step.line().entry());
      if (lab.missingBytes() == 0) { // or it is a value, which goes back with its command
        before = LabState.of(lab);
        together.clear();
      }
      long changes = changes(lab);
      String entry = step.line().entry();
      lab.enter(entry);
      if (changes(lab) == changes + 1 && lab.events().size() <= FEW_FACTS) {
        assertThat(lab.enter(":back").failed()).as(":back after " + entry).isFalse();
        assertThat(LabState.of(lab)).as(file + ": before " + entry).isEqualTo(before);
        fold.follow(lab, "back before " + entry);
        together.forEach(lab::enter);
        lab.enter(entry);
      }
      together.add(entry);
    }
    fold.follow(lab, "the last line");
  }

  private static long changes(Lab lab) {
    return lab.journal().stream().filter(entry -> entry.changes()).count();
  }

  /** Whether or not one is missing in between. */
  @Test
  void aLessonHasTheNumberOfItsFile() throws Exception {
    String last = new LessonFiles().files().getLast();
    String number = last.substring(0, 2);
    Catalogue catalogue = new Catalogue(new LessonFiles());
    assertThat(catalogue.find(number).file()).isEqualTo(last);
    assertThat(catalogue.find("7").file()).startsWith("07-");
    assertThat(catalogue.list(Progress.parse(""), "kvarium lesson"))
        .contains("\n" + number + "  " + LessonFiles.lesson(last).head().title());
  }

  @Test
  void lessonsAreNamedOnceAndNeedOnlyThoseBeforeThem() {
    Set<String> before = new HashSet<>();
    for (String file : new LessonFiles().files()) {
      assertThat(file).matches("[0-9]{2}-[a-z0-9-]+\\.md");
      Lesson lesson = LessonFiles.lesson(file);
      assertThat(before).containsAll(lesson.head().needs());
      assertThat(lesson.head().minutes()).isBetween(8, 15);
      assertThat(before.add(lesson.name())).isTrue();
    }
  }

  private static void assertNoProblems(Learner learner) {
    for (List<Part> page : learner.pages) {
      assertThat(page).noneMatch(Part.Problem.class::isInstance);
    }
  }
}
