package dev.kvarium.lint;

import dev.kvarium.base.JsonText;

/**
 * A report as a log of SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS Standard,
 * 2020), which code hosts and editors read.
 *
 * <p>One result stands for the keys of one pattern: {@code occurrenceCount} says how many there
 * are. A list's keys have a physical location, the line of the list; the keys of a server have a
 * logical one, their name.
 */
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private SarifReport() {}

  /**
   * The report, ending in a line's end.
   *
   * @param toolVersion of Kvarium
   * @param uri the list or file that was read, as a URI reference; empty for a server
   */
  public static String of(LintReport report, String toolVersion, String uri) {
    JsonText json = new JsonText().open('{');
    json.member("$schema", SCHEMA).member("version", "2.1.0").name("runs").open('[').open('{');
    json.name("tool").open('{').name("driver").open('{').member("name", "kvarium lint");
    json.member("version", toolVersion).name("rules").open('[');
    report.rules().forEach(rule -> rule(json.line(), rule));
    json.close(']').close('}').close('}');
    json.member("columnKind", "utf16CodeUnits");
    json.name("properties").open('{').member("of", report.of()).member("keys", report.keys());
    json.close('}').name("results").open('[');
    for (Finding finding : report.findings()) {
      result(json.line(), finding, report.rules().indexOf(finding.rule()), uri);
    }
    return json.close(']').close('}').close(']').close('}').end().toString();
  }

  private static void rule(JsonText json, Rule rule) {
    json.open('{').member("id", rule.name());
    text(json, "shortDescription", rule.title() + ".");
    text(json, "fullDescription", rule.reason());
    text(json, "help", rule.reason() + " Source: " + rule.source() + ".");
    json.name("defaultConfiguration").open('{').member("level", rule.level().word()).close('}');
    json.close('}');
  }

  private static void result(JsonText json, Finding finding, int index, String uri) {
    json.open('{').member("ruleId", finding.rule().name()).member("ruleIndex", index);
    json.member("level", finding.rule().level().word());
    text(json, "message", finding.key() + ": " + finding.message());
    json.name("locations").open('[').open('{');
    if (!uri.isEmpty()) {
      json.name("physicalLocation").open('{').name("artifactLocation").open('{');
      json.member("uri", uri).close('}');
      if (finding.line() > 0) {
        json.name("region").open('{').member("startLine", finding.line()).close('}');
      }
      json.close('}');
    }
    json.name("logicalLocations").open('[').open('{').member("name", finding.key());
    json.member("fullyQualifiedName", finding.key()).member("kind", "member").close('}').close(']');
    json.close('}').close(']').member("occurrenceCount", finding.count());
    json.name("partialFingerprints").open('{');
    json.member("guidelineAndPattern/v1", finding.rule().name() + " " + finding.pattern());
    json.close('}').name("properties").open('{').member("pattern", finding.pattern());
    json.member("measure", finding.measure()).close('}').close('}');
  }

  private static void text(JsonText json, String name, String text) {
    json.name(name).open('{').member("text", text).close('}');
  }
}
