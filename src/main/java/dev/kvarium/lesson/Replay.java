package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptRunner;
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
      steps(piece).forEach(step -> ScriptRunner.follow(step, lab));
    }
  }

  /** What a piece does to the world, as its author has it. */
  static List<Script.Step> steps(Lesson.Piece piece) {
    return switch (piece) {
      case Lesson.Run run -> run.script().steps();
      case Lesson.Predict predict -> predict.script().steps();
      case Lesson.Task task -> task.solution().steps();
      case Lesson.Heading heading -> List.of();
      case Lesson.Text text -> List.of();
    };
  }
}
