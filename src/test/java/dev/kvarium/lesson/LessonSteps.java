package dev.kvarium.lesson;

import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a lesson of the checkout does from its beginning to its end, as its author has it. */
public final class LessonSteps {
  private LessonSteps() {}

  /** The world it begins with, its runs and its solutions. */
  public static List<Script.Step> of(Path file) throws UnusableScript {
    Lesson lesson = LessonFiles.lesson(file.getFileName().toString());
    List<Script.Step> steps = new ArrayList<>();
    steps.addAll(ScriptParser.parse("world", lesson.head().world().line() + "\n").steps());
    for (Lesson.Piece piece : lesson.pieces()) {
      steps.addAll(Replay.steps(piece));
    }
    return steps;
  }
}
