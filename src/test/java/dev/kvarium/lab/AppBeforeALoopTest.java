package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.LoopEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An application before a node whose event loop is modelled waits for its turn. */
class AppBeforeALoopTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private void enter(String... lines) {
    for (String each : lines) {
      assertThat(lab.enter(each).failed()).as(each).isFalse();
    }
  }

  private AppSnapshot app(String name) {
    return lab.world().apps().snapshot(name).orElseThrow();
  }

  /** Fifty clients before a node, so many keys beside theirs in it. */
  private void fifty(String options, int keys) {
    enter(":world redis seed=5 appendonly=no " + options, "DEBUG POPULATE " + keys + " page 1");
    enter(":database db latency=20ms", ":app web database=db ttl=60s");
    enter(":workload web clients=50 think=10ms keys=20 warm=yes for=3s events=no", "+ 1s");
  }

  @Test
  void everybodyWaitsForASlowCommandAsLongAsItTakes() {
    fifty("loop=yes", 100_000);
    assertThat(app("web").readTimes().max()).isLessThan(1_200);
    enter("KEYS no:*", "+ 1s");
    long stalled =
        lab.events().all().stream()
            .map(each -> each.event())
            .filter(LoopEvent.Stalled.class::isInstance)
            .map(LoopEvent.Stalled.class::cast)
            .filter(each -> each.command().equals("KEYS"))
            .mapToLong(LoopEvent.Stalled::micros)
            .max()
            .orElseThrow();
    assertThat(stalled).isGreaterThan(1_000);
    assertThat(app("web").readTimes().max()).isBetween(stalled, stalled + 1_500);
  }

  @Test
  void withoutTheLoopItIsAnsweredAsOften() {
    fifty("loop=yes", 10);
    enter("+ 3s");
    long inTime = app("web").reads();
    assertThat(app("web").open()).isZero();
    fifty("", 10);
    enter("+ 3s");
    assertThat(inTime).isBetween(app("web").reads() * 99 / 100, app("web").reads());
  }

  @Test
  void ofThousandsOfRequestsNoFactsAreKeptWhenNoneAreWanted() {
    fifty("loop=yes", 10);
    int before = lab.events().size();
    enter("+ 1s");
    assertThat(app("web").reads()).isGreaterThan(5_000);
    assertThat(lab.events().size() - before).isLessThan(20);
  }

  @Test
  void ofARequestMadeByHandAllIsTold() {
    enter(":world redis loop=yes", ":database db latency=20ms", ":app web database=db ttl=60s");
    int before = lab.events().size();
    enter(":app web read item:1");
    var facts = lab.events().since(before);
    assertThat(facts.stream().filter(each -> each.event() instanceof CommandEvent.Ran)).hasSize(2);
    assertThat(facts.stream().filter(each -> each.event() instanceof LoopEvent.Ticked)).hasSize(2);
    assertThat(lab.metrics().get("ledger.acknowledged")).isEqualTo("1");
  }

  @Test
  void whoWaitsWhenTheProcessDiesIsTold() {
    fifty("loop=yes", 100_000);
    enter(":traffic slow clients=2 requests=1000 KEYS no:*", "+ 50ms"); // so they wait in the loop
    for (int i = 0; i < 20 && app("web").open() <= 20; i++) {
      enter("+ 1ms");
    }
    assertThat(app("web").open()).isGreaterThan(20);
    long reads = app("web").reads();
    enter(":crash process", "+ " + TimeUnit.SECONDS.toMillis(3) + "ms");
    assertThat(app("web").reads()).isGreaterThan(reads + 1_000);
    assertThat(app("web").queries()).isGreaterThan(1_000);
    assertThat(app("web").open()).isZero();
  }
}
