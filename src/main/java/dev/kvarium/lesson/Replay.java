package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a lab to where a lesson is, as its author has left it: each task solved as in the file.
 */
final class Replay {
  private Replay() {}

  /** Begins the lesson's world and follows all that stands before the piece at an index. */
  static void to(Lab lab, Lesson lesson, int index) {
    lab.enter(lesson.head().world().line());
    for (Lesson.Piece piece : lesson.pieces().subList(0, index)) {
      script(piece).forEach(step -> ScriptRunner.follow(step, lab));
    }
  }

  /** Follows a script; the steps that did not go as it says. */
  static List<StepResult> mismatches(Lab lab, Script script) {
    List<StepResult> bad = new ArrayList<>();
    for (Script.Step step : script.steps()) {
      StepResult result = ScriptRunner.follow(step, lab);
      if (result.verdict().isBad()) {
        bad.add(result);
      }
    }
    return bad;
  }

  private static List<Script.Step> script(Lesson.Piece piece) {
    return switch (piece) {
      case Lesson.Run run -> run.script().steps();
      case Lesson.Predict predict -> predict.script().steps();
      case Lesson.Task task -> task.solution().steps();
      case Lesson.Heading heading -> List.of();
      case Lesson.Text text -> List.of();
    };
  }
}
