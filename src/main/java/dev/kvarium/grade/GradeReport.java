package dev.kvarium.grade;

import java.util.List;

/** Grades as a person or a program reads them. */
public interface GradeReport {
  /** The names that {@link #named} knows. */
  List<String> FORMATS = List.of("text", "json", "junit", "gradescope", "csv");

  /** The whole report, with its last line's end. */
  String of(List<Grade> grades);

  /** The report of a format. */
  static GradeReport named(String format) {
    return switch (format) {
      case "json" -> new JsonGrades();
      case "junit" -> new JunitGrades();
      case "gradescope" -> new GradescopeResults();
      case "csv" -> new CsvGrades();
      default -> new TextGrades();
    };
  }
}
