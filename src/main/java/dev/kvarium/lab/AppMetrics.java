package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import java.util.function.Function;
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
        text("app.strategy", "how it keeps entries", each -> each.settings().strategy()),
        text("app.database", "the database that it asks", each -> each.database().name()),
        row(
            "app.ttl_ms",
            "milliseconds that it keeps an entry",
            each -> each.settings().ttlMillis()),
        row(
            "app.lock_ms",
            "milliseconds after which a lock of it runs out",
            each -> each.settings().lockMillis()),
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
    return text(name, doc, each -> Long.toString(figure.applyAsLong(each)));
  }

  private static Metrics.Row text(String name, String doc, Function<AppSnapshot, String> figure) {
    return new Metrics.Row(
        name,
        true,
        doc,
        look -> look.lab().world().apps().snapshot(look.keyName()).map(figure).orElse(""));
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
      case "strategy" -> "the strategy of " + app;
      case "database" -> "the database of " + app;
      case "ttl_ms" -> "what " + app + " keeps entries for, in ms,";
      case "lock_ms" -> "what a lock of " + app + " lasts, in ms,";
      case "max_us" -> "what the longest read of " + app + " took, in µs,";
      default -> "the number of " + last.replace('_', ' ') + " of " + app;
    };
  }
}
