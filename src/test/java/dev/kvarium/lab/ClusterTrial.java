package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One cluster and what becomes of it: three primaries, of which one has two replicas, one has one
 * and one has none, under writes and faults by chance.
 *
 * <p>The seed says which kind of trial it is: with logs nobody dies, since a log may bring back
 * what was lost; in every fourth, writes need a replica that was heard of lately; in every fifth,
 * replicas may also take over without asking anybody.
 */
final class ClusterTrial {
  /** A slot of each third of all, with a tag whose keys go there. */
  static final int[] SLOTS = {3300, 7365, 15495};

  private static final List<String> TAGS = List.of("{b}", "{c}", "{a}");
  private static final List<String> NODES = List.of("main", "b", "c", "r", "s", "t");
  private static final List<List<String>> GROUPS =
      List.of(List.of("main", "r", "s"), List.of("b", "t"), List.of("c"));
  private static final int STEPS = 60;
  private static final int NODE_TIMEOUT_MILLIS = 1_000;
  private static final int MAX_LAG_SECONDS = 2;

  /** How long a primary that hears of nobody may still take writes. */
  private static final long BLIND_MICROS = 2_500_000;

  /** How long one whose replicas are cut off may, when writes need one. */
  private static final long LAG_MICROS = (MAX_LAG_SECONDS + 2) * 1_000_000L;

  private static final int LONGEST_MENDING_SECONDS = 120;

  final List<String> lines = new ArrayList<>();
  final Counts counts = new Counts();
  private final SplittableRandom random;
  private final Lab lab;
  private final boolean logs;
  private final boolean minReplicas;
  private final boolean takeovers;
  private final SlotClaims claims = new SlotClaims();
  private final Map<Long, String> acknowledged = new TreeMap<>();
  private final TreeSet<Long> lost = new TreeSet<>();
  private final Set<String> safeKeys = new LinkedHashSet<>();
  private final Map<String, Integer> waitedKeys = new LinkedHashMap<>();
  private final Map<String, Long> isolatedMicros = new LinkedHashMap<>();
  private final Set<String> frozen = new LinkedHashSet<>();
  private boolean died;
  private boolean takenOver;
  private int keys;

  /** What was promised and what became of it. */
  static final class Counts {
    int acknowledged;
    int lost;
    int elections;
    int twins;
    int takeovers;
    int waited;
    int waitedLost;
    int waitedForAll;
    int waitedUnheard;
    int refusedAlone;
    int refusedForReplicas;
    int guarded;
    int guardedLost;
    int afterReplaced;
    int sharedEpochs;
    int soleOwners;
    long longestAfterMicros;

    void add(Counts other) {
      acknowledged += other.acknowledged;
      lost += other.lost;
      elections += other.elections;
      twins += other.twins;
      takeovers += other.takeovers;
      waited += other.waited;
      waitedLost += other.waitedLost;
      waitedForAll += other.waitedForAll;
      waitedUnheard += other.waitedUnheard;
      refusedAlone += other.refusedAlone;
      refusedForReplicas += other.refusedForReplicas;
      guarded += other.guarded;
      guardedLost += other.guardedLost;
      afterReplaced += other.afterReplaced;
      sharedEpochs += other.sharedEpochs;
      soleOwners += other.soleOwners;
      longestAfterMicros = Math.max(longestAfterMicros, other.longestAfterMicros);
    }

    @Override
    public String toString() {
      return String.join(
          "\n",
          acknowledged + " acknowledged writes, " + lost + " lost, each named by the ledger",
          elections
              + " elections won, no epoch twice for the same slots; "
              + twins
              + " epochs twice, for others: who has just won votes as a primary, too",
          takeovers + " places taken without asking",
          waited + " writes that WAIT counted on a replica: " + waitedLost + " lost all the same",
          waitedForAll + " that it counted on all while nobody died: none lost",
          waitedUnheard + " that it counted at byte 0 on a replica still without its snapshot",
          guarded + " writes with min-replicas-to-write 1: " + guardedLost + " lost all the same",
          refusedForReplicas + " refused for want of a replica heard of lately",
          refusedAlone + " refused by primaries that hear of no majority",
          afterReplaced
              + " acknowledged by one that was replaced already, up to "
              + longestAfterMicros / 1_000
              + " ms after it",
          soleOwners + " acknowledged by one all alone that knew of no other with slots",
          sharedEpochs + " epochs claimed by two, where one had not asked");
    }
  }

  ClusterTrial(long seed) {
    random = new SplittableRandom(seed);
    logs = seed % 3 == 0;
    minReplicas = seed % 4 == 1;
    takeovers = seed % 5 == 4;
    lab = Lab.open(WorldSpec.DEFAULT);
    String options =
        " cluster-enabled=yes cluster-node-timeout="
            + NODE_TIMEOUT_MILLIS
            + " cluster-require-full-coverage=no repl-diskless-sync-delay=0 repl-timeout=10"
            + " repl-backlog-size=16kb appendonly="
            + (logs ? "yes" : "no")
            + (minReplicas
                ? " min-replicas-to-write=1 min-replicas-max-lag=" + MAX_LAG_SECONDS
                : "");
    enter(":world redis seed=" + seed + options);
    for (String each : NODES.subList(1, NODES.size())) {
      enter(":node " + each + options);
    }
    List<String> ranges = List.of("0 5460", "5461 10922", "10923 16383");
    for (int i = 0; i < GROUPS.size(); i++) {
      String primary = GROUPS.get(i).getFirst();
      enter("you@" + primary + "> CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      enter("you@" + primary + "> CLUSTER ADDSLOTSRANGE " + ranges.get(i));
    }
    for (String each : NODES.subList(1, NODES.size())) {
      enter("you@main> CLUSTER MEET " + each + " 6379");
    }
    enter("+ 4s");
    for (List<String> group : GROUPS) {
      String id = reply("you@" + group.getFirst() + "> CLUSTER MYID").replace("\"", "");
      for (String each : group.subList(1, group.size())) {
        enter("you@" + each + "> CLUSTER REPLICATE " + id);
      }
    }
    enter("+ 4s");
  }

  Outcome enter(String line) {
    lines.add(line);
    return lab.enter(line);
  }

  private String reply(String line) {
    return enter(line).replyText().orElse("");
  }

  /** Lets faults happen and be mended, and looks whether all holds that has to. */
  void run() {
    for (int i = 0; i < STEPS; i++) {
      step();
      look();
    }
    finish();
  }

  /** Mends all, and looks whether it comes to rest as it has to. */
  void finish() {
    mend();
    gather();
    compare();
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void step() {
    String one = oneOf(NODES);
    String other = oneOf(NODES);
    switch (random.nextInt(24)) {
      case 0, 1 -> heal();
      case 2 -> {
        if (!one.equals(other)) {
          enter(":partition " + one + " " + other + (random.nextBoolean() ? " one-way" : ""));
        }
      }
      case 3, 4 -> isolate(one);
      case 5 -> freeze(one);
      case 6, 7 -> thaw(one);
      case 8 -> {
        if (!logs) {
          die(one, random.nextBoolean() ? "power" : "process");
        }
      }
      case 9, 10 -> restart(one);
      case 11 -> {
        if (!one.equals(other)) {
          enter(":reset " + one + " " + other);
        }
      }
      case 12 -> {
        if (!one.equals(other)) {
          enter(
              ":link "
                  + one
                  + " "
                  + other
                  + " latency="
                  + random.nextInt(200)
                  + "ms jitter="
                  + random.nextInt(100)
                  + "ms loss="
                  + random.nextInt(300));
        }
      }
      case 13 -> failover(one);
      case 14 -> pass(random.nextInt(1_000, 8_000));
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          write();
        }
        pass(random.nextInt(1, 1_500));
      }
    }
  }

  private void pass(int millis) {
    enter("+ " + millis + "ms");
  }

  private boolean isUp(String node) {
    return lab.redis(node).isPresent();
  }

  private boolean runs(String node) {
    return isUp(node) && !frozen.contains(node);
  }

  private void heal() {
    enter(":heal");
    isolatedMicros.clear();
  }

  void isolate(String node) {
    for (String each : NODES) {
      if (!each.equals(node)) {
        enter(":partition " + node + " " + each);
      }
    }
    isolatedMicros.putIfAbsent(node, lab.nowMicros());
  }

  private void freeze(String node) {
    if (runs(node)) {
      frozen.add(node);
      enter(":freeze " + node);
    }
  }

  private void thaw(String node) {
    if (frozen.remove(node)) {
      enter(":thaw " + node);
      isolatedMicros.replace(node, lab.nowMicros()); // it looks at the clock anew
    }
  }

  void die(String node, String how) {
    if (isUp(node)) {
      died = true;
      frozen.remove(node);
      enter(":crash " + how + " " + node);
    }
  }

  private void restart(String node) {
    if (!isUp(node)) {
      enter(":restart " + node);
      isolatedMicros.replace(node, lab.nowMicros());
    }
  }

  void failover(String node) {
    if (runs(node)) {
      String how = oneOf(takeovers ? List.of("", " FORCE", " TAKEOVER") : List.of("", " FORCE"));
      boolean done = reply("you@" + node + "> CLUSTER FAILOVER" + how).equals("OK");
      takenOver |= done && how.equals(" TAKEOVER");
    }
  }

  /** Writes a key at one of the nodes that have, or had, its slot, and may wait for replicas. */
  private void write() {
    int third = random.nextInt(TAGS.size());
    String node = oneOf(GROUPS.get(third));
    write(third, node, random.nextInt(3) == 0 ? random.nextInt(1, 3) : 0);
  }

  boolean write(int third, String node, int waitFor) {
    if (!isUp(node)) {
      return false;
    }
    String key = TAGS.get(third) + keys;
    String client = "w" + keys++ + "@" + node + "> ";
    String value = random.nextInt(8) == 0 ? "x".repeat(5_000) : "v";
    String reply = reply(client + "SET " + key + " " + value);
    counts.refusedAlone += reply.contains("CLUSTERDOWN") ? 1 : 0;
    counts.refusedForReplicas += reply.contains("NOREPLICAS") ? 1 : 0;
    if (!reply.equals("OK")) {
      return false;
    }
    stoppedInTime(node);
    if (waitFor > 0) {
      waitFor(client, node, key, waitFor, offset(node));
    }
    return true;
  }

  /** A primary that is all alone has stopped to take writes, after a while. */
  private void stoppedInTime(String node) {
    long since = isolatedMicros.getOrDefault(node, lab.nowMicros());
    long alone = lab.nowMicros() - since;
    if (alone >= BLIND_MICROS && !knowsOthers(node)) {
      counts.soleOwners++;
      return;
    }
    assertThat(alone).as(node + " takes writes, so long alone").isLessThan(BLIND_MICROS);
    if (minReplicas) {
      assertThat(alone).as(node + " takes writes without replicas").isLessThan(LAG_MICROS);
    }
  }

  /**
   * Whether a primary knows another with slots: if one has become a replica, and who has its slots
   * now was not heard yet, it may be a majority of one.
   */
  private boolean knowsOthers(String node) {
    return table(node).orElseThrow().nodes().stream()
        .anyMatch(each -> !each.flags().contains("myself") && each.slots() > 0);
  }

  /** Waits for replicas to have a key that was written when the stream ended at an offset. */
  void waitFor(String client, String node, String key, int wanted, long offset) {
    Outcome outcome = enter(client + "WAIT " + wanted + " 500");
    String answer = outcome.replyText().orElse("");
    for (int i = 0; i < 30 && answer.isEmpty(); i++) {
      for (Part part : enter("+ 20ms").parts()) {
        if (part instanceof Part.Delivered late && client.startsWith(late.client())) {
          answer = late.text();
        }
      }
    }
    if (!answer.startsWith("(integer) ")) {
      return;
    }
    int count = Integer.parseInt(answer.substring("(integer) ".length()));
    if (count > 0) {
      counts.waited++;
      waitedKeys.put(key, count);
      int there = 0;
      for (String each : NODES) {
        there += !each.equals(node) && has(each, key) ? 1 : 0;
      }
      if (there < count && offset == 0) {
        counts.waitedUnheard++;
        there += unheard(node);
      }
      assertThat(there)
          .as("nodes that have " + key + ", which WAIT counted " + count + " times")
          .isGreaterThanOrEqualTo(count);
    }
    if (count == 2) {
      safeKeys.add(key);
    }
  }

  /**
   * How many replicas have never said which byte they have: a primary counts them as having byte 0,
   * which is where it stands until it has fed somebody. So does redis-server: replicas are sent all
   * data, and are held for online as soon as that is handed to the network.
   */
  int unheard(String primary) {
    int count = 0;
    for (var each : lab.redis(primary).orElseThrow().replication().replicas()) {
      Optional<RedisNode> node = lab.redis(each.name().split(":")[0]);
      boolean loaded =
          node.flatMap(up -> up.replication().primary()).map(above -> above.up()).orElse(false);
      count += each.state().equals("online") && each.acknowledged() == 0 && !loaded ? 1 : 0;
    }
    return count;
  }

  private long offset(String node) {
    return lab.redis(node).orElseThrow().replication().offset();
  }

  private boolean has(String node, String key) {
    return lab.redis(node).flatMap(up -> up.bucket(0, Bytes.of(key))).isPresent();
  }

  private Optional<ClusterSnapshot> table(String node) {
    return lab.redis(node).flatMap(RedisNode::cluster);
  }

  /** Nobody claims what another claims by the same epoch. */
  void look() {
    for (String each : NODES) {
      Optional<String> wrong = table(each).flatMap(seen -> claims.claim(each, seen));
      if (wrong.isPresent()) {
        counts.sharedEpochs++;
        assertThat(takenOver).as(wrong.get() + ", though all have asked for votes").isTrue();
      }
    }
  }

  private void mend() {
    heal();
    for (String one : NODES) {
      thaw(one);
      restart(one);
      for (String other : NODES) {
        if (one.compareTo(other) < 0) {
          enter(":link " + one + " " + other + " latency=1ms jitter=0ms loss=0");
        }
      }
    }
    String wrong = "";
    for (int i = 0; i < LONGEST_MENDING_SECONDS; i += 4) {
      pass(4_000);
      look();
      wrong = unsettled();
      if (wrong.isEmpty()) {
        return;
      }
    }
    assertThat(wrong).as("what is mended comes to rest").isEmpty();
  }

  /** What is not yet as it has to be when all is mended; empty when nothing is. */
  private String unsettled() {
    Map<Integer, String> owners = new LinkedHashMap<>();
    Map<String, String> digests = new LinkedHashMap<>();
    for (String node : NODES) {
      ClusterSnapshot seen = table(node).orElseThrow();
      if (!seen.ok()) {
        return node + " holds the cluster for down";
      }
      for (int slot : SLOTS) {
        if (seen.owners()[slot] < 0) {
          return node + " knows nobody who has slot " + slot;
        }
        String owner = seen.nodes().get(seen.owners()[slot]).address();
        String said = owners.putIfAbsent(slot, owner);
        if (said != null && !said.equals(owner)) {
          return node + " says that " + owner + " has slot " + slot + ", others " + said;
        }
      }
    }
    for (String node : NODES) {
      RedisNode up = lab.redis(node).orElseThrow();
      String digest = reply("you@" + node + "> DEBUG DIGEST");
      String primary = up.replication().primary().map(each -> each.name()).orElse(node + ":6379");
      if (up.replication().primary().map(each -> !each.up()).orElse(false)) {
        return node + " has no link to " + primary;
      }
      String said = digests.putIfAbsent(primary, digest);
      if (said != null && !said.equals(digest)) {
        return node + " has other data than " + primary + " or its replicas";
      }
    }
    for (String owner : owners.values()) {
      if (!digests.containsKey(owner)) {
        return owner + " has slots and does not lead";
      }
    }
    return "";
  }

  /** Reads from the log of facts what was promised, who was replaced and what is called lost. */
  private void gather() {
    Map<Long, Set<String>> won = new TreeMap<>();
    Map<String, Long> replaced = new LinkedHashMap<>();
    for (EventLog.Entry entry : lab.events().all()) {
      switch (entry.event()) {
        case LedgerEvent.Acknowledged write -> {
          acknowledged.put(write.write(), write.text().split(" ")[1]);
          counts.guarded += minReplicas ? 1 : 0;
          Long since = replaced.get(entry.node());
          if (since != null) {
            counts.afterReplaced++;
            counts.longestAfterMicros =
                Math.max(counts.longestAfterMicros, entry.timeMicros() - since);
          }
        }
        case LedgerEvent.Lost gone ->
            assertThat(lost.add(gone.write())).as("lost twice: " + gone).isTrue();
        case ClusterEvent.TookOver took -> {
          if (took.votes() > 0) {
            counts.elections++;
            Set<String> places = won.computeIfAbsent(took.epoch(), any -> new TreeSet<>());
            assertThat(places.add(took.fromPrimary()) || takenOver)
                .as("epoch " + took.epoch() + " was won once for " + took.fromPrimary())
                .isTrue();
            counts.twins += places.size() == 2 ? 1 : 0;
          } else {
            counts.takeovers++;
          }
          replaced.remove(entry.node());
          replaced.putIfAbsent(took.fromPrimary().split(":")[0], entry.timeMicros());
        }
        case ClusterEvent.Follows follows -> replaced.remove(entry.node());
        default -> {}
      }
    }
    counts.acknowledged = acknowledged.size();
    counts.lost = lost.size();
  }

  private void compare() {
    acknowledged.forEach(
        (number, key) -> {
          boolean there = NODES.stream().anyMatch(each -> has(each, key));
          boolean gone = lost.contains(number);
          assertThat(there)
              .as("write " + number + " of " + key + " is there, so it is not lost")
              .isEqualTo(!gone);
          counts.waitedLost += gone && waitedKeys.containsKey(key) ? 1 : 0;
          counts.guardedLost += gone && minReplicas ? 1 : 0;
          if (safeKeys.contains(key) && !died && !takenOver) {
            counts.waitedForAll++;
            assertThat(gone).as(key + " was on all replicas, and nobody died").isFalse();
          }
        });
  }
}
