package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
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
    between(lab, lesson, 0, index);
  }

  /** Follows the pieces from an index up to another. */
  static void between(Lab lab, Lesson lesson, int from, int to) {
    for (Lesson.Piece piece : lesson.pieces().subList(from, to)) {
      steps(piece).forEach(step -> ScriptRunner.follow(step, lab));
    }
  }

  /**
   * The index of the last piece before another that begins a world anew, so that nothing before it
   * matters; -1 where there is none, or where a world may be gone back to.
   */
  static int newWorld(Lesson lesson, int index) {
    int last = -1;
    for (int i = 0; i < index; i++) {
      Lesson.Piece piece = lesson.pieces().get(i);
      if (piece instanceof Lesson.Run run && beginsAnew(run.script())) {
        last = i;
      }
      if (steps(piece).stream().anyMatch(step -> step.line().entry().startsWith(":fork"))) {
        return -1;
      }
    }
    return last;
  }

  /** Whether a script makes a world of its own before anything else. */
  static boolean beginsAnew(Script script) {
    return script.steps().getFirst().line() instanceof ScriptLine.Directive directive
        && directive.text().startsWith("world ");
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
