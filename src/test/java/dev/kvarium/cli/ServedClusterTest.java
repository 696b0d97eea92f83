package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.client.SlotPlan;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.twin.RedisCli;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;

/** Clients that people use, on a cluster whose slots move under them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServedClusterTest {
  private static final int MOVED_SLOTS = 200;

  @TempDir private Path folder;

  /** What a client may be told while slots move and primaries change, and has to live with. */
  private static final Pattern DOCUMENTED =
      Pattern.compile("(CLUSTERDOWN|TRYAGAIN|MOVED|ASK|LOADING|READONLY) .*");

  @Test
  void clientsGoOnWhileSlotsMoveAndAReplicaTakesOver() throws Exception {
    int port = freeRow(6);
    RedisConfig config =
        RedisConfig.standard()
            .with("repl-diskless-sync-delay", "0")
            .with("cluster-node-timeout", "5000");
    try (ServedCluster cluster =
            ServedCluster.start(config, InetAddress.getLoopbackAddress(), port, 3, 1, folder, 7);
        JedisCluster jedis = new JedisCluster(new HostAndPort("127.0.0.1", port));
        RedisClusterClient lettuce =
            RedisClusterClient.create(RedisURI.create("127.0.0.1", port + 1))) {
      assertThat(cluster.addresses()).hasSize(6);
      RedisAdvancedClusterCommands<String, String> other = lettuce.connect().sync();
      for (int i = 0; i < 500; i++) {
        jedis.set("key:" + i, "" + i);
      }
      AtomicBoolean done = new AtomicBoolean();
      Counting one = Counting.begin(done, i -> jedis.incr("one:" + i % 500));
      Counting two = Counting.begin(done, i -> other.incr("two:" + i % 500));
      String said =
          RedisCli.run(
              "--cluster",
              "reshard",
              "127.0.0.1:" + port,
              "--cluster-from",
              id(port + 2),
              "--cluster-to",
              id(port),
              "--cluster-slots",
              "" + MOVED_SLOTS,
              "--cluster-yes");
      assertThat(said).contains("Moving slot").doesNotContain("ERR");
      takeOver(port + 3);
      Thread.sleep(500);
      done.set(true);
      one.join();
      two.join();
      long[] sums = new long[2];
      for (int i = 0; i < 500; i++) {
        assertThat(other.get("key:" + i)).isEqualTo("" + i);
        assertThat(jedis.get("key:" + i)).isEqualTo("" + i);
        String first = jedis.get("one:" + i);
        String second = jedis.get("two:" + i);
        sums[0] += first == null ? 0 : Long.parseLong(first);
        sums[1] += second == null ? 0 : Long.parseLong(second);
      }
      one.assertCounted(sums[0]);
      two.assertCounted(sums[1]);
      assertThat(RedisCli.run("--cluster", "check", "127.0.0.1:" + port))
          .contains("All nodes agree about slots configuration")
          .contains("All 16384 slots covered");
    }
  }

  /** Somebody who counts up all the time, and notes what goes wrong. */
  private static final class Counting {
    private final AtomicInteger counted = new AtomicInteger();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private Counting(AtomicBoolean done, IntConsumer increment) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; !done.get(); i++) {
                      try {
                        increment.accept(i);
                        counted.incrementAndGet();
                      } catch (RuntimeException refused) {
                        errors.add(String.valueOf(refused.getMessage()));
                      }
                    }
                  });
    }

    static Counting begin(AtomicBoolean done, IntConsumer increment) {
      return new Counting(done, increment);
    }

    void join() throws InterruptedException {
      thread.join();
    }

    /** All that it was told is done was done, and what it was told else is documented. */
    void assertCounted(long sum) {
      assertThat(errors).allMatch(each -> DOCUMENTED.matcher(each).matches());
      assertThat(counted.get()).isGreaterThan(100);
      assertThat(sum).isEqualTo(counted.get());
    }
  }

  @Test
  void redisCliTellsOfAClusterAndMendsOneWhoseSlotsAreBroken() throws Exception {
    int port = freeRow(3);
    RedisConfig config = RedisConfig.standard().with("cluster-node-timeout", "5000");
    try (ServedCluster cluster =
            ServedCluster.start(config, InetAddress.getLoopbackAddress(), port, 3, 0, folder, 9);
        JedisCluster jedis = new JedisCluster(new HostAndPort("127.0.0.1", port));
        Jedis first = new Jedis("127.0.0.1", port);
        Jedis second = new Jedis("127.0.0.1", port + 1)) {
      assertThat(cluster.addresses()).hasSize(3);
      for (int i = 0; i < 90; i++) {
        jedis.set("{b}" + i, "" + i);
      }
      jedis.set("user:1", "ada");
      assertThat(RedisCli.run("--cluster", "info", "127.0.0.1:" + port))
          .contains("127.0.0.1:" + port + " (" + id(port).substring(0, 8) + "...) -> 90 keys")
          .contains("| 5461 slots | 0 slaves.")
          .contains("| 5462 slots | 0 slaves.")
          .contains("[OK] 91 keys in 3 masters.")
          .contains("0.01 keys per slot on average.");

      for (float[] weights : new float[][] {{2, 1, 1}, {1, 0, 3}, {0.25f, 1, 7}, {1, 1.5f, 1}}) {
        assertThat(planned(port, weights)).containsExactlyElementsOf(reckoned(port, weights));
      }

      // half of a slot's keys have gone, and whoever moved them has died
      second.clusterSetSlotImporting(3300, id(port));
      first.clusterSetSlotMigrating(3300, id(port + 1));
      for (String key : first.clusterGetKeysInSlot(3300, 40)) {
        assertThat(first.migrate("127.0.0.1", port + 1, key, 0, 5_000)).isEqualTo("OK");
      }
      RedisCli.Said broken = RedisCli.say("--cluster", "check", "127.0.0.1:" + port);
      assertThat(broken.text())
          .contains("[WARNING] Node 127.0.0.1:" + port + " has slots in migrating state 3300.")
          .contains("[WARNING] The following slots are open: 3300.");
      assertThat(broken.exit()).isNotZero();
      assertThat(RedisCli.say("--cluster", "fix", "127.0.0.1:" + port).text())
          .contains(">>> Fixing open slot 3300")
          .doesNotContain("ERR");

      // nobody has slot 10778 any more, but for its key
      for (int each : new int[] {port, port + 1, port + 2}) {
        try (Jedis node = new Jedis("127.0.0.1", each)) {
          node.clusterDelSlots(10_778);
        }
      }
      assertThat(RedisCli.say("--cluster", "check", "127.0.0.1:" + port).text())
          .contains("[ERR] Not all 16384 slots are covered by nodes.");
      assertThat(RedisCli.answering("yes\n", "--cluster", "fix", "127.0.0.1:" + port).text())
          .contains(">>> Covering slot 10778 with 127.0.0.1:" + (port + 1));
      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(RedisCli.say("--cluster", "check", "127.0.0.1:" + port).text())
                      .contains("All nodes agree about slots configuration")
                      .doesNotContain("WARNING")
                      .contains("All 16384 slots covered"));
      for (int i = 0; i < 90; i++) {
        assertThat(jedis.get("{b}" + i)).isEqualTo("" + i);
      }
      assertThat(jedis.get("user:1")).isEqualTo("ada");
    }
  }

  /** What redis-cli would move to give three primaries slots by their weights. */
  private static List<String> planned(int port, float[] weights) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("--cluster", "rebalance", "127.0.0.1:" + port, "--cluster-simulate"));
    words.add("--cluster-weight");
    for (int i = 0; i < weights.length; i++) {
      words.add(id(port + i) + "=" + weights[i]);
    }
    return RedisCli.run(words.toArray(new String[0]))
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .lines()
        .filter(line -> line.startsWith("Moving "))
        .toList();
  }

  /** The same as the lab reckons it. */
  private static List<String> reckoned(int port, float[] weights) {
    List<SlotPlan.Primary> primaries = new ArrayList<>();
    Map<String, Float> byAddress = new HashMap<>();
    int[] firsts = {0, 5_461, 10_923, 16_384};
    for (int i = 0; i < weights.length; i++) {
      String address = "127.0.0.1:" + (port + i);
      List<Integer> slots = IntStream.range(firsts[i], firsts[i + 1]).boxed().toList();
      primaries.add(new SlotPlan.Primary(address, "", slots));
      byAddress.put(address, weights[i]);
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (SlotPlan.Move each : SlotPlan.rebalance(primaries, byAddress, 2, false)) {
      counts.merge(each.from().address() + " to " + each.to().address(), 1, Integer::sum);
    }
    List<String> lines = new ArrayList<>();
    counts.forEach((way, count) -> lines.add("Moving " + count + " slots from " + way));
    return lines;
  }

  /** A replica takes its primary's place by hand. */
  private static void takeOver(int port) throws InterruptedException {
    try (Jedis replica = new Jedis("127.0.0.1", port)) {
      assertThat(replica.clusterFailover()).isEqualTo("OK");
      for (int i = 0; i < 100 && !replica.info("replication").contains("role:master"); i++) {
        Thread.sleep(50);
      }
      assertThat(replica.info("replication")).contains("role:master");
    }
  }

  private static String id(int port) {
    try (Jedis node = new Jedis("127.0.0.1", port)) {
      return node.clusterMyId();
    }
  }

  /** The first of so many ports that are free, with those of their buses. */
  private static int freeRow(int count) throws IOException {
    for (int first = 21_000; first < 50_000; first += count) {
      boolean free = true;
      for (int i = 0; i < count && free; i++) {
        free = isFree(first + i) && isFree(first + i + 10_000);
      }
      if (free) {
        return first;
      }
    }
    throw new IOException("no ports are free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
