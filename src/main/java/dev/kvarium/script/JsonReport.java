package dev.kvarium.script;

import dev.kvarium.base.JsonText;
import java.util.List;
import java.util.Map;

/**
 * The results as one JSON object.
 *
 * <pre>
 * {"holds": true, "files": [
 *   {"file": "a.kv", "holds": true, "checks": 1, "bad": 0, "world": ":world redis seed=1 …",
 *    "steps": [{"line": 1, "input": "&gt; SET a 1", "verdict": "holds", "expected": "OK",
 *               "got": "OK", "at_micros": 0}],
 *    "metrics": {"keys": 1}}],
 *  "unusable": []}
 * </pre>
 *
 * <p>{@code verdict} is {@code done}, {@code holds}, {@code differs} or {@code failed}; {@code
 * at_micros} counts from the start of the world; {@code expected} and {@code problem} are there
 * only where there are any. {@code unusable} says what was wrong with files that could not be
 * replayed.
 */
final class JsonReport implements Report {
  @Override
  public String of(List<ScriptResult> results, List<String> unusable) {
    boolean holds = unusable.isEmpty();
    for (ScriptResult result : results) {
      holds &= result.holds();
    }
    JsonText json = new JsonText();
    json.open('{').member("holds", holds).name("files").open('[');
    for (ScriptResult result : results) {
      json.line();
      append(json, result);
    }
    json.close(']').name("unusable").open('[');
    for (String what : unusable) {
      json.value(what);
    }
    return json.close(']').close('}') + "\n";
  }

  private static void append(JsonText json, ScriptResult result) {
    json.open('{');
    json.member("file", result.script().name());
    json.member("holds", result.holds());
    json.member("checks", result.checks());
    json.member("bad", result.bad());
    json.member("world", result.world());
    json.name("steps").open('[');
    for (StepResult step : result.steps()) {
      json.line().open('{');
      json.member("line", step.number());
      json.member("input", ScriptLine.withoutEnd(step.step().line().source()));
      json.member("verdict", verdict(step.verdict()));
      if (step.step().isChecked()) {
        json.member("expected", step.step().expectedText());
      }
      json.member("got", step.got());
      if (!step.problem().isEmpty()) {
        json.member("problem", step.problem().stripLeading());
      }
      json.member("at_micros", step.atMicros() - result.startMicros());
      json.close('}');
    }
    json.close(']').line().name("metrics").open('{');
    for (Map.Entry<String, String> metric : result.metrics().entrySet()) {
      json.name(metric.getKey()).numberOrText(metric.getValue());
    }
    json.close('}').close('}');
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case DONE -> "done";
      case HOLDS -> "holds";
      case DIFFERS -> "differs";
      case FAILED -> "failed";
    };
  }
}
