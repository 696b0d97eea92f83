package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody who plays a lesson line by line, and what is noted of it. */
final class Learner implements LessonLog {
  final Lab lab = Lab.open(WorldSpec.DEFAULT);
  final LessonPlayer player;
  final List<Progress.Result> results = new ArrayList<>();
  final List<Integer> stepsReached = new ArrayList<>();
  final List<List<Part>> pages = new ArrayList<>();
  final List<String> typed = new ArrayList<>();
  boolean finished;
  private List<Part> shown;

  Learner(Lesson lesson) {
    this(lesson, false, 0);
  }

  Learner(Lesson lesson, boolean test, int step) {
    dev.kvarium.script.RunDirective.register(lab);
    lab.enter(":stepped");
    player = new LessonPlayer(lab, lesson, test, this);
    lab.companion(Optional.of(player));
    shown = player.begin(step);
    pages.add(shown);
  }

  @Override
  public void reached(Lesson lesson, int step) {
    stepsReached.add(step);
  }

  @Override
  public void task(Lesson lesson, int task, Progress.Result result) {
    results.add(result);
  }

  @Override
  public void finished(Lesson lesson) {
    finished = true;
  }

  /** Types a line; what is shown, in words. */
  String type(String line) {
    typed.add(line);
    shown = lab.enter(line).parts();
    pages.add(shown);
    return text();
  }

  /** What was shown last, in words. */
  String text() {
    return text(shown);
  }

  /** Parts in words. */
  static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(
          switch (part) {
            case Part.Replied replied -> replied.text();
            case Part.Delivered delivered -> delivered.lines();
            case Part.Said said -> said.text();
            case Part.Problem problem -> "PROBLEM " + problem.what();
            case Part.Picture picture -> picture.picture().narration();
            case Part.Offered offered -> String.join("\n", offered.lines());
            case Part.Glass glass -> "  " + glass.line().text();
          });
      text.append('\n');
    }
    return text.toString();
  }

  /** The lines that were put on the prompt last. */
  List<String> offered() {
    for (Part part : shown) {
      if (part instanceof Part.Offered offered) {
        return offered.lines();
      }
    }
    return List.of();
  }

  /** Reads on, answering predictions with a choice, up to a task or the end. */
  void toTask(String answer) {
    for (int i = 0; i < 200; i++) {
      switch (player.state()) {
        case READING -> type("");
        case PREDICTION -> type(answer);
        case TASK, DONE -> {
          return;
        }
      }
    }
    throw new AssertionError("no end of it: " + text());
  }

  /** Enters a way to do the task line by line. */
  void follow(List<String> lines) {
    for (String line : lines) {
      type(line);
    }
  }

  /** The lines of a task's solution. */
  static List<String> solution(Lesson.Task task) {
    return task.solution().steps().stream().map(step -> step.line().entry()).toList();
  }
}
