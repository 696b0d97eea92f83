package dev.kvarium.lint;

import java.util.List;
import java.util.Locale;

/** A report for people: guideline by guideline, the patterns with most keys, why, and by whom. */
public final class TextReport {
  private static final int INDENT = 4;

  private final int columns;
  private final int most;
  private final StringBuilder out = new StringBuilder();

  private TextReport(int columns, int most) {
    this.columns = columns;
    this.most = most;
  }

  /**
   * The report, ending in a line's end.
   *
   * @param columns how wide a line may be
   * @param most how many patterns are shown of each guideline
   */
  public static String of(LintReport report, int columns, int most) {
    TextReport text = new TextReport(columns, most);
    text.write(report);
    return text.out.toString();
  }

  private void write(LintReport report) {
    for (Rule rule : report.rules()) {
      List<Finding> found = report.of(rule);
      if (!found.isEmpty()) {
        write(rule, found);
      }
    }
    long guidelines = report.findings().stream().map(Finding::rule).distinct().count();
    out.append(
        String.format(
            Locale.ROOT,
            "%s: %,d %s, %s\n",
            report.of(),
            report.keys(),
            report.keys() == 1 ? "key" : "keys",
            guidelines == 0
                ? "nothing to be said by " + report.rules().size() + " guidelines"
                : guidelines + " of " + report.rules().size() + " guidelines not followed"));
  }

  private void write(Rule rule, List<Finding> found) {
    out.append(rule.name()).append(" (").append(rule.level().word()).append(")\n");
    wrapped(rule.title() + ".");
    found.stream().limit(most).forEach(this::write);
    long more = found.size() - most;
    if (more > 0) {
      long keys = found.stream().skip(most).mapToLong(Finding::count).sum();
      wrapped(Names.number(more) + " more patterns, " + Names.number(keys) + " keys");
    }
    wrapped("Why: " + rule.reason());
    wrapped("Source: " + rule.source());
    out.append('\n');
  }

  private void write(Finding finding) {
    out.append(String.format(Locale.ROOT, "%9s  ", Names.number(finding.count())));
    out.append(finding.pattern()).append('\n');
    String where = finding.line() > 0 ? finding.key() + ", line " + finding.line() : finding.key();
    boolean itself = finding.line() == 0 && finding.key().equals(finding.pattern());
    wrapped(itself ? finding.message() : where + ": " + finding.message(), 11);
  }

  private void wrapped(String text) {
    wrapped(text, INDENT);
  }

  private void wrapped(String text, int indent) {
    String blanks = " ".repeat(indent);
    int at = 0;
    for (String word : text.split(" ")) {
      if (at > 0 && at + 1 + word.length() > columns) {
        out.append('\n');
        at = 0;
      }
      out.append(at == 0 ? blanks : " ").append(word);
      at += at == 0 ? indent + word.length() : 1 + word.length();
    }
    out.append('\n');
  }
}
