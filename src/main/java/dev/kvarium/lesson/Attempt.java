package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.script.RunDirective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task in a world of its own, as whoever plays the lesson finds it when the task begins, and what
 * has come of it since.
 */
public final class Attempt {
  private final Lab lab;
  private final Lesson.Task task;
  private final int firstEvent;

  private Attempt(Lab lab, Lesson.Task task) {
    this.lab = lab;
    this.task = task;
    this.firstEvent = lab.events().size();
  }

  /** Begins a task of a lesson, in a new world that all before it has made. */
  public static Attempt begin(Lesson lesson, Lesson.Task task) {
    Lab lab = Lab.open(lesson.head().world());
    RunDirective.register(lab);
    lab.watched(false);
    lab.enter(":stepped");
    int index = lesson.pieces().indexOf(task);
    int from = Replay.newWorld(lesson, index);
    if (from < 0) {
      Replay.to(lab, lesson, index);
    } else {
      Replay.between(lab, lesson, from, index);
    }
    return new Attempt(lab, task);
  }

  /** The world of it. */
  public Lab lab() {
    return lab;
  }

  /** Enters a line. */
  public Outcome enter(String line) {
    return lab.enter(line);
  }

  /** What each check of the task has to complain of, in words; empty where it holds. */
  public List<Optional<String>> findings() {
    List<Optional<String>> found = new ArrayList<>();
    for (Lesson.Check check : task.checks()) {
      found.add(Checks.unmet(lab, check, firstEvent).map(Checks.Unmet::words));
    }
    return found;
  }

  /** Whether every check holds. */
  public boolean isDone() {
    return task.checks().stream().allMatch(check -> Checks.unmet(lab, check, firstEvent).isEmpty());
  }
}
