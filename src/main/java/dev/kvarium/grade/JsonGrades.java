package dev.kvarium.grade;

import dev.kvarium.base.JsonText;
import java.util.List;

/** Grades as JSON, by the schema in {@code docs/schemas/grades.schema.json}. */
final class JsonGrades implements GradeReport {
  @Override
  public String of(List<Grade> grades) {
    JsonText json = new JsonText().open('{').name("grades").open('[');
    for (Grade grade : grades) {
      json.line().open('{');
      json.member("journal", grade.journal()).member("lesson", grade.lesson());
      json.member("title", grade.title()).member("student", grade.student());
      json.member("verdict", grade.verdict().word());
      points(json, grade.got(), grade.most());
      json.member("reason", grade.reason()).name("tasks").open('[');
      grade.tasks().forEach(task -> append(json, task));
      json.close(']').close('}');
    }
    return json.close(']').close('}').end().toString();
  }

  private static void append(JsonText json, Grade.Task task) {
    json.open('{').member("number", task.number()).member("goal", task.goal());
    json.member("claim", task.claim()).member("inputs", task.inputs());
    json.member("verdict", task.verdict().word());
    points(json, task.got(), task.most());
    json.member("reason", task.reason()).name("checks").open('[');
    for (Grade.Check check : task.checks()) {
      json.open('{').member("condition", check.condition()).member("line", check.line());
      json.member("verdict", check.verdict().word());
      points(json, check.got(), check.most());
      json.member("found", check.found()).close('}');
    }
    json.close(']').name("notes").open('[');
    task.notes().forEach(json::value);
    json.close(']').close('}');
  }

  private static void points(JsonText json, int got, int most) {
    json.name("points").numberOrText(Grade.points(got));
    json.name("most").numberOrText(Grade.points(most));
  }
}
