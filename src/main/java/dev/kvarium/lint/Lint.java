package dev.kvarium.lint;

import java.util.List;

/** One run: is shown key after key, and tells at the end what is to be said of them. */
public final class Lint {
  private final List<Guideline> guidelines;
  private final Findings findings = new Findings();
  private long keys;

  /** A run of these guidelines, which are new. */
  public Lint(List<Guideline> guidelines) {
    this.guidelines = List.copyOf(guidelines);
  }

  /** Looks at a key. */
  public void look(Subject subject) {
    keys++;
    for (Guideline each : guidelines) {
      each.look(subject, findings);
    }
  }

  /** How many keys it has looked at. */
  public long keys() {
    return keys;
  }

  /**
   * What is to be said, once all were shown.
   *
   * @param of what was looked at: a file, an address, a node
   */
  public LintReport report(String of) {
    guidelines.forEach(each -> each.end(findings));
    List<Rule> rules = guidelines.stream().map(Guideline::rule).toList();
    return new LintReport(of, keys, rules, findings.sorted(rules));
  }
}
