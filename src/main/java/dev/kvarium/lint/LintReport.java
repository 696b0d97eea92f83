package dev.kvarium.lint;

import java.util.List;

/**
 * What a run found.
 *
 * @param of what was looked at: a file, an address, a node
 * @param keys how many it had
 * @param rules the guidelines that looked
 * @param findings by guideline in that order, those with most keys first
 */
public record LintReport(String of, long keys, List<Rule> rules, List<Finding> findings) {
  public LintReport {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
  }

  /** Whether there is nothing to be said. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /** The findings of a guideline. */
  public List<Finding> of(Rule rule) {
    return findings.stream().filter(each -> each.rule().equals(rule)).toList();
  }
}
