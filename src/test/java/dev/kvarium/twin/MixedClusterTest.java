package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.server.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/**
 * A redis-server and a Kvarium in one cluster: slots with their keys go from either to the other.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MixedClusterTest {
  private static final int SLOTS = 40;
  private static final int SECOND_FIRST = 8_192;

  @TempDir private Path folder;

  @Test
  void slotsGoBothWaysBetweenARedisServerAndAKvarium() throws Exception {
    int realBus = ClusterTwinTest.freePort();
    int port = ClusterTwinTest.freePort();
    int bus = ClusterTwinTest.freePort();
    try (RealRedis real =
            RealRedis.start(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "5000",
                "--cluster-port",
                "" + realBus);
        RedisServer ours = ClusterTwinTest.node(folder, port, bus);
        RespLink first = new RespLink(real.port());
        RespLink second = new RespLink(port)) {
      assertThat(ours.cluster()).isPresent();
      ClusterTwinTest.join(first, second, port, bus);
      assertHears(real.port(), second);
      assertHears(port, first);
      String[] ids = {id(first), id(second)};
      List<String> tags = new ArrayList<>(tags(0));
      tags.addAll(tags(SECOND_FIRST));
      try (JedisCluster jedis = new JedisCluster(new HostAndPort("127.0.0.1", real.port()))) {
        for (String tag : tags) {
          jedis.set("{" + tag + "}s", "value of " + tag);
          jedis.hset("{" + tag + "}h", "field", tag);
          jedis.zadd("{" + tag + "}z", 1.5, tag);
          jedis.rpush("{" + tag + "}l", "a", "b", tag);
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger counted = new AtomicInteger();
        Thread counter =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!done.get()) {
                        jedis.incr("{" + tags.get(counted.get() % tags.size()) + "}n");
                        counted.incrementAndGet();
                      }
                    });
        reshard(real.port(), ids[0], ids[1], SLOTS);
        reshard(port, ids[1], ids[0], SLOTS * 2);
        done.set(true);
        counter.join();
        long sum = 0;
        for (String tag : tags) {
          assertThat(jedis.get("{" + tag + "}s")).isEqualTo("value of " + tag);
          assertThat(jedis.hget("{" + tag + "}h", "field")).isEqualTo(tag);
          assertThat(jedis.zscore("{" + tag + "}z", tag)).isEqualTo(1.5);
          assertThat(jedis.lrange("{" + tag + "}l", 0, -1)).containsExactly("a", "b", tag);
          String number = jedis.get("{" + tag + "}n");
          sum += number == null ? 0 : Long.parseLong(number);
        }
        assertThat(counted.get()).isPositive();
        assertThat(sum).isEqualTo(counted.get());
      }
      for (int each : new int[] {real.port(), port}) {
        Awaitility.await()
            .atMost(20, TimeUnit.SECONDS)
            .untilAsserted(
                () ->
                    assertThat(RedisCli.say("--cluster", "check", "127.0.0.1:" + each).text())
                        .contains("All nodes agree about slots configuration")
                        .contains("All 16384 slots covered"));
      }
      assertThat(slotsOf(first, ids[0])).contains("0-" + (SECOND_FIRST + SLOTS - 1));
    }
  }

  /** Whoever listens at one node hears what is published at the other. */
  private static void assertHears(int port, RespLink other) throws Exception {
    try (RespLink listener = new RespLink(port)) {
      listener.ask("SUBSCRIBE", "news");
      other.ask("PUBLISH", "news", "from the other side");
      Awaitility.await()
          .atMost(5, TimeUnit.SECONDS)
          .untilAsserted(
              () -> assertThat(Bytes.text(listener.ask("PING"))).contains("from the other side"));
    }
  }

  private static void reshard(int entry, String from, String to, int slots)
      throws IOException, InterruptedException {
    assertThat(
            RedisCli.run(
                "--cluster",
                "reshard",
                "127.0.0.1:" + entry,
                "--cluster-from",
                from,
                "--cluster-to",
                to,
                "--cluster-slots",
                "" + slots,
                "--cluster-yes"))
        .contains("Moving slot")
        .doesNotContain("ERR");
  }

  private static String id(RespLink link) throws IOException {
    return Bytes.text(link.ask("CLUSTER", "MYID")).substring(5, 45);
  }

  private static String slotsOf(RespLink link, String id) throws IOException {
    for (String line : Bytes.text(link.ask("CLUSTER", "NODES")).split("\n")) {
      if (line.startsWith(id)) {
        return line;
      }
    }
    return "";
  }

  /** A word for every fourth of the slots from one on, which hashes to it. */
  private static List<String> tags(int first) {
    String[] found = new String[SLOTS];
    int missing = SLOTS / 4;
    for (int i = 0; missing > 0; i++) {
      int at = Crc16.slot(Bytes.of("t" + i)) - first;
      if (at >= 0 && at < SLOTS && at % 4 == 0 && found[at] == null) {
        found[at] = "t" + i;
        missing--;
      }
    }
    List<String> tags = new ArrayList<>();
    for (String each : found) {
      if (each != null) {
        tags.add(each);
      }
    }
    return tags;
  }
}
