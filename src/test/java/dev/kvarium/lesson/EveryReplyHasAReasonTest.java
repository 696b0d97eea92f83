package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever surprises in a scenario or a lesson has a reason: behind a reply that is an error, or
 * nothing, or says that something is gone, {@code :why} names it.
 */
@Execution(ExecutionMode.CONCURRENT)
class EveryReplyHasAReasonTest {
  /** Of each kind of reply so many in a script. */
  private static final int EACH = 3;

  /** What says why there is nothing. */
  private static final Pattern NOTHING =
      Pattern.compile(
          "is not there: |has no (field|member)|and none at|past its time since|returns nothing"
              + "|nothing after it|is thrown away|it waits|has nothing that|asks that|has no key");

  private final Lab lab = Lab.open(WorldSpec.DEFAULT);
  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> without = new ArrayList<>();

  static Stream<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      return files.sorted().toList().stream();
    }
  }

  static List<String> lessons() {
    return new LessonFiles().files();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void ofAScenario(Path file) throws Exception {
    RunDirective.register(lab);
    follow(ScriptParser.parse(file.toString(), Files.readString(file)).steps());
    assertThat(without).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void ofALesson(String file) {
    RunDirective.register(lab);
    Lesson lesson = LessonFiles.lesson(file);
    lab.enter(lesson.head().world().line());
    lesson.pieces().forEach(piece -> follow(Replay.steps(piece)));
    assertThat(without).isEmpty();
  }

  private void follow(List<Script.Step> steps) {
    for (Script.Step step : steps) {
      Outcome outcome = lab.enter(step.line().entry());
      if (step.line() instanceof ScriptLine.Input) {
        outcome.replyText().ifPresent(reply -> look(step.line().entry(), reply));
      } else if (step.line().entry().startsWith(":crash")) {
        look(step.line().entry(), said(outcome));
      }
    }
  }

  private void look(String line, String reply) {
    String kind = kind(reply);
    if (kind.isEmpty() || seen.merge(kind, 1, Integer::sum) > EACH) {
      return;
    }
    String why = said(lab.enter(":why"));
    boolean named =
        switch (kind) {
          case "nothing" -> NOTHING.matcher(why).find();
          case "lost" -> why.contains("lost: ") && why.contains("sync");
          default -> why.lines().count() > 2;
        };
    if (!named) {
      without.add(line + "\n" + reply + "\n" + why);
    }
  }

  /** What surprises in a reply; empty when nothing does. */
  private static String kind(String reply) {
    if (reply.startsWith("(error) ")) {
      return reply.split(" ")[1];
    }
    return switch (reply) {
      case "(nil)", "(integer) -2", "(empty array)", "END", "NOT_FOUND", "NOT_STORED", "EN" ->
          "nothing";
      default ->
          reply.startsWith("SERVER_ERROR") || reply.startsWith("CLIENT_ERROR")
              ? reply.substring(0, 12)
              : reply.startsWith("lost: ") && !reply.contains("nothing that") ? "lost" : "";
    };
  }

  private static String said(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (Part part : outcome.parts()) {
      if (part instanceof Part.Said said) {
        text.append(said.text()).append('\n');
      }
    }
    return text.toString();
  }
}
