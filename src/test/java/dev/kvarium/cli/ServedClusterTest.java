package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.redis.RedisConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
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
      AtomicInteger written = new AtomicInteger();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      jedis.incr("counter:" + written.get() % 500);
                      written.incrementAndGet();
                    }
                  });
      String said =
          redisCli(
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
      done.set(true);
      writer.join();
      assertThat(written.get()).isPositive();
      long sum = 0;
      for (int i = 0; i < 500; i++) {
        assertThat(other.get("key:" + i)).isEqualTo("" + i);
        String counted = other.get("counter:" + i);
        sum += counted == null ? 0 : Long.parseLong(counted);
      }
      assertThat(sum).isEqualTo(written.get());
      assertThat(redisCli("--cluster", "check", "127.0.0.1:" + port))
          .contains("All nodes agree about slots configuration")
          .contains("All 16384 slots covered");
      takeOver(port + 3);
      for (int i = 0; i < 500; i++) {
        assertThat(jedis.get("key:" + i)).isEqualTo("" + i);
      }
    }
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

  private static String redisCli(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    command[0] = "redis-cli";
    System.arraycopy(words, 0, command, 1, words.length);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    } catch (IOException none) {
      Assumptions.abort("redis-cli is needed to move slots");
      throw none;
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
