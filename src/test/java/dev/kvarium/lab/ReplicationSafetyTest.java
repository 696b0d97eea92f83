package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Three servers, writes, and faults by chance: links cut one way or both, processes frozen or
 * killed, power cut, others made to lead. When all is mended and one leads, all hold the same; and
 * the writes that the ledger calls lost are exactly those that are not there.
 *
 * <p>{@code -Dsafety.seeds=N} says how many seeds, {@code -Dsafety.seed=S} from which; one that
 * fails prints the line that repeats it.
 */
class ReplicationSafetyTest {
  private static final int SEEDS = Integer.getInteger("safety.seeds", 60);
  private static final long FIRST = Long.getLong("safety.seed", 1);
  private static final int STEPS = 60;
  private static final List<String> NODES = List.of("main", "b", "c");

  @Test
  void whatIsMendedConvergesAndTheLedgerNamesJustWhatIsMissing() {
    long writes = 0;
    long lost = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Trial trial = new Trial(seed);
      try {
        trial.run();
      } catch (AssertionError failed) {
        throw new AssertionError(
            "./dev test ReplicationSafetyTest -Dsafety.seeds=1 -Dsafety.seed="
                + seed
                + "\n"
                + failed.getMessage()
                + "\n"
                + String.join("\n", trial.lines).replace("x".repeat(5_000), "{x5000}"),
            failed);
      }
      writes += trial.acknowledged.size();
      lost += trial.lost.size();
    }
    assertThat(lost).as("there is something to lose").isPositive();
    System.out.println(
        SEEDS + " seeds from " + FIRST + ": " + writes + " acknowledged writes, " + lost + " lost");
  }

  /** One world and what becomes of it. */
  private static final class Trial {
    private final SplittableRandom random;
    private final Lab lab;
    final List<String> lines = new ArrayList<>();
    final Map<Long, String> acknowledged = new TreeMap<>();
    final TreeSet<Long> lost = new TreeSet<>();
    private final boolean logs;
    private int keys;

    Trial(long seed) {
      random = new SplittableRandom(seed);
      logs = seed % 3 == 0;
      lab = Lab.open(WorldSpec.DEFAULT);
      String options =
          " appendonly=" + (logs ? "yes" : "no") + " repl-diskless-sync-delay=0 repl-timeout=10";
      enter(":world redis seed=" + seed + options + " repl-backlog-size=16kb");
      enter(":node b" + options);
      enter(":node c" + options);
      enter("you@b> REPLICAOF main 6379");
      enter("you@c> REPLICAOF " + (seed % 2 == 0 ? "main" : "b") + " 6379");
      enter("+ 2s");
    }

    private Outcome enter(String line) {
      lines.add(line);
      return lab.enter(line);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      mend();
      compare();
    }

    private String node() {
      return NODES.get(random.nextInt(NODES.size()));
    }

    private void step() {
      String one = node();
      String other = node();
      // a log may bring back what was lost; nobody dies where there are logs
      switch (logs ? random.nextInt(8, 20) : random.nextInt(20)) {
        case 12 -> {
          if (!one.equals(other)) {
            enter(":partition " + one + " " + other + (random.nextBoolean() ? " one-way" : ""));
          }
        }
        case 13, 0 -> enter(":heal");
        case 14 -> enter(":freeze " + one);
        case 15, 1 -> enter(":thaw " + one);
        case 4 -> enter(":crash process " + one);
        case 5 -> enter(":crash power " + one);
        case 6, 7, 2 -> enter(":restart " + one);
        case 8 -> enter("you@" + one + "> REPLICAOF NO ONE");
        case 9 -> {
          if (!one.equals(other)) {
            enter("you@" + one + "> REPLICAOF " + other + " 6379");
          }
        }
        case 10 -> {
          if (!one.equals(other)) {
            enter(":reset " + one + " " + other);
          }
        }
        case 11 -> enter("+ " + random.nextInt(1, 30) + "s");
        default -> {
          for (int i = random.nextInt(4); i >= 0; i--) {
            String value = random.nextInt(8) == 0 ? "x".repeat(5_000) : "v";
            enter("w" + keys + "@" + one + "> SET k" + keys++ + " " + value);
          }
          enter("+ " + random.nextInt(1, 3000) + "ms");
        }
      }
    }

    private void mend() {
      enter(":heal");
      for (String each : NODES) {
        enter(":thaw " + each);
        if (lab.redis(each).isEmpty()) {
          enter(":restart " + each);
        }
      }
      String leader = node();
      enter("you@" + leader + "> REPLICAOF NO ONE");
      for (String each : NODES) {
        if (!each.equals(leader)) {
          enter("you@" + each + "> REPLICAOF " + leader + " 6379");
        }
      }
      enter("+ 200s");
      for (EventLog.Entry entry : lab.events().all()) {
        if (entry.event() instanceof LedgerEvent.Acknowledged write) {
          acknowledged.put(write.write(), write.text().split(" ")[1]);
        } else if (entry.event() instanceof LedgerEvent.Lost gone) {
          assertThat(lost.add(gone.write())).as("lost twice: " + gone).isTrue();
        }
      }
    }

    private String digest(String node) {
      return enter("you@" + node + "> DEBUG DIGEST").replyText().orElse("");
    }

    private void compare() {
      String first = digest("main");
      for (String each : NODES) {
        assertThat(digest(each)).as("data of " + each).isEqualTo(first);
        assertThat(lab.redis(each).orElseThrow().replication().replicas().size())
            .as("replicas of " + each)
            .isIn(0, 2);
      }
      acknowledged.forEach(
          (number, key) -> {
            boolean there =
                enter("you@main> EXISTS " + key).replyText().orElse("").equals("(integer) 1");
            assertThat(there)
                .as("write " + number + " of " + key + " is there, so it is not lost")
                .isEqualTo(!lost.contains(number));
          });
    }
  }
}
