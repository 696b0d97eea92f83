package dev.kvarium.twin;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A row of the table played many times, each time another stream: the means of both sides with
 * their standard deviations, and the mean difference with its standard error. What differs by less
 * than three of those errors is chance.
 */
record EvictionRounds(List<EvictionTable.Row> rows) {
  private static final double MOST_POINTS = 0.3;
  private static final double MOST_PERCENT = 2;
  private static final double ERRORS = 3;

  static final String HEAD =
      "load                      policy           samples  rounds   hits here  (sd)     there  (sd)"
          + "   points +-error   evicted %  +-error   expired here  (sd)    there  (sd)      %"
          + "  +-error";

  /**
   * A figure of every run on both sides.
   *
   * @param error standard error of the mean difference, of runs of the same stream
   */
  private record Figure(
      double here, double hereSpread, double there, double thereSpread, double error) {
    double difference() {
      return here - there;
    }

    boolean isClose(double most) {
      return Math.abs(difference()) <= Math.max(most, ERRORS * error);
    }

    double percent(double of) {
      return there == 0 ? 0 : 100 * of / there;
    }
  }

  private Figure figure(ToDoubleFunction<CacheRun.Result> of) {
    double[] here = rows.stream().mapToDouble(each -> of.applyAsDouble(each.here())).toArray();
    double[] there = rows.stream().mapToDouble(each -> of.applyAsDouble(each.there())).toArray();
    double[] apart = new double[here.length];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = here[i] - there[i];
    }
    double error = spread(apart) / Math.sqrt(apart.length);
    return new Figure(mean(here), spread(here), mean(there), spread(there), error);
  }

  private static double mean(double[] all) {
    double sum = 0;
    for (double each : all) {
      sum += each;
    }
    return sum / all.length;
  }

  private static double spread(double[] all) {
    double mean = mean(all);
    double squares = 0;
    for (double each : all) {
      squares += (each - mean) * (each - mean);
    }
    return all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1));
  }

  private Figure hits() {
    double all = rows.getFirst().run().load().requests() / 100.0;
    return figure(each -> each.hits() / all);
  }

  private Figure evicted() {
    return figure(CacheRun.Result::evicted);
  }

  private Figure expired() {
    return figure(CacheRun.Result::expired);
  }

  boolean holds() {
    Figure evicted = evicted();
    Figure expired = expired();
    return hits().isClose(MOST_POINTS)
        && evicted.isClose(evicted.there() * MOST_PERCENT / 100)
        && expired.isClose(expired.there() * MOST_PERCENT / 100);
  }

  String text() {
    CacheRun run = rows.getFirst().run();
    Figure hits = hits();
    Figure evicted = evicted();
    Figure expired = expired();
    return String.format(
        Locale.ROOT,
        "%-25s %-16s %7d %7d   %8.3f %6.3f  %8.3f %6.3f   %+6.3f %6.3f     %+6.2f   %6.2f"
            + "   %9.0f %7.0f %8.0f %7.0f  %+6.2f   %6.2f%s",
        run.load().name(),
        run.policy(),
        run.samples(),
        rows.size(),
        hits.here(),
        hits.hereSpread(),
        hits.there(),
        hits.thereSpread(),
        hits.difference(),
        hits.error(),
        evicted.percent(evicted.difference()),
        evicted.percent(evicted.error()),
        expired.here(),
        expired.hereSpread(),
        expired.there(),
        expired.thereSpread(),
        expired.percent(expired.difference()),
        expired.percent(expired.error()),
        holds() ? "" : "   OFF");
  }
}
