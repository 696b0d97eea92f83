package dev.kvarium.grade;

import dev.kvarium.base.JsonText;
import java.util.List;

/**
 * The {@code results.json} that Gradescope takes from an autograder: of one submission, so of one
 * journal, with a test for each check.
 */
final class GradescopeResults implements GradeReport {
  @Override
  public String of(List<Grade> grades) {
    JsonText json = new JsonText().open('{');
    int got = grades.stream().mapToInt(Grade::got).sum();
    json.name("score").numberOrText(Grade.points(got));
    json.member("output", new TextGrades().of(grades)).member("output_format", "text");
    json.member("test_output_format", "text").member("test_name_format", "text");
    json.member("stdout_visibility", "hidden").name("tests").open('[');
    for (Grade grade : grades) {
      for (Grade.Task task : grade.tasks()) {
        for (int i = 0; i < task.checks().size(); i++) {
          append(json, task.number() + "." + (i + 1), task, task.checks().get(i));
        }
      }
    }
    return json.close(']').close('}').end().toString();
  }

  private static void append(JsonText json, String number, Grade.Task task, Grade.Check check) {
    json.line().open('{').name("score").numberOrText(Grade.points(check.got()));
    json.name("max_score").numberOrText(Grade.points(check.most()));
    json.member("status", check.verdict() == Verdict.PASS ? "passed" : "failed");
    json.member("name", "task " + task.number() + ": " + check.condition());
    json.member("number", number);
    json.member(
        "output",
        check.verdict() == Verdict.UNKNOWN ? "not known: " + check.found() : check.found());
    json.member("visibility", "visible").close('}');
  }
}
