package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The figures of an application, whose name stands behind that of the figure. */
final class AppMetrics {
  private AppMetrics() {}

  static Stream<Metrics.Row> rows() {
    return Stream.of(
        row("app.reads", "reads of an application that were answered", AppSnapshot::reads),
        row("app.hits", "of these, those that its cache answered at once", AppSnapshot::hits),
        row(
            "app.shared",
            "of these, those that another client's query answered",
            AppSnapshot::shared),
        row(
            "app.stale_reads",
            "of these, those that got an older version than the database held when they began",
            AppSnapshot::staleReads),
        row(
            "app.hit_percent",
            "hits of a hundred reads, rounded down",
            each -> each.reads() == 0 ? 0 : each.hits() * 100 / each.reads()),
        row("app.processes", "its processes", each -> each.settings().processes()),
        row("app.writes", "changes that are done", AppSnapshot::writes),
        row("app.open", "requests that are not answered yet", AppSnapshot::open),
        row("app.abandoned", "requests whose process ended", AppSnapshot::abandoned),
        row("app.queries", "queries that it sent to its database", AppSnapshot::queries),
        row("app.in_flight", "of these, those under way", AppSnapshot::inFlight),
        row("app.peak", "the most queries that were under way at once", AppSnapshot::peak),
        row(
            "app.p50_us",
            "microseconds that half of its reads took at most",
            each -> each.readTimes().p50()),
        row(
            "app.p99_us",
            "microseconds that 99 of 100 took at most",
            each -> each.readTimes().p99()),
        row("app.max_us", "microseconds that the longest took", each -> each.readTimes().max()));
  }

  private static Metrics.Row row(String name, String doc, ToLongFunction<AppSnapshot> figure) {
    return new Metrics.Row(
        name,
        true,
        doc,
        look ->
            look.lab()
                .world()
                .apps()
                .snapshot(look.keyName())
                .map(each -> Long.toString(figure.applyAsLong(each)))
                .orElse(""));
  }

  /** What a figure is called in a sentence. */
  static String words(String name, String app) {
    String last = name.substring(name.indexOf('.') + 1);
    return switch (last) {
      case "queries" -> "the number of queries of " + app + " to its database";
      case "peak" -> "the largest number of queries of " + app + " at once";
      case "shared" -> "the number of reads of " + app + " that another's query answered";
      case "open" -> "the number of reads of " + app + " without an answer so far";
      case "abandoned" -> "the number of requests of " + app + " whose process ended";
      case "in_flight" -> "the number of queries of " + app + " under way";
      case "hit_percent" -> "the hits of a hundred reads of " + app;
      case "p50_us" -> "what half of the reads of " + app + " took at most, in µs,";
      case "p99_us" -> "what 99 of 100 reads of " + app + " took at most, in µs,";
      case "max_us" -> "what the longest read of " + app + " took, in µs,";
      default -> "the number of " + last.replace('_', ' ') + " of " + app;
    };
  }
}
