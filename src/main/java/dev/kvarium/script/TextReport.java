package dev.kvarium.script;

import java.util.List;

/**
 * The results for a person: what differs, where and how; then a line for each script. With the
 * transcript, the script as it went. Files that could not be replayed are spoken of elsewhere.
 */
final class TextReport implements Report {
  private final boolean transcript;

  TextReport(boolean transcript) {
    this.transcript = transcript;
  }

  @Override
  public String of(List<ScriptResult> results, List<String> unusable) {
    StringBuilder text = new StringBuilder();
    for (ScriptResult result : results) {
      if (transcript) {
        appendTranscript(text, result);
      } else {
        for (StepResult step : result.steps()) {
          if (step.verdict().isBad()) {
            text.append(step.mismatch(result.script().name())).append('\n');
          }
        }
      }
      appendSummary(text, result);
    }
    return text.toString();
  }

  private static void appendTranscript(StringBuilder text, ScriptResult result) {
    int next = 0;
    for (ScriptLine line : result.script().lines()) {
      if (line instanceof ScriptLine.Expected) {
        continue;
      }
      text.append(ScriptLine.withoutEnd(line.source())).append('\n');
      if (!line.acts()) {
        continue;
      }
      StepResult step = result.steps().get(next++);
      String shown = PartText.all(step.parts());
      if (!shown.isEmpty() && step.verdict() != Verdict.FAILED) {
        text.append(shown).append('\n');
      }
      if (step.verdict().isBad()) {
        text.append(result.script().name()).append(':').append(step.number()).append(": ");
        text.append(step.verdict() == Verdict.DIFFERS ? "another reply than expected" : "failed");
        text.append('\n').append(step.problem()).append('\n');
      }
    }
  }

  private static void appendSummary(StringBuilder text, ScriptResult result) {
    int steps = result.steps().size();
    int checks = result.checks();
    text.append(result.holds() ? "ok    " : "FAIL  ").append(result.script().name());
    text.append("  ").append(steps).append(steps == 1 ? " step, " : " steps, ");
    text.append(checks).append(checks == 1 ? " check" : " checks");
    if (!result.holds()) {
      text.append(", ").append(result.bad()).append(" not as expected");
    }
    text.append('\n');
  }
}
