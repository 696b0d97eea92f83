package dev.kvarium.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reports say the same in all their forms, and the log of SARIF has what its schema demands: names,
 * kinds and ranges are those of sarif-schema-2.1.0.json.
 */
class ReportsTest {
  private static LintReport report() {
    Lint lint = new Lint(Guidelines.all(Limits.USUAL, true, Guidelines.usualShaping()));
    lint.look(Subject.named(Blob.of("a \"b\"\\\u00e9")).line(1).all());
    lint.look(Subject.named(Blob.of(new byte[] {0, (byte) 0xff})).line(2).all());
    for (int i = 0; i < 30; i++) {
      lint.look(Subject.named(Blob.of("user:" + i)).line(3 + i).ttlMillis(-1).all());
    }
    return lint.report("keys.txt");
  }

  /** Reads JSON, which YAML 1.2 contains. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(String json) {
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(json);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> in, String name) {
    assertThat(in).containsKey(name);
    return (Map<String, Object>) in.get(name);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> array(Map<String, Object> in, String name) {
    assertThat(in).containsKey(name);
    return (List<Map<String, Object>>) in.get(name);
  }

  private static void isMessage(Map<String, Object> in, String name) {
    assertThat((String) object(in, name).get("text")).isNotBlank();
  }

  @Test
  void sarifHasWhatItsSchemaDemands() {
    LintReport report = report();
    Map<String, Object> log = read(SarifReport.of(report, "1", "keys.txt"));
    assertThat(log.keySet()).containsExactly("$schema", "version", "runs");
    assertThat(log.get("version")).isEqualTo("2.1.0");
    Map<String, Object> run = array(log, "runs").getFirst();
    assertThat(run.keySet()).containsExactly("tool", "columnKind", "properties", "results");
    assertThat(run.get("columnKind")).isIn("utf16CodeUnits", "unicodeCodePoints");
    Map<String, Object> driver = object(object(run, "tool"), "driver");
    assertThat((String) driver.get("name")).isNotBlank();
    List<Map<String, Object>> rules = array(driver, "rules");
    assertThat(rules).extracting(rule -> rule.get("id")).doesNotHaveDuplicates();
    for (Map<String, Object> rule : rules) {
      isMessage(rule, "shortDescription");
      isMessage(rule, "fullDescription");
      isMessage(rule, "help");
      assertThat(object(rule, "defaultConfiguration").get("level"))
          .isIn("none", "note", "warning", "error");
    }
    List<Map<String, Object>> results = array(run, "results");
    assertThat(results).hasSameSizeAs(report.findings());
    for (Map<String, Object> result : results) {
      isMessage(result, "message");
      int index = (Integer) result.get("ruleIndex");
      assertThat(rules.get(index).get("id")).isEqualTo(result.get("ruleId"));
      assertThat(result.get("level")).isIn("none", "note", "warning", "error");
      assertThat((Integer) result.get("occurrenceCount")).isPositive();
      Map<String, Object> location = array(result, "locations").getFirst();
      Map<String, Object> place = object(location, "physicalLocation");
      assertThat(object(place, "artifactLocation").get("uri")).isEqualTo("keys.txt");
      assertThat((Integer) object(place, "region").get("startLine")).isPositive();
      assertThat(array(location, "logicalLocations").getFirst().get("name")).isNotNull();
      assertThat(object(result, "partialFingerprints")).hasSize(1);
    }
  }

  @Test
  void keysOfAServerHaveNoPhysicalLocation() {
    Map<String, Object> log = read(SarifReport.of(report(), "1", ""));
    Map<String, Object> run = array(log, "runs").getFirst();
    for (Map<String, Object> result : array(run, "results")) {
      assertThat(array(result, "locations").getFirst().keySet())
          .containsExactly("logicalLocations");
    }
  }

  @Test
  void jsonSaysWhatTheReportHolds() {
    LintReport report = report();
    Map<String, Object> json = read(JsonReport.of(report));
    assertThat(json.get("keys")).isEqualTo(32);
    assertThat(json.get("clean")).isEqualTo(false);
    List<Map<String, Object>> findings = array(json, "findings");
    assertThat(findings).hasSameSizeAs(report.findings());
    for (int i = 0; i < findings.size(); i++) {
      assertThat(findings.get(i).get("key")).isEqualTo(report.findings().get(i).key());
      assertThat(((Number) findings.get(i).get("keys")).longValue())
          .isEqualTo(report.findings().get(i).count());
    }
  }

  @Test
  void textKeepsToItsColumnsAndTellsHowManyItLeavesOut() {
    String text = TextReport.of(report(), 60, 1);
    assertThat(text.lines()).allMatch(line -> line.length() <= 60);
    assertThat(text).contains("2 more patterns, 2 keys").contains("user:#");
    assertThat(text).endsWith("keys.txt: 32 keys, 4 of 12 guidelines not followed\n");
    assertThat(text).contains("\"\\x00\\xff\"");
  }
}
