package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways of doing tasks, from {@code routes.txt}: those that miss the point are refused with a
 * message that names what differs, and every honest one passes.
 */
@Execution(ExecutionMode.CONCURRENT)
class LessonRoutesTest {
  /**
   * A way of doing a task.
   *
   * @param refused what must be said; empty when the way is a good one
   */
  record Route(String lesson, int task, int line, List<String> lines, String refused) {
    @Override
    public String toString() {
      return lesson + " " + task + ", line " + line;
    }
  }

  static List<Route> routes() throws IOException {
    List<Route> routes = new ArrayList<>();
    String lesson = "";
    int task = 0;
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(Path.of("src/test/resources/lessons/routes.txt"))) {
      number++;
      if (line.startsWith("== ")) {
        assertThat(lines).as("no end of the way before line " + number).isEmpty();
        String[] words = line.substring(3).split(" ");
        lesson = words[0];
        task = Integer.parseInt(words[1]);
      } else if (line.startsWith("refused: ") || line.equals("passes")) {
        String refused = line.equals("passes") ? "" : line.substring("refused: ".length());
        routes.add(new Route(lesson, task, number, List.copyOf(lines), refused));
        lines.clear();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line);
      }
    }
    assertThat(lines).isEmpty();
    return routes;
  }

  static List<Route> chosen() throws IOException {
    Set<String> names =
        LessonFiles.chosen().stream().map(LessonParser::name).collect(Collectors.toSet());
    return routes().stream().filter(route -> names.contains(route.lesson())).toList();
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void aRouteIsJudgedByWhereItLeads(Route route) {
    Lesson lesson = LessonFiles.named(route.lesson());
    Learner learner = new Learner(lesson);
    for (Lesson.Task task : lesson.tasks()) {
      learner.toTask("a");
      if (task.number() == route.task()) {
        break;
      }
      learner.follow(Learner.solution(task));
    }
    int before = learner.results.size();
    learner.follow(route.lines());
    if (route.refused().isEmpty()) {
      assertThat(learner.results).as(learner.text()).hasSize(before + 1);
    } else {
      assertThat(learner.results).as("refused: " + route.refused()).hasSize(before);
      String said = learner.type("");
      assertThat(said.replace("\n", " ").replaceAll(" +", " ")).contains(route.refused());
    }
  }

  @Test
  void everyTaskHasThreeRoutesThatAreRefused() throws IOException {
    Map<String, Integer> refused = new HashMap<>();
    for (Route route : routes()) {
      if (!route.refused().isEmpty()) {
        refused.merge(route.lesson() + " " + route.task(), 1, Integer::sum);
      }
    }
    for (String file : new LessonFiles().files()) {
      Lesson lesson = LessonFiles.lesson(file);
      for (Lesson.Task task : lesson.tasks()) {
        String name = lesson.name() + " " + task.number();
        assertThat(refused.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(3);
      }
    }
  }

  @Test
  void whatDiffersIsSaidInWordsAndNotAsChecksAreWritten() {
    for (String file : new LessonFiles().files()) {
      Lesson lesson = LessonFiles.lesson(file);
      Learner learner = new Learner(lesson);
      for (Lesson.Task task : lesson.tasks()) {
        learner.toTask("a");
        assertThat(learner.type(""))
            .as(lesson.name() + " " + task.number())
            .contains("Not there yet:")
            .doesNotContainPattern(
                "[a-z]Event\\.|Crash\\.|: found |[!=<>]= |has not happened|happen: [a-z]+: ");
        learner.follow(Learner.solution(task));
      }
    }
  }

  @Test
  void aSolutionIsPlayedWithoutWhatStillDiffersInBetween() {
    Learner learner = new Learner(LessonFiles.named("what-is-inside-a-string"));
    learner.toTask("a");
    learner.follow(List.of("INCRBY price 0"));
    learner.toTask("a");
    learner.player.solution();
    assertThat(learner.type("SET left \"redis is in memory\"")).doesNotContain("Not there yet");
    assertThat(learner.type("SET right \"redis is\"")).doesNotContain("Not there yet");
    assertThat(learner.type("APPEND right \" in memory\"")).contains("Done");
  }

  @Test
  void whatWasTakenBackIsNotCalledSetAside() {
    Learner learner = new Learner(LessonFiles.named("what-is-inside-a-string"));
    learner.toTask("a");
    assertThat(learner.type("INCRBY price 0")).contains("Done");
    assertThat(learner.type("")).contains("Task 2").doesNotContain("without what you have tried");
  }

  @Test
  void whileAValueIsToFollowNothingElseIsMissed() {
    Learner learner = new Learner(LessonFiles.named("three-kinds-of-waste"));
    learner.toTask("a");
    assertThat(learner.type("set neat 0 0 304"))
        .contains("306 bytes", ":back")
        .doesNotContain("should take");
    learner.type(":back");
    learner.type("set neat 0 0 1");
    assertThat(learner.type("x")).contains("neat should take 304 bytes, and takes 64");
  }
}
