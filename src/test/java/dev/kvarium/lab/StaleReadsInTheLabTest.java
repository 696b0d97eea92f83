package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.history.StaleRead;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker and an onlooker who knows the database agree on what clients of a lab read stale. */
class StaleReadsInTheLabTest {
  private static final int SEEDS = 2;

  private static Lab played(String world, String strategy, int seed) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (String line :
        List.of(
            ":world " + world + " seed=" + seed,
            ":database db latency=20ms spread=exponential",
            ":app web database=db ttl=1s strategy=" + strategy,
            ":workload web clients=20 think=5ms requests=1000 keys=5 writes=10 seed=" + seed,
            "+ 20s")) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab;
  }

  private static Set<Long> byOnlooker(Lab lab) {
    Set<Long> stale = new TreeSet<>();
    for (EventLog.Entry each : lab.events().all()) {
      if (each.event() instanceof AppEvent.Read read && read.version() < read.versionAtStart()) {
        stale.add(read.request());
      }
    }
    return stale;
  }

  @ParameterizedTest
  @CsvSource({"redis, none", "redis, lease", "memcached, none", "memcached, lease"})
  void theyAgree(String world, String strategy) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Lab lab = played(world, strategy, seed);
      AppPlan plan = lab.world().apps().plan("web").orElseThrow();
      Set<Long> stale = new TreeSet<>();
      for (StaleRead each : StaleDirective.of(lab, plan)) {
        stale.add(each.read().number());
      }
      assertThat(stale).as("seed %d", seed).isEqualTo(byOnlooker(lab));
      if (strategy.equals("lease")) {
        assertThat(stale).as("seed %d", seed).isEmpty();
      } else {
        assertThat(stale).as("seed %d", seed).hasSizeGreaterThan(50);
      }
      assertThat(lab.enter("? stale.reads web == " + stale.size()).failed()).isFalse();
    }
  }
}
