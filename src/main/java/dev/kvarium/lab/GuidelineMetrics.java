package dev.kvarium.lab;

import dev.kvarium.history.StaleRead;
import dev.kvarium.lint.Finding;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.LintReport;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The figures of guidelines, and of reads that gave old versions. */
final class GuidelineMetrics {
  private GuidelineMetrics() {}

  static Stream<Metrics.Row> rows() {
    return Stream.of(
        new Metrics.Row(
            "lint.findings",
            false,
            "guidelines that keys of the node do not follow, times to live included",
            look ->
                Long.toString(
                    report(look, "").findings().stream().map(Finding::rule).distinct().count())),
        new Metrics.Row(
            "lint.keys",
            true,
            "keys of the node that do not follow the guideline of that name",
            look ->
                Long.toString(
                    report(look, look.keyName()).findings().stream()
                        .mapToLong(Finding::count)
                        .sum())),
        stale(
            "stale.reads", "reads of an application that are proven stale; see :stale", List::size),
        stale(
            "stale.oldest_us",
            "microseconds for which the oldest of these had been old",
            StaleDirective::oldestMicros),
        stale(
            "stale.most_behind",
            "versions by which the worst of these was behind",
            found -> found.stream().mapToLong(StaleRead::behind).max().orElse(0)));
  }

  private static LintReport report(Metrics.Look look, String only) {
    return LintDirective.report(look.lab(), look.node(), Limits.USUAL, true, only);
  }

  private static Metrics.Row stale(
      String name, String doc, ToLongFunction<List<StaleRead>> figure) {
    return new Metrics.Row(
        name,
        true,
        doc,
        look ->
            look.lab()
                .world()
                .apps()
                .plan(look.keyName())
                .map(plan -> figure.applyAsLong(StaleDirective.of(look.lab(), plan)))
                .map(Object::toString)
                .orElse(""));
  }

  /** What a figure is called in a sentence. */
  static String words(String name, String key) {
    return switch (name) {
      case "lint.findings" -> "the number of guidelines that are not followed";
      case "lint.keys" -> "the number of keys that do not follow " + key;
      case "stale.reads" -> "the number of stale reads of " + key;
      case "stale.oldest_us" -> "the age of the oldest stale read of " + key + ", in µs,";
      default -> "the versions by which the worst read of " + key + " was behind";
    };
  }
}
