package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Clusters under faults by chance. In all of them, no slot has two owners by one epoch; when all is
 * mended, all nodes agree and replicas hold what their primaries hold; the writes that the ledger
 * calls lost are exactly those that are not there; and what Redis promises of WAIT, of
 * min-replicas-to-write and of primaries that hear of nobody holds. What it does not promise is
 * counted.
 *
 * <p>{@code -Dsafety.clusters=N} says how many seeds, {@code -Dsafety.seed=S} from which; one that
 * fails prints the line that repeats it.
 */
class ClusterSafetyTest {
  private static final int SEEDS = Integer.getInteger("safety.clusters", 24);
  private static final int ENOUGH = 24;
  private static final long FIRST = Long.getLong("safety.seed", 1);

  @Test
  void whatRedisPromisesOfAClusterHoldsUnderFaults() {
    ClusterTrial.Counts counts = new ClusterTrial.Counts();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ClusterTrial trial = new ClusterTrial(seed);
      try {
        trial.run();
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError(
            "./dev safety-cluster 1 "
                + seed
                + "\n"
                + failed
                + "\n"
                + String.join("\n", trial.lines).replace("x".repeat(5_000), "{x5000}"),
            failed);
      }
      counts.add(trial.counts);
      if (SEEDS > 100 && (seed - FIRST + 1) % 100 == 0) {
        System.out.println(seed - FIRST + 1 + " seeds hold");
      }
    }
    System.out.println(SEEDS + " clusters from seed " + FIRST + ":\n" + counts);
    if (SEEDS >= ENOUGH) {
      assertThat(counts.elections).as("elections were won").isPositive();
      assertThat(counts.lost).as("there is something to lose").isPositive();
      assertThat(counts.waitedLost).as("WAIT promises less than one may think").isPositive();
      assertThat(counts.guardedLost).as("min-replicas promises less").isPositive();
    }
  }

  /** Its owner by the higher epoch had been heard to claim it no more. */
  @Test
  void aSlotThatItsOwnerClaimsNoMoreGoesToWhoeverClaimsIt() {
    new ClusterTrial(2_256).run();
  }

  /** Here WAIT counted a replica whose snapshot was on its way; so does redis-server. */
  @Test
  void whatWaitCountsAtByteZeroMayBeNowhere() {
    ClusterTrial trial = new ClusterTrial(2);
    trial.die("main", "process");
    trial.enter(":restart main");
    trial.isolate("r");
    trial.isolate("s");
    trial.enter("+ 3s"); // so long does it refuse all
    assertThat(trial.write(0, "main", 0)).isTrue();
    trial.enter(":heal");
    for (int i = 0; i < 4_000 && trial.unheard("main") == 0; i++) {
      trial.enter("+ 500us");
    }
    trial.isolate("main");
    trial.waitFor("w0@main> ", "main", "{b}0", 1, 0);
    assertThat(trial.counts.waitedUnheard).isOne();
    assertThatThrownBy(() -> trial.waitFor("w0@main> ", "main", "{b}0", 1, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nodes that have {b}0, which WAIT counted 1 times");
  }

  // What would be wrong is seen.

  @Test
  void aWriteThatIsGoneUnknownToTheLedgerIsSeen() {
    ClusterTrial trial = new ClusterTrial(2);
    trial.enter("you@main> SET {b}brief v PX 1");
    assertThatThrownBy(trial::finish)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("{b}brief is there, so it is not lost");
  }

  @Test
  void twoOwnersOfASlotByOneEpochAreSeen() {
    ClusterTrial trial = new ClusterTrial(2);
    trial.enter("you@c> CLUSTER BUMPEPOCH"); // neither of the others has the highest
    trial.enter("+ 4s");
    trial.isolate("r");
    trial.isolate("s");
    trial.enter("you@r> CLUSTER FAILOVER TAKEOVER");
    trial.enter("you@s> CLUSTER FAILOVER TAKEOVER");
    assertThatThrownBy(trial::look)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("r and s both claimed slot 3300 by epoch");
  }

  @Test
  void aNodeThatDoesNotComeToRestIsSeen() {
    ClusterTrial trial = new ClusterTrial(2);
    trial.enter("you@r> CLUSTER RESET HARD");
    assertThatThrownBy(trial::finish)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what is mended comes to rest");
  }

  @Test
  void aPrimaryThatGoesOnAloneIsSeen() {
    ClusterTrial trial = new ClusterTrial(2);
    trial.enter("you@main> CONFIG SET cluster-node-timeout 60000");
    trial.isolate("main");
    assertThat(trial.write(0, "main", 0)).isTrue();
    trial.enter("+ 5s");
    assertThatThrownBy(() -> trial.write(0, "main", 0))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("main takes writes, so long alone");
  }
}
