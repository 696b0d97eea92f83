package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * When a primary loses its last replica, one of those who have two gives it one: of the same faults
 * redis-server 7.0.15 makes the same.
 */
class ReplicaMigrationTest {
  private static final String TIMEOUT = "cluster-node-timeout=1000";

  /** Three primaries with a replica each, the first with two, after these lines. */
  private static Lab lab(String option, String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    List<String> all =
        new ArrayList<>(
            List.of(
                ":cluster create 3 1 " + TIMEOUT + option,
                ":cluster add main3 main " + TIMEOUT + option));
    all.addAll(List.of(lines));
    for (String line : all) {
      Outcome outcome = lab.enter(line);
      assertThat(outcome.failed()).as(line + ": " + outcome.parts()).isFalse();
    }
    return lab;
  }

  /** Whom the replicas of the first node follow by now, in the order of their ids. */
  private static List<String> followed(Lab lab) {
    return List.of("main2", "main3").stream()
        .map(each -> lab.redis(each).orElseThrow().cluster().orElseThrow().self())
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .map(ClusterSnapshot.Node::primary)
        .toList();
  }

  @Test
  void theReplicaWhoseNameIsTheLeastGoesToThePrimaryWithoutOne() {
    Lab lab = lab("", ":crash process b2", "+ 12s");
    assertThat(followed(lab)).containsExactly("b:6379", "main:6379");
    lab.enter("b> SET user:1 ada");
    lab.enter("+ 1s");
    assertThat(lab.enter("? repl.replicas@b == 1").failed()).isFalse();
  }

  @Test
  void itGoesOnlyWhenThatHasBeenSoForFiveSeconds() {
    Lab lab = lab("", ":crash process b2", "+ 5s");
    assertThat(followed(lab)).containsExactly("main:6379", "main:6379");
    lab.enter(":restart b2");
    lab.enter("+ 12s");
    assertThat(followed(lab)).containsExactly("main:6379", "main:6379");
  }

  @Test
  void noneGoesBelowTheBarrier() {
    Lab lab = lab(" cluster-migration-barrier=2", ":crash process b2", "+ 20s");
    assertThat(followed(lab)).containsExactly("main:6379", "main:6379");
  }

  @Test
  void noneGoesWhereThatIsNotAllowed() {
    Lab lab = lab(" cluster-allow-replica-migration=no", ":crash process b2", "+ 20s");
    assertThat(followed(lab)).containsExactly("main:6379", "main:6379");
  }

  @Test
  void aPrimaryThatNeverHadAReplicaGetsNoneUntilItHasSlots() {
    Lab lab = lab("", ":cluster add d " + TIMEOUT, "+ 12s");
    assertThat(followed(lab)).containsExactly("main:6379", "main:6379");
    lab.enter(":cluster reshard c d 2");
    lab.enter(":cluster wait");
    lab.enter("+ 12s");
    assertThat(followed(lab)).containsExactly("d:6379", "main:6379");
  }
}
