package dev.kvarium.grade;

import java.util.List;

/** Grades for a person: a line for each journal, and beneath it what is missing. */
final class TextGrades implements GradeReport {
  @Override
  public String of(List<Grade> grades) {
    StringBuilder text = new StringBuilder();
    for (Grade grade : grades) {
      append(text, grade);
    }
    if (grades.size() > 1) {
      text.append(count(grades, Verdict.PASS)).append(" pass, ");
      text.append(count(grades, Verdict.FAIL)).append(" fail, ");
      text.append(count(grades, Verdict.UNKNOWN)).append(" unknown\n");
    }
    return text.toString();
  }

  private static long count(List<Grade> grades, Verdict verdict) {
    return grades.stream().filter(each -> each.verdict() == verdict).count();
  }

  private static void append(StringBuilder text, Grade grade) {
    text.append(padded(grade.verdict().word(), 7)).append("  ");
    text.append(Grade.points(grade.got())).append(" of ").append(Grade.points(grade.most()));
    text.append("  ").append(grade.journal());
    if (!grade.student().isEmpty()) {
      text.append("  (").append(grade.student()).append(')');
    }
    text.append('\n');
    if (!grade.reason().isEmpty()) {
      text.append("  ").append(grade.reason()).append('\n');
      return;
    }
    for (Grade.Task task : grade.tasks()) {
      append(text, task);
    }
  }

  private static void append(StringBuilder text, Grade.Task task) {
    text.append("  task ").append(task.number()).append("  ");
    text.append(padded(task.verdict().word(), 7)).append("  ");
    text.append(Grade.points(task.got())).append(" of ").append(Grade.points(task.most()));
    text.append('\n');
    if (!task.reason().isEmpty()) {
      text.append("    ").append(task.reason()).append('\n');
      return;
    }
    for (Grade.Check check : task.checks()) {
      if (check.verdict() != Verdict.PASS) {
        text.append("    - ").append(check.found()).append('\n');
      }
    }
    for (String note : task.notes()) {
      text.append("    ").append(note.replace("\n", "\n    ")).append('\n');
    }
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(StrictMath.max(0, width - word.length()));
  }
}
