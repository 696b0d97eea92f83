package dev.kvarium.script;

import java.util.List;

/**
 * The results as JUnit's XML, which build servers read: a script is a suite, what it checks are its
 * cases.
 */
final class JunitReport implements Report {
  @Override
  public String of(List<ScriptResult> results, List<String> unusable) {
    int checks = 0;
    int bad = 0;
    for (ScriptResult result : results) {
      checks += result.checks();
      bad += result.bad();
    }
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites name=\"kvarium\"")
        .append(counts(checks + unusable.size(), bad, unusable.size()));
    xml.append(">\n");
    for (ScriptResult result : results) {
      append(xml, result);
    }
    if (!unusable.isEmpty()) {
      appendUnusable(xml, unusable);
    }
    return xml.append("</testsuites>\n").toString();
  }

  private static String counts(int tests, int failures, int errors) {
    return " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"" + errors + "\"";
  }

  private static void appendUnusable(StringBuilder xml, List<String> unusable) {
    xml.append("  <testsuite name=\"unusable\"");
    xml.append(counts(unusable.size(), 0, unusable.size())).append(">\n");
    for (String what : unusable) {
      xml.append("    <testcase classname=\"unusable\" name=\"").append(XmlText.escaped(what));
      xml.append("\">\n      <error message=\"").append(XmlText.escaped(what)).append("\"/>\n");
      xml.append("    </testcase>\n");
    }
    xml.append("  </testsuite>\n");
  }

  private static void append(StringBuilder xml, ScriptResult result) {
    String file = XmlText.escaped(result.script().name());
    xml.append("  <testsuite name=\"").append(file).append('"');
    xml.append(counts(result.checks(), result.bad(), 0)).append(">\n");
    long before = result.startMicros();
    for (StepResult step : result.steps()) {
      if (step.verdict().isCheck()) {
        String line = ScriptLine.withoutEnd(step.step().line().source());
        String name = line.length() <= 200 ? line : line.substring(0, 200) + "…";
        xml.append("    <testcase classname=\"").append(file).append("\" name=\"");
        xml.append(step.number()).append(": ").append(XmlText.escaped(name)).append("\" time=\"");
        appendSeconds(xml, Math.max(0, step.atMicros() - before));
        xml.append('"');
        if (step.verdict().isBad()) {
          boolean differs = step.verdict() == Verdict.DIFFERS;
          String message = differs ? "another reply than expected" : "failed";
          xml.append(">\n      <failure message=\"").append(message).append("\">");
          xml.append(XmlText.escaped(step.mismatch(result.script().name())));
          xml.append("</failure>\n    </testcase>\n");
        } else {
          xml.append("/>\n");
        }
      }
      before = step.atMicros();
    }
    xml.append("  </testsuite>\n");
  }

  /** The time of the world that the step took. */
  private static void appendSeconds(StringBuilder xml, long micros) {
    xml.append(micros / 1_000_000).append('.');
    String rest = Long.toString(micros % 1_000_000);
    xml.repeat('0', 6 - rest.length()).append(rest);
  }
}
