package dev.kvarium.grade;

import java.util.List;

/**
 * Grades as a table for a spreadsheet (RFC 4180): a row for each journal, two columns for each
 * task.
 */
final class CsvGrades implements GradeReport {
  private static final String END = "\r\n";

  @Override
  public String of(List<Grade> grades) {
    int tasks = grades.stream().mapToInt(each -> each.tasks().size()).max().orElse(0);
    StringBuilder csv = new StringBuilder("journal,student,lesson,verdict,points,most");
    for (int i = 1; i <= tasks; i++) {
      csv.append(",task ").append(i).append(",task ").append(i).append(" points");
    }
    csv.append(",reason").append(END);
    for (Grade grade : grades) {
      csv.append(field(grade.journal())).append(',').append(field(grade.student()));
      csv.append(',').append(field(grade.lesson())).append(',').append(grade.verdict().word());
      csv.append(',').append(Grade.points(grade.got()));
      csv.append(',').append(Grade.points(grade.most()));
      String reason = grade.reason();
      for (int i = 0; i < tasks; i++) {
        if (i < grade.tasks().size()) {
          Grade.Task task = grade.tasks().get(i);
          csv.append(',').append(task.verdict().word());
          csv.append(',').append(Grade.points(task.got()));
          reason = reason.isEmpty() ? task.reason() : reason;
        } else {
          csv.append(",,");
        }
      }
      csv.append(',').append(field(reason)).append(END);
    }
    return csv.toString();
  }

  /** A field in quotes where it needs them; one that a spreadsheet would take for a formula too. */
  private static String field(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quoted =
        safe.indexOf(',') >= 0
            || safe.indexOf('"') >= 0
            || safe.indexOf('\n') >= 0
            || safe.indexOf('\r') >= 0;
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
