package dev.kvarium.lab;

import dev.kvarium.app.Popularity;
import dev.kvarium.app.Workload;
import dev.kvarium.app.WorkloadSpec;
import java.util.function.Function;
import java.util.stream.Stream;

/** The figures of the last workload of an application, whose name stands behind that of each. */
final class WorkloadMetrics {
  private static final int MICROS_PER_MILLI = 1_000;

  private WorkloadMetrics() {}

  static Stream<Metrics.Row> rows() {
    return Stream.of(
        row(
            "workload.clients",
            "clients that ask an application",
            each -> Integer.toString(each.spec().clients())),
        row(
            "workload.keys",
            "keys that they ask for",
            each -> Integer.toString(each.spec().keys())),
        row(
            "workload.popularity",
            "how often each: uniform, zipf, hot or trace",
            each -> name(each.spec().popularity())),
        row(
            "workload.warm",
            "whether the cache had all of them when clients began: yes or no",
            each -> each.spec().warm() ? "yes" : "no"),
        row(
            "workload.think_ms",
            "milliseconds from an answer to the next question; 0 where questions come by a rate",
            each ->
                waits(each) ? Long.toString(each.spec().thinkMicros() / MICROS_PER_MILLI) : "0"),
        row(
            "workload.per_second",
            "questions that come in a second; 0 where clients wait for answers",
            each ->
                waits(each) ? "0" : Long.toString(StrictMath.round(each.spec().ratePerSecond()))),
        row(
            "workload.ms",
            "milliseconds for which they have asked",
            each -> Long.toString(each.tookMicros() / MICROS_PER_MILLI)));
  }

  private static Metrics.Row row(String name, String doc, Function<Workload, String> figure) {
    return new Metrics.Row(
        name,
        true,
        doc,
        look -> look.lab().world().apps().workload(look.keyName()).map(figure).orElse(""));
  }

  private static boolean waits(Workload workload) {
    return workload.spec().arrival() == WorkloadSpec.Arrival.CLOSED;
  }

  private static String name(Popularity popularity) {
    return switch (popularity) {
      case Popularity.Skewed skewed -> "zipf";
      case Popularity.Uniform uniform -> "uniform";
      case Popularity.HotSet set -> "hot";
      case Popularity.Trace trace -> "trace";
    };
  }

  /** What a figure is called in a sentence. */
  static String words(String name, String app) {
    return switch (name.substring(name.indexOf('.') + 1)) {
      case "clients" -> "the number of clients that ask " + app;
      case "keys" -> "the number of keys that " + app + " is asked for";
      case "popularity" -> "the popularity of the keys of " + app;
      case "warm" -> "whether the cache of " + app + " is warm when clients begin";
      case "think_ms" -> "the pause of each client of " + app + " between two questions, in ms,";
      case "per_second" -> "the number of questions to " + app + " in a second";
      default -> "the time for which clients ask " + app + ", in ms,";
    };
  }
}
