package dev.kvarium.grade;

import static dev.kvarium.script.XmlText.escaped;

import java.util.List;

/** Grades as JUnit's XML: a journal is a suite, its checks are the cases; unknown is an error. */
final class JunitGrades implements GradeReport {
  @Override
  public String of(List<Grade> grades) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites name=\"kvarium grade\"").append(counts(grades)).append(">\n");
    for (Grade grade : grades) {
      xml.append("  <testsuite name=\"").append(escaped(grade.journal())).append('"');
      xml.append(counts(List.of(grade))).append(">\n    <properties>\n");
      property(xml, "lesson", grade.lesson());
      property(xml, "student", grade.student());
      property(xml, "points", Grade.points(grade.got()));
      property(xml, "most", Grade.points(grade.most()));
      xml.append("    </properties>\n");
      for (Grade.Task task : grade.tasks()) {
        task.checks().forEach(check -> append(xml, grade, task, check));
      }
      xml.append("  </testsuite>\n");
    }
    return xml.append("</testsuites>\n").toString();
  }

  private static String counts(List<Grade> grades) {
    return " tests=\""
        + (count(grades, Verdict.PASS)
            + count(grades, Verdict.FAIL)
            + count(grades, Verdict.UNKNOWN))
        + "\" failures=\""
        + count(grades, Verdict.FAIL)
        + "\" errors=\""
        + count(grades, Verdict.UNKNOWN)
        + '"';
  }

  private static long count(List<Grade> grades, Verdict verdict) {
    return grades.stream()
        .flatMap(grade -> grade.tasks().stream())
        .flatMap(task -> task.checks().stream())
        .filter(check -> check.verdict() == verdict)
        .count();
  }

  private static void property(StringBuilder xml, String name, String value) {
    xml.append("      <property name=\"").append(name).append("\" value=\"");
    xml.append(escaped(value)).append("\"/>\n");
  }

  private static void append(StringBuilder xml, Grade grade, Grade.Task task, Grade.Check check) {
    xml.append("    <testcase classname=\"").append(escaped(grade.lesson()));
    xml.append("\" name=\"task ").append(task.number()).append(": ");
    xml.append(escaped(check.condition())).append("\" time=\"0\"");
    if (check.verdict() == Verdict.PASS) {
      xml.append("/>\n");
      return;
    }
    String element = check.verdict() == Verdict.FAIL ? "failure" : "error";
    xml.append(">\n      <").append(element).append(" message=\"");
    xml.append(escaped(check.found())).append("\"/>\n    </testcase>\n");
  }
}
