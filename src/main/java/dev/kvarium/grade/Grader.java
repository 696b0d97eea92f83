package dev.kvarium.grade;

import dev.kvarium.lesson.Attempt;
import dev.kvarium.lesson.Journal;
import dev.kvarium.lesson.Lesson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Grades a journal: each task is begun in a world of its own, what was entered is entered once
 * more, and each check of the task that holds then is worth its share of the task's points.
 *
 * <p>A check that held when the task began is there to be kept. It is worth something only when one
 * that did not hold then has come to hold, so that nothing is got for doing nothing.
 */
public final class Grader {
  /** What a task is worth where its lesson says nothing, in hundredths of a point. */
  private static final int TASK_POINTS = 1_000;

  private final Lesson lesson;
  private final Limits limits;

  /** A grader of journals of a lesson, which is that of the student whose they are. */
  public Grader(Lesson lesson, Limits limits) {
    this.lesson = lesson;
    this.limits = limits;
  }

  /**
   * Grades; never throws for what a journal holds.
   *
   * @param name what the journal is called
   * @param told of each task that is graded, for who may have to do without the rest
   */
  public Grade grade(String name, Journal journal, Consumer<Grade.Task> told) {
    String reason = foreign(journal);
    List<Grade.Task> tasks = new ArrayList<>();
    for (Lesson.Task task : lesson.tasks()) {
      Journal.Part part = journal.task(task.number());
      tasks.add(reason.isEmpty() ? graded(task, part) : refused(task, part, Verdict.FAIL, reason));
      told.accept(tasks.getLast());
    }
    String student = lesson.variant().student();
    return new Grade(
        name,
        lesson.name(),
        lesson.head().title(),
        student.isEmpty() ? journal.student() : student,
        reason,
        tasks);
  }

  /** {@link #grade(String, Journal, Consumer)} for who waits for the whole. */
  public Grade grade(String name, Journal journal) {
    return grade(name, journal, task -> {});
  }

  /**
   * A journal of which not all is known.
   *
   * @param known the tasks that were graded, the first ones
   */
  public Grade unknown(String name, String student, List<Grade.Task> known, String reason) {
    List<Grade.Task> tasks = new ArrayList<>(known);
    for (Lesson.Task task : lesson.tasks().subList(known.size(), lesson.tasks().size())) {
      tasks.add(refused(task, Journal.Part.NONE, Verdict.UNKNOWN, reason));
    }
    return new Grade(
        name, lesson.name(), lesson.head().title(), student, known.isEmpty() ? reason : "", tasks);
  }

  /** Why a journal is not one of this lesson and student; empty when it is. */
  private String foreign(Journal journal) {
    String student = lesson.variant().student();
    String values = lesson.variant().text();
    if (!journal.lesson().isEmpty() && !journal.lesson().equals(lesson.name())) {
      return "this is a journal of " + journal.lesson() + ", not of " + lesson.name();
    }
    if (!student.isEmpty() && !journal.student().isEmpty() && !journal.student().equals(student)) {
      return "this journal was made as " + journal.student() + ", not as " + student;
    }
    if (!journal.values().isEmpty() && !journal.values().equals(values)) {
      return "this journal was made for "
          + journal.values()
          + "; "
          + (student.isEmpty() ? "without a student" : "for " + student)
          + " the task has "
          + (values.isEmpty() ? "no values" : values);
    }
    return "";
  }

  private Grade.Task graded(Lesson.Task task, Journal.Part part) {
    if (part.lines().isEmpty()) {
      return refused(task, part, Verdict.FAIL, "nothing was entered");
    }
    List<String> notes = List.of();
    try {
      Attempt attempt = Attempt.begin(lesson, task);
      List<Optional<String>> before = attempt.findings();
      Bench bench = new Bench(attempt, limits);
      try {
        bench.follow(part.lines());
      } finally {
        notes = bench.notes();
        bench.close();
      }
      return task(task, part, checks(task, before, attempt.findings()), "", notes);
    } catch (OverLimit over) {
      return refused(task, part, Verdict.UNKNOWN, over.what());
    } catch (StackOverflowError | RuntimeException defect) {
      return refused(task, part, Verdict.UNKNOWN, "it cannot be followed here: " + defect);
    }
  }

  private static Grade.Task task(
      Lesson.Task task,
      Journal.Part part,
      List<Grade.Check> checks,
      String reason,
      List<String> notes) {
    return new Grade.Task(
        task.number(),
        task.goal().text(),
        part.claim(),
        part.lines().size(),
        reason,
        checks,
        notes);
  }

  private static List<Grade.Check> checks(
      Lesson.Task task, List<Optional<String>> before, List<Optional<String>> after) {
    boolean begun = false;
    for (int i = 0; i < after.size(); i++) {
      begun |= before.get(i).isPresent() && after.get(i).isEmpty();
    }
    List<Grade.Check> checks = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      Lesson.Check check = task.checks().get(i);
      int most = share(task, i);
      boolean holds = after.get(i).isEmpty();
      String found = after.get(i).orElse("");
      if (holds && !begun) {
        found = "it was so from the beginning, and nothing that is asked for has come to be";
      }
      checks.add(
          new Grade.Check(
              check.condition(),
              check.line(),
              holds && begun ? Verdict.PASS : Verdict.FAIL,
              holds && begun ? most : 0,
              most,
              found));
    }
    return checks;
  }

  private static Grade.Task refused(
      Lesson.Task task, Journal.Part part, Verdict verdict, String reason) {
    List<Grade.Check> checks = new ArrayList<>();
    for (int i = 0; i < task.checks().size(); i++) {
      Lesson.Check check = task.checks().get(i);
      checks.add(
          new Grade.Check(check.condition(), check.line(), verdict, 0, share(task, i), reason));
    }
    return task(task, part, checks, reason, List.of());
  }

  /** What a check is worth: the points of its task in equal parts, what is left to the first. */
  private static int share(Lesson.Task task, int index) {
    int count = task.checks().size();
    return TASK_POINTS / count + (index < TASK_POINTS % count ? 1 : 0);
  }
}
