package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that are told of stampedes come out of the engine, whatever the seed. */
class StampedeFiguresTest {
  private static final int SEEDS = 10;

  private static Lab world(long seed, String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    enter(lab, ":world redis appendonly=no seed=" + seed);
    for (String line : lines) {
      enter(lab, line);
    }
    return lab;
  }

  private static void enter(Lab lab, String line) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).as(line + ": " + outcome.parts()).isFalse();
  }

  private static long figure(Lab lab, String metric, String app) {
    return lab.world()
        .apps()
        .snapshot(app)
        .map(
            each ->
                switch (metric) {
                  case "queries" -> each.queries();
                  case "peak" -> (long) each.peak();
                  case "shared" -> each.shared();
                  case "open" -> each.open();
                  default -> throw new IllegalArgumentException(metric);
                })
        .orElseThrow();
  }

  /** One entry that 200 clients ask for, once each 200 ms, while a query takes 300 ms. */
  private static Lab oneHotKey(long seed, String cache) {
    return world(
        seed,
        ":node mc kind=memcached",
        ":database db latency=300ms connections=1000",
        ":app none cache=" + cache + " database=db ttl=2s",
        ":app jitter cache=" + cache + " database=db strategy=jitter ttl=3s jitter=60",
        ":app one cache=" + cache + " database=db strategy=single-flight ttl=2s",
        ":app lock cache=" + cache + " database=db strategy=lock processes=4 ttl=2s",
        ":workload none,one,lock,jitter clients=200 think=200ms keys=1 warm=yes for=3500ms"
            + " events=no",
        "+ 6s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "mc"})
  void ofOneHotKeyAllAskUnlessOneAsksForAll(String cache) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Lab lab = oneHotKey(seed, cache);
      String as = cache + ", seed " + seed;
      assertThat(figure(lab, "queries", "none")).as(as).isBetween(190L, 200L);
      assertThat(figure(lab, "peak", "none")).as(as).isGreaterThanOrEqualTo(190);
      assertThat(figure(lab, "queries", "jitter")).as(as).isGreaterThanOrEqualTo(190);
      assertThat(figure(lab, "queries", "one")).as(as).isEqualTo(1);
      assertThat(figure(lab, "queries", "lock")).as(as).isEqualTo(1);
      assertThat(figure(lab, "shared", "lock")).as(as).isGreaterThanOrEqualTo(180);
      assertThat(figure(lab, "open", "lock")).as(as).isZero();
    }
  }

  @Test
  void manyKeysThatEndTogetherAreFlattenedByJitterAndNotBySingleFlight() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Lab lab =
          world(
              seed,
              ":database db latency=50ms connections=1000",
              ":app none database=db ttl=4s",
              ":app jitter database=db strategy=jitter jitter=50 ttl=4s",
              ":app one database=db strategy=single-flight ttl=4s",
              ":workload none,jitter,one clients=500 rate=5000 popularity=uniform keys=500"
                  + " warm=yes for=4500ms events=no",
              "+ 5s");
      long without = figure(lab, "peak", "none");
      assertThat(figure(lab, "peak", "jitter")).as("seed " + seed).isLessThanOrEqualTo(without / 5);
      assertThat(figure(lab, "peak", "one")).as("seed " + seed).isGreaterThan(without / 2);
    }
  }

  /**
   * What XFetch asks of the database, beside what follows from its rule.
   *
   * <p>A read with {@code s} left to live makes the entry anew with probability {@code e^(-s/d)},
   * {@code d = beta·delta}. Reads come at a rate {@code r}, so that by the time that {@code s} is
   * left, {@code r·d·e^(-s/d)} of them are expected to have done so: the first one does when that
   * comes to {@code X}, exponential with mean 1. For the time {@code W} until the new entry can be
   * seen, which is {@code delta} and one round trip, others do the same: {@code X·(e^(W/d) - 1)}
   * more in the mean, so that each renewal takes
   *
   * <pre>
   *   e^(W/d)    queries in the mean, however many readers there are
   * </pre>
   *
   * <p>The first comes {@code d·(ln(r·d) + γ)} before the end in the mean, since {@code E[ln X] =
   * -γ}. The last of those that overlap decides when the new entry ends. It comes at most {@code a}
   * behind the first with probability {@code E[e^(-X·(e^(W/d) - e^(a/d)))] = 1 / (1 + e^(W/d) -
   * e^(a/d))}, the mean of which is taken here by adding up. Renewals follow each other at {@code T
   * + delta - d·(ln(r·d) + γ) + E[a]}, and the load is the one divided by the other.
   *
   * <p>The rule: Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede
   * Prevention", PVLDB 8(8), 2015.
   */
  private static double queriesPerSecond(double rate, double ttl, double delta, double beta) {
    double d = beta * delta;
    double window = delta + 0.001;
    double whole = StrictMath.exp(window / d);
    double early = d * (StrictMath.log(rate * d) + 0.5772156649);
    int steps = 10_000;
    double behind = window;
    for (int i = 0; i < steps; i++) {
      double a = window * (i + 0.5) / steps;
      behind -= window / steps / (1 + whole - StrictMath.exp(a / d));
    }
    return whole / (ttl + delta - early + behind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void xfetchLoadsTheDatabaseAsItsRuleSays(String beta) {
    double expected = queriesPerSecond(220, 1.2 * 2, 0.1, Double.parseDouble(beta));
    long queries = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Lab lab =
          world(
              seed,
              ":database db latency=100ms connections=1000",
              ":app web database=db strategy=xfetch ttl=2400ms beta=" + beta,
              ":workload web clients=500 rate=220 keys=1 warm=yes for=80s events=no",
              "+ 80s");
      queries += figure(lab, "queries", "web");
    }
    double found = queries / (SEEDS * 80.0);
    assertThat(found).isBetween(expected * 0.9, expected * 1.1);
  }

  @Test
  void theSameSeedGivesTheSameFacts() {
    List<String> once = facts();
    assertThat(once).hasSizeGreaterThan(1_000);
    assertThat(facts()).isEqualTo(once);
  }

  private static List<String> facts() {
    Lab lab =
        world(
            5,
            ":database db latency=20ms spread=lognormal connections=3",
            ":app web database=db strategy=xfetch ttl=1s writes=delete",
            ":workload web clients=20 think=50ms keys=10 writes=10 for=3s",
            "+ 4s");
    return lab.events().all().stream().map(each -> EventText.of(each, lab.startMicros())).toList();
  }
}
