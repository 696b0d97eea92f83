package dev.kvarium.lesson;

import dev.kvarium.lab.CheckLine;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import dev.kvarium.script.UnusableScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a lesson to what a learner may rely on, without a person: every run and every solution
 * comes out as written, a task is undone before its solution and done after it, a prediction's run
 * shows the right answer, and the end says what is to be remembered.
 */
public final class LessonCheck {
  /** The bold words that the end of a lesson has paragraphs for. */
  private static final List<String> LEADS =
      List.of("Where the model departs", "On a real server", "An open question");

  /** For how many students a lesson in which something varies is looked at. */
  private static final int STUDENTS = 8;

  private final Lesson lesson;
  private final List<String> problems = new ArrayList<>();
  private final Lab lab;
  private int runs;
  private int predictions;

  private LessonCheck(Lesson lesson) {
    this.lesson = lesson;
    this.lab = Lab.open(lesson.head().world());
    RunDirective.register(lab);
  }

  /**
   * What came of checking files.
   *
   * @param report the lines for the standard output
   * @param exitCode 0 when all is well, 1 when something is wrong with a lesson, 2 when one cannot
   *     be read at all
   */
  public record Report(String report, int exitCode) {}

  /** Checks lessons by their files. */
  public static Report of(List<String> files, Shelf shelf) {
    StringBuilder text = new StringBuilder();
    int exitCode = 0;
    for (String file : files) {
      try {
        String source = shelf.read(file);
        LessonCheck check = new LessonCheck(LessonParser.parse(file, source));
        check.check();
        check.forStudents(source);
        exitCode = StrictMath.max(exitCode, check.problems.isEmpty() ? 0 : 1);
        text.append(check.report());
      } catch (UnusableScript unusable) {
        text.append(unusable.what()).append("\nFAIL  ").append(file).append('\n');
        exitCode = 2;
      } catch (Refusal refusal) {
        text.append(refusal.what()).append("\nFAIL  ").append(file).append('\n');
        exitCode = 2;
      }
    }
    return new Report(text.toString(), exitCode);
  }

  /** Where something varies, the lesson must hold for everybody: looks at some. */
  private void forStudents(String source) throws UnusableScript {
    if (lesson.variant().values().isEmpty() || !problems.isEmpty()) {
      return;
    }
    for (int i = 1; i <= STUDENTS && problems.isEmpty(); i++) {
      Lesson theirs = LessonParser.parse(lesson.file(), source, "student-" + i);
      for (String problem : problems(theirs)) {
        problems.add(problem + " (for " + theirs.variant().text() + ")");
      }
    }
  }

  /** All that is wrong with a lesson, each beginning with file and line. */
  public static List<String> problems(Lesson lesson) {
    LessonCheck check = new LessonCheck(lesson);
    check.check();
    return check.problems;
  }

  private String report() {
    StringBuilder text = new StringBuilder();
    problems.forEach(each -> text.append(each).append('\n'));
    text.append(problems.isEmpty() ? "ok    " : "FAIL  ").append(lesson.file());
    text.append("  ").append(count(lesson.steps(), "step"));
    text.append(", ").append(count(runs, "run"));
    text.append(", ").append(count(predictions, "prediction"));
    text.append(", ").append(count(lesson.tasks().size(), "task"));
    return text.append('\n').toString();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void check() {
    for (Lesson.Piece piece : lesson.pieces()) {
      switch (piece) {
        case Lesson.Heading heading -> {}
        case Lesson.Text text -> {}
        case Lesson.Run run -> {
          runs++;
          follow(run.script());
        }
        case Lesson.Predict predict -> {
          predictions++;
          predict(predict);
        }
        case Lesson.Task task -> task(task);
      }
    }
    end();
  }

  private String follow(Script script) {
    StringBuilder shown = new StringBuilder();
    for (Script.Step step : script.steps()) {
      StepResult result = ScriptRunner.follow(step, lab);
      shown.append(step.line().text()).append('\n').append(result.got()).append('\n');
      if (result.verdict().isBad()) {
        problems.add(result.mismatch(lesson.file()));
      }
    }
    return shown.toString();
  }

  /**
   * What the right answer says in backquotes must be seen in the run; else something is checked.
   */
  private void predict(Lesson.Predict predict) {
    String shown = follow(predict.script());
    Lesson.Choice right = predict.choices().get(predict.right());
    List<String> said = quoted(right.source());
    for (String each : said) {
      if (!shown.contains(each)) {
        problem(right.line(), "the run does not show `" + each + "` of the right answer");
      }
    }
    boolean checked =
        predict.script().steps().stream().anyMatch(s -> s.isChecked() || s.line().isCheck());
    if (said.isEmpty() && !checked) {
      problem(
          predict.line(),
          "nothing shows that the answer is right: write the expected reply beneath a command, or a"
              + " check");
    }
  }

  private static List<String> quoted(String source) {
    List<String> found = new ArrayList<>();
    String[] parts = source.split("`", -1);
    for (int i = 1; i < parts.length - 1; i += 2) {
      found.add(parts[i]);
    }
    return found;
  }

  private void task(Lesson.Task task) {
    int firstEvent = lab.events().size();
    for (Lesson.Check check : task.checks()) {
      try {
        CheckLine.unmet(lab, check.condition(), firstEvent);
      } catch (Refusal unreadable) {
        problem(check.line(), unreadable.what());
        return;
      }
    }
    if (Checks.unmet(lab, task, firstEvent).isEmpty()) {
      problem(task.line(), "the task is done before anything was done: let a check ask for more");
    }
    follow(task.solution());
    for (Checks.Unmet unmet : Checks.unmet(lab, task, firstEvent)) {
      problem(unmet.check().line(), "after the solution: " + unmet.found());
    }
  }

  private void end() {
    int end = lesson.pieces().getLast().line();
    if (lesson.tasks().isEmpty()) {
      problem(end, "sets no task: something is to be done, on a changed case");
    }
    if (predictions == 0) {
      problem(end, "asks for no prediction: people learn by what they did not expect");
    }
    List<Lesson.Text> last =
        lesson.pieces().stream()
            .filter(Lesson.Text.class::isInstance)
            .map(Lesson.Text.class::cast)
            .toList();
    if (last.stream().allMatch(each -> each.remember().isEmpty())) {
      problem(end, "leaves no sentence to remember: write it as a block quote, behind '> '");
    }
    for (String lead : LEADS) {
      if (last.stream()
          .noneMatch(text -> text.leads().stream().anyMatch(it -> it.startsWith(lead)))) {
        problem(end, "lacks a paragraph that begins with **" + lead + ".**");
      }
    }
  }

  private void problem(int line, String what) {
    problems.add(lesson.file() + (line > 0 ? ":" + line : "") + ": " + what);
  }
}
