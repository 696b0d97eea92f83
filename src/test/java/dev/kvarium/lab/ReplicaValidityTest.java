package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.NodeEvent;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which replica takes the place of its primary: one that has heard of it lately enough, and of
 * those the one that has most of its stream. The same faults on redis-server 7.0.15, with the last
 * of these tests, end the same.
 */
class ReplicaValidityTest {
  /** Old is what is older than 1 s of pings, 1 s until the primary failed and 2 timeouts. */
  private static Lab lab(int factor) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter(
        ":cluster create 3 1 cluster-node-timeout=1000 repl-ping-replica-period=1"
            + " cluster-replica-validity-factor="
            + factor);
    return lab;
  }

  private static void enter(Lab lab, String... lines) {
    for (String line : lines) {
      Outcome outcome = lab.enter(line);
      assertThat(outcome.failed()).as(line + ": " + outcome.parts()).isFalse();
    }
  }

  private static boolean leads(Lab lab) {
    ClusterSnapshot.Node self = lab.redis("main2").orElseThrow().cluster().orElseThrow().self();
    return !self.isReplica();
  }

  private static boolean isTold(Lab lab) {
    return lab.events().all().stream()
        .anyMatch(
            each ->
                each.node().equals("main2")
                    && each.event() instanceof NodeEvent.Logged logged
                    && logged.text().contains("Disconnected from master for longer than allowed"));
  }

  @Test
  void oneThatWasCutOffForLongDoesNotTakeOver() {
    Lab lab = lab(2);
    enter(lab, ":partition main main2", "+ 6s", ":crash process main", "+ 20s");
    assertThat(leads(lab)).isFalse();
    assertThat(isTold(lab)).isTrue();
    enter(lab, ":restart main", ":heal", "+ 10s", ":crash process main", "+ 8s");
    assertThat(leads(lab)).isTrue();
  }

  @Test
  void oneThatWasNotDoes() {
    Lab lab = lab(2);
    enter(lab, ":crash process main", "+ 8s");
    assertThat(leads(lab)).isTrue();
    assertThat(isTold(lab)).isFalse();
  }

  @Test
  void byHandItTakesOverWhateverItHas() {
    Lab lab = lab(2);
    enter(lab, ":partition main main2", "+ 6s", ":crash process main", "+ 2s");
    enter(lab, "main2> CLUSTER FAILOVER FORCE", "+ 2s");
    assertThat(leads(lab)).isTrue();
  }

  @Test
  void factorZeroLetsAnyTakeOver() {
    Lab lab = lab(0);
    enter(lab, ":partition main main2", "+ 30s", ":crash process main", "+ 8s");
    assertThat(leads(lab)).isTrue();
  }

  /** As long as it has heard nothing, what its file brought is of any age. */
  @Test
  void oneThatHasStartedAloneDoesNot() {
    Lab lab = lab(10);
    enter(lab, ":crash process main", ":crash process main2", ":restart main2", "+ 20s");
    assertThat(leads(lab)).isFalse();
    enter(lab, "main2> CONFIG SET cluster-replica-validity-factor 0", "+ 8s");
    assertThat(leads(lab)).isTrue();
  }

  /** Though it has the link no more, it says how much it has. */
  @Test
  void theOneThatHasMostIsElected() {
    for (String behind : List.of("main2", "main3")) {
      String ahead = behind.equals("main2") ? "main3" : "main2";
      Lab lab = lab(10);
      enter(lab, ":cluster add main3 main cluster-node-timeout=1000", "+ 8s");
      enter(lab, ":partition main " + behind, "main> SET user:7 ada", "+ 500ms");
      enter(lab, ":crash process main", "+ 9s");
      assertThat(lab.redis(ahead).orElseThrow().replication().primary()).isEmpty();
      assertThat(lab.enter(ahead + "> GET user:7").replyText()).contains("\"ada\"");
    }
  }
}
