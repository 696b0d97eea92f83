package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import dev.kvarium.view.Picture;
import dev.kvarium.view.PlainRenderer;
import java.util.ArrayList;
import java.util.List;

/** A lesson as its author looks at it: what is told, run, asked and to be done, step by step. */
public final class Preview {
  private static final int COLUMNS = 80;

  private final Lab lab;
  private final Lesson lesson;
  private final List<StringBuilder> steps = new ArrayList<>(List.of(new StringBuilder()));

  private Preview(Lesson lesson) {
    this.lesson = lesson;
    this.lab = Lab.open(lesson.head().world());
    RunDirective.register(lab);
    lab.watched(true);
  }

  /** The steps, the first what stands before step 1; each a text of lines. */
  public static List<String> of(Lesson lesson) {
    Preview preview = new Preview(lesson);
    lesson.pieces().forEach(preview::piece);
    return preview.steps.stream().map(StringBuilder::toString).toList();
  }

  /** The number of the step in which a line of the file stands; 0 before the first. */
  public static int stepOf(Lesson lesson, int line) {
    int step = 0;
    for (Lesson.Piece piece : lesson.pieces()) {
      if (piece instanceof Lesson.Heading heading && heading.line() <= line) {
        step = heading.number();
      }
    }
    return step;
  }

  private void piece(Lesson.Piece piece) {
    switch (piece) {
      case Lesson.Heading heading -> {
        steps.add(new StringBuilder());
        line("== " + heading.number() + " of " + lesson.steps() + "  " + heading.title());
      }
      case Lesson.Text text -> prose(text.prose());
      case Lesson.Run run -> follow(run.script(), "");
      case Lesson.Predict predict -> {
        prose(predict.question());
        for (int i = 0; i < predict.choices().size(); i++) {
          Lesson.Choice choice = predict.choices().get(i);
          line("  " + (i == predict.right() ? "(x) " : "( ) ") + choice.text().text());
          if (!choice.comment().isEmpty()) {
            line("      " + choice.comment().text());
          }
        }
        follow(predict.script(), "");
      }
      case Lesson.Task task -> task(task);
    }
  }

  private void task(Lesson.Task task) {
    prose(task.goal());
    for (Lesson.Check check : task.checks()) {
      String advice = check.advice().isEmpty() ? "" : ": " + check.advice().text();
      line("  " + check.condition() + advice);
    }
    for (int i = 0; i < task.hints().size(); i++) {
      line("  hint " + (i + 1) + ": " + task.hints().get(i).text());
    }
    line("  solution:");
    follow(task.solution(), "  ");
  }

  private void follow(Script script, String indent) {
    for (Script.Step step : script.steps()) {
      StepResult result = ScriptRunner.follow(step, lab);
      if (!step.line().isCheck()) {
        line(indent + lab.prompt() + step.line().entry().replaceFirst("^> ", ""));
      }
      for (Part part : result.parts()) {
        if (part instanceof Part.Picture shown) {
          picture(shown.picture(), indent);
        } else if (part instanceof Part.Replied replied) {
          line(indent + replied.text().replace("\n", "\n" + indent));
        } else if (part instanceof Part.Glass glass) {
          line(indent + "  " + glass.line().text());
        }
      }
      if (result.verdict().isBad()) {
        line(result.mismatch(lesson.file()));
      }
    }
    line("");
  }

  private void prose(Prose prose) {
    picture(prose, "");
    line("");
  }

  private void picture(Picture picture, String indent) {
    String drawn = new PlainRenderer(false).render(picture.draw(COLUMNS, picture.rows(COLUMNS)));
    drawn.lines().forEach(each -> line((indent + each).stripTrailing()));
  }

  private void line(String text) {
    steps.getLast().append(text).append('\n');
  }
}
