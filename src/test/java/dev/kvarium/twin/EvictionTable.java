package dev.kvarium.twin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Who is thrown out, beside redis-server: every policy with 3, 5 and 10 samples, a row each. A row
 * holds when the hit ratios differ by no more than 0.3 percentage points, and evicted and expired
 * keys by no more than 2 %.
 */
final class EvictionTable {
  static final List<String> POLICIES =
      List.of(
          "allkeys-lru",
          "allkeys-lfu",
          "allkeys-random",
          "volatile-lru",
          "volatile-lfu",
          "volatile-random",
          "volatile-ttl");
  private static final int AT_ONCE = 7;
  private static final int PER_SECOND = 10_000;
  private static final double MOST_POINTS = 0.3;
  private static final double MOST_PERCENT = 2;
  private static final long START_BYTES = 1_100_000;

  /** Compares the real server with itself, to see what chance and the machine do to the figures. */
  private static final boolean REAL_TWICE = Boolean.getBoolean("twin.real-twice");

  /** A run on both sides. */
  record Row(CacheRun run, CacheRun.Result here, CacheRun.Result there) {
    double points() {
      return 100.0 * (here.hits() - there.hits()) / run.load().requests();
    }

    private static double percent(long here, long there) {
      return here == there ? 0 : 100.0 * (here - there) / Math.max(1, there);
    }

    double evicted() {
      return percent(here.evicted(), there.evicted());
    }

    double expired() {
      return percent(here.expired(), there.expired());
    }

    boolean holds() {
      return holdsWithin(MOST_POINTS, MOST_PERCENT);
    }

    /**
     * Whether that holds with so many percentage points between the hit ratios, and percents else.
     */
    boolean holdsWithin(double mostPoints, double mostPercent) {
      return Math.abs(points()) <= mostPoints
          && isClose(here.evicted(), there.evicted(), mostPercent)
          && isClose(here.expired(), there.expired(), mostPercent);
    }

    /**
     * Where there are few, chance alone makes more than 2 %: three times the root of the number.
     */
    private static boolean isClose(long here, long there, double mostPercent) {
      double most = Math.max(there * mostPercent / 100, 3 * Math.sqrt(there));
      return Math.abs(here - there) <= most;
    }

    static final String HEAD =
        "load                      policy           samples   hits here    there   points"
            + "    evicted    there       %   expired    there       %    keys   there   start";

    String text() {
      double all = run.load().requests() / 100.0;
      return String.format(
          Locale.ROOT,
          "%-25s %-16s %7d   %8.3f %8.3f   %+6.3f  %9d %8d  %+6.2f %9d %8d  %+6.2f %7d %7d  %+6d%s",
          run.load().name(),
          run.policy(),
          run.samples(),
          here.hits() / all,
          there.hits() / all,
          points(),
          here.evicted(),
          there.evicted(),
          evicted(),
          here.expired(),
          there.expired(),
          expired(),
          here.keys(),
          there.keys(),
          here.startBytes() - there.startBytes(),
          holds() ? "" : "   OFF");
    }
  }

  private EvictionTable() {}

  /** Plays a load by some policies, with so many samples, with room for a share of the keys. */
  static List<Row> rows(CacheLoad load, List<String> policies, List<Integer> samples, int perSecond)
      throws Exception {
    List<CacheRun> runs = new ArrayList<>();
    long room = START_BYTES + (long) (load.bytesOfAll() * load.share());
    for (String policy : policies) {
      for (int each : samples) {
        runs.add(new CacheRun(load, policy, each, room, perSecond));
      }
    }
    List<Row> rows = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Row>> all = new ArrayList<>();
      for (CacheRun run : runs) {
        all.add(threads.submit(() -> row(run)));
      }
      for (Future<Row> each : all) {
        rows.add(each.get());
      }
    }
    return rows;
  }

  private static Row row(CacheRun run) throws IOException {
    CacheRun.Result there;
    try (CacheServer server = new CacheServer.Theirs()) {
      there = run.play(server, new long[0]);
    }
    try (CacheServer server =
        REAL_TWICE
            ? new CacheServer.Theirs()
            : new CacheServer.Ours(
                run.samples() * 31L + run.policy().hashCode() + run.load().round() * 7_919L,
                there.startMicros())) {
      return new Row(run, run.play(server, there.times()), there);
    }
  }

  /**
   * Prints all policies with 3, 5 and 10 samples for the loads with this in their names, {@code
   * all} for every one; those rows that do not hold. With more than one round each load is played
   * so many times, by another stream each time, and the rows have means with what they spread.
   */
  static List<String> print(String wanted, int requests, int rounds) throws Exception {
    List<String> off = new ArrayList<>();
    System.out.println(rounds > 1 ? EvictionRounds.HEAD : Row.HEAD);
    List<CacheLoad> loads = CacheLoad.all(requests / 3, requests, 0);
    for (int i = 0; i < loads.size(); i++) {
      if (!wanted.equals("all") && !loads.get(i).name().contains(wanted)) {
        continue;
      }
      List<EvictionRounds> all = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        CacheLoad load = CacheLoad.all(requests / 3, requests, round).get(i);
        List<Row> rows = rows(load, POLICIES, List.of(3, 5, 10), PER_SECOND);
        for (int at = 0; at < rows.size(); at++) {
          if (round == 0) {
            all.add(new EvictionRounds(new ArrayList<>()));
          }
          all.get(at).rows().add(rows.get(at));
        }
      }
      for (EvictionRounds each : all) {
        System.out.println(each.text());
        if (!each.holds()) {
          off.add(each.text());
        }
      }
    }
    return off;
  }
}
