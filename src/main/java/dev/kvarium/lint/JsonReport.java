package dev.kvarium.lint;

import dev.kvarium.base.JsonText;

/** A report as one JSON object: what was looked at, the guidelines, and what each found. */
public final class JsonReport {
  private JsonReport() {}

  /** The report, ending in a line's end. */
  public static String of(LintReport report) {
    JsonText json = new JsonText().open('{');
    json.member("of", report.of()).member("keys", report.keys()).member("clean", report.isClean());
    json.name("guidelines").open('[');
    for (Rule rule : report.rules()) {
      json.line().open('{');
      json.member("name", rule.name()).member("level", rule.level().word());
      json.member("title", rule.title()).member("reason", rule.reason());
      json.member("source", rule.source());
      json.member("keys", report.of(rule).stream().mapToLong(Finding::count).sum()).close('}');
    }
    json.close(']').name("findings").open('[');
    for (Finding finding : report.findings()) {
      json.line().open('{').member("guideline", finding.rule().name());
      json.member("pattern", finding.pattern()).member("keys", finding.count());
      json.member("key", finding.key());
      if (finding.line() > 0) {
        json.member("line", finding.line());
      }
      json.member("measure", finding.measure()).member("message", finding.message()).close('}');
    }
    return json.close(']').close('}').end().toString();
  }
}
