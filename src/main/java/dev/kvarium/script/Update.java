package dev.kvarium.script;

import java.util.List;

/** Writes the replies that came into a script, and leaves everything else byte for byte. */
final class Update {
  private Update() {}

  /**
   * The script with the expected replies that differ, and the places kept for one, written anew. A
   * script that expects nothing yet is given the reply to every command.
   */
  static String of(ScriptResult result) {
    StringBuilder text = new StringBuilder();
    List<ScriptLine> lines = result.script().lines();
    boolean expectsNothing = lines.stream().noneMatch(ScriptLine.Expected.class::isInstance);
    int next = 0;
    int i = 0;
    while (i < lines.size()) {
      ScriptLine line = lines.get(i++);
      text.append(line.source());
      if (!line.acts()) {
        continue;
      }
      StepResult step = result.steps().get(next++);
      boolean first =
          expectsNothing && line instanceof ScriptLine.Input && step.verdict() == Verdict.DONE;
      if (first || step.verdict() == Verdict.DIFFERS || step.step().isPlaceholder()) {
        i += step.step().expected().size();
        if (!step.got().isEmpty() || !(line instanceof ScriptLine.Wait)) {
          append(text, step.got(), lineEnd(line));
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String got, String lineEnd) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append(lineEnd);
    }
    for (String line : Difference.lines(got)) {
      text.append(ScriptParser.expectedLine(line)).append(lineEnd);
    }
  }

  private static String lineEnd(ScriptLine line) {
    return line.source().endsWith("\r\n") ? "\r\n" : "\n";
  }
}
