package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.server.FolderDisk;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of two redis-servers and one of two Kvariums are told the same, and answer the same.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClusterTwinTest {
  /**
   * What is said, each line with the node that it is said to; {@code @0} is the id of node 0. In
   * quotes a blank is written as {@code ^}, the end of a line as {@code ~}. What stands behind a
   * {@code ~} alone is waited for in CLUSTER NODES; P1 and B1 are the ports of node 1.
   */
  private static final String STORY =
      """
      0 CLUSTER KEYSLOT {a}b
      0 CLUSTER KEYSLOT 123456789
      0 CLUSTER KEYSLOT {}x
      0 CLUSTER COUNTKEYSINSLOT 16384
      0 CLUSTER COUNTKEYSINSLOT x
      0 CLUSTER GETKEYSINSLOT 1 -1
      0 CLUSTER ADDSLOTS 16384
      0 CLUSTER ADDSLOTS 1 1
      0 CLUSTER ADDSLOTS 5
      0 CLUSTER DELSLOTS 99999
      0 CLUSTER ADDSLOTSRANGE 9 3
      0 CLUSTER ADDSLOTSRANGE 1 2 3
      0 CLUSTER SETSLOT 5 IMPORTING @1
      0 CLUSTER SETSLOT 15495 MIGRATING nobody
      0 CLUSTER SETSLOT 15495 FLY
      0 CLUSTER FORGET @0
      0 CLUSTER REPLICATE @0
      0 CLUSTER FAILOVER
      0 CLUSTER SET-CONFIG-EPOCH 9
      0 CLUSTER MEET nowhere!! x
      0 CLUSTER RESET now
      0 SELECT 1
      0 SELECT 0
      0 MOVE a 1
      0 COPY {a}1 {a}2 DB 1
      0 SWAPDB 0 1
      0 REPLICAOF 127.0.0.1 1
      0 FAILOVER
      0 GET a
      0 SET b 1
      1 SET b 1
      0 MGET a b
      0 MGET {b}1 {b}2
      0 EVAL 'return^1' 2 a b
      0 EVAL 'return^redis.call("get","b")' 0
      0 EVAL 'return^redis.call("get","a")' 0
      0 EVAL 'return^redis.call("set","a","1")' 1 b
      0 EVAL 'return^redis.pcall("get","a").err' 0
      0 EVAL 'return^redis.call("mget","b","c")' 0
      0 EVAL 'return^redis.call("spublish","a","m")' 0
      0 EVAL 'redis.call("get","b")return^redis.call("get","c")' 0
      0 EVAL '#!lua~redis.call("get","b")return^redis.call("get","c")' 0
      0 EVAL '#!lua~return^redis.call("get","c")' 1 b
      0 EVAL '#!lua~redis.call("set","b",2)return^redis.call("get","{b}1")' 0
      0 EVAL '#!lua^flags=allow-cross-slot-keys~return^redis.call("set","c",1)' 1 b
      0 EVAL '#!lua^flags=allow-cross-slot-keys~return^redis.call("get","a")' 1 b
      0 EVAL '#!lua^flags=allow-cross-slot-keys~return^1' 2 b c
      0 EVAL '#!lua^flags=no-cluster~return^1' 0
      0 EVAL '#!lua^flags=no-cluster,no-writes~return^1' 1 a
      0 MULTI
      0 EVAL '#!lua~return^redis.call("get","b")' 0
      0 EVAL '#!lua~return^redis.call("get","c")' 0
      0 EXEC
      0 MULTI
      0 SET b 1
      0 EVAL '#!lua~return^redis.call("get","c")' 0
      0 EVAL 'return^redis.call("get","c")' 0
      0 EXEC
      0 FUNCTION LOAD '#!lua^name=l~redis.register_function("f",function(k,a)return^redis.call("get",a[1])end)'
      0 FCALL f 0 b
      0 FCALL f 0 a
      0 FCALL f 1 c b
      0 FCALL f 1 a b
      0 READONLY
      0 GET a
      0 EVAL 'return^redis.call("get","a")' 0
      0 READWRITE
      0 MULTI
      0 SET a 1
      0 EXEC
      0 MULTI
      0 SET b 1
      0 SET a 1
      0 EXEC
      0 SET {b}1 one
      0 SET {b}2 two
      0 CLUSTER COUNTKEYSINSLOT 3300
      0 CLUSTER GETKEYSINSLOT 3300 10
      0 CLUSTER GETKEYSINSLOT 3300 1
      1 CLUSTER SETSLOT 3300 IMPORTING @0
      0 CLUSTER SETSLOT 3300 MIGRATING @1
      0 GET {b}1
      0 GET {b}gone
      0 MGET {b}1 {b}gone
      0 SET {b}new 1
      0 EVAL 'return^redis.call("get","{b}1")' 0
      0 EVAL 'return^redis.call("get","{b}gone")' 0
      1 EVAL 'return^redis.call("get","{b}gone")' 0
      1 ASKING
      1 EVAL 'return^redis.call("get","{b}gone")' 0
      1 GET {b}gone
      1 ASKING
      1 GET {b}gone
      1 GET {b}gone
      1 ASKING
      1 SET {b}new 1
      1 ASKING
      1 MGET {b}new {b}1
      1 ASKING
      1 MULTI
      1 GET {b}new
      1 EXEC
      0 CLUSTER SETSLOT 3300 NODE @1
      0 MIGRATE 127.0.0.1 :1 {b}1 0 5000
      0 MIGRATE 127.0.0.1 :1 {b}1 0 5000
      0 GET {b}1
      0 MIGRATE 127.0.0.1 :1 '' 0 5000 REPLACE KEYS b {b}2 {b}nothing
      0 CLUSTER COUNTKEYSINSLOT 3300
      1 CLUSTER COUNTKEYSINSLOT 3300
      1 CLUSTER SETSLOT 3300 NODE @1
      0 CLUSTER SETSLOT 3300 NODE @1
      1 GET {b}2
      0 GET {b}2
      1 CLUSTER GETKEYSINSLOT 3300 10
      0 CLUSTER SLOTS
      0 CLUSTER REPLICAS @1
      0 CLUSTER COUNT-FAILURE-REPORTS @1
      0 CONFIG SET cluster-announce-hostname no^such^name
      0 CONFIG SET cluster-announce-hostname zero.example
      1 CONFIG SET cluster-announce-hostname one.example.with.a.name.of.40.letters.or.so
      0 ~ ,one.example.with.a.name.of.40.letters.or.so
      1 ~ ,zero.example
      0 CLUSTER NODES
      0 CLUSTER SLOTS
      0 CLUSTER SHARDS
      0 GET a
      0 CONFIG SET cluster-preferred-endpoint-type hostname
      0 GET a
      0 CLUSTER SLOTS
      0 CLUSTER SHARDS
      0 CONFIG SET cluster-preferred-endpoint-type unknown-endpoint
      0 GET a
      0 CLUSTER SLOTS
      0 CLUSTER SHARDS
      1 CONFIG SET cluster-announce-hostname ''
      0 ~ P1@B1 master
      0 CONFIG SET cluster-preferred-endpoint-type hostname
      0 GET a
      0 CLUSTER SLOTS
      0 CONFIG SET cluster-preferred-endpoint-type ip
      1 CONFIG SET cluster-announce-port 7001 cluster-announce-ip 127.0.0.2
      1 CONFIG SET cluster-announce-bus-port 7002
      1 CLUSTER NODES
      0 ~ 127.0.0.2:7001@7002
      0 GET a
      0 CLUSTER SLOTS
      1 CONFIG SET cluster-announce-port 0 cluster-announce-ip '' cluster-announce-bus-port 0
      0 ~ 127.0.0.1:P1@B1
      0 CONFIG SET cluster-replica-no-failover yes
      0 CLUSTER NODES
      1 ~ master,nofailover
      1 CLUSTER DELSLOTS 10000
      1 SET i 1
      1 EVAL 'return^redis.call("get","i")' 0
      1 CONFIG SET cluster-allow-reads-when-down yes
      1 EVAL 'return^redis.call("get","i")' 0
      1 EVAL 'return^redis.call("set","i","1")' 0
      1 EVAL 'return^redis.call("get","a")' 0
      """;

  @TempDir private Path folder;

  @Test
  void twoNodesAnswerAsRedisServersDo() throws IOException {
    List<String> expected;
    String[] options = {"--cluster-enabled", "yes", "--cluster-node-timeout", "5000"};
    int firstBus = freePort();
    int secondBus = freePort();
    try (RealRedis first = RealRedis.start(with(options, firstBus));
        RealRedis second = RealRedis.start(with(options, secondBus))) {
      expected = tell(new int[] {first.port(), second.port()}, new int[] {firstBus, secondBus});
    }
    int[] ports = {freePort(), freePort()};
    int[] buses = {freePort(), freePort()};
    try (RedisServer first = node(folder, ports[0], buses[0]);
        RedisServer second = node(folder, ports[1], buses[1])) {
      assertThat(first.cluster()).isPresent();
      assertThat(second.cluster()).isPresent();
      List<String> told = tell(ports, buses);
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(told).hasSameSizeAs(expected);
    }
  }

  private static String[] with(String[] options, int bus) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--cluster-port", Integer.toString(bus)));
    return all.toArray(new String[0]);
  }

  /** A Kvarium that may become part of a cluster. */
  static RedisServer node(Path folder, int port, int bus) throws IOException {
    RedisConfig config =
        RedisConfig.standard()
            .with("cluster-enabled", "yes")
            .with("port", Integer.toString(port))
            .with("cluster-port", Integer.toString(bus))
            .with("cluster-node-timeout", "5000");
    Path own = Files.createDirectories(folder.resolve("" + port));
    return RedisServer.start(
        ServerSettings.loopback(port),
        world ->
            new RedisNode(
                config,
                world.clock(),
                world.timers(),
                new SeededRandomness(port),
                new FolderDisk(own, world.timers()),
                Probe.NONE));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Builds the cluster, tells the story; what was answered, ids and ports by the nodes' numbers.
   */
  private static List<String> tell(int[] ports, int[] buses) throws IOException {
    List<String> answers = new ArrayList<>();
    try (RespLink first = new RespLink(ports[0]);
        RespLink second = new RespLink(ports[1])) {
      RespLink[] links = {first, second};
      String[] ids = new String[2];
      for (int i = 0; i < 2; i++) {
        ids[i] = ask(links[i], "CLUSTER MYID").substring(5, 45);
      }
      join(first, second, ports[1], buses[1]);
      for (RespLink each : links) {
        ask(each, "CONFIG SET cluster-node-timeout 3000"); // what changes is heard of within half
      }
      for (String line : STORY.split("\n")) {
        int node = line.charAt(0) - '0';
        String said = line.substring(2);
        for (int i = 0; i < 2; i++) {
          said = said.replace("@" + i, ids[i]).replace(" :" + i + " ", " " + ports[i] + " ");
        }
        if (said.startsWith("~ ")) {
          String awaited =
              said.substring(2).replace("P1", "" + ports[1]).replace("B1", "" + buses[1]);
          Awaitility.await(line)
              .atMost(10, TimeUnit.SECONDS)
              .until(() -> ask(links[node], "CLUSTER NODES").contains(awaited));
          continue;
        }
        String answer = comparable(said, ask(links[node], said));
        for (int i = 0; i < 2; i++) {
          answer =
              answer
                  .replace(ids[i], "ID" + i)
                  .replace("" + ports[i], "PORT" + i)
                  .replace("" + buses[i], "BUS" + i);
        }
        answers.add(line + " => " + answer.replace("\r\n", "|"));
      }
    }
    return answers;
  }

  /** An answer without times, in an order that is no hash table's. */
  private static String comparable(String said, String answer) {
    return switch (said) {
      case "CLUSTER NODES" ->
          answer
              .lines()
              .filter(line -> line.contains(":"))
              .map(line -> line.split(" "))
              .map(words -> words[2] + " " + words[1])
              .sorted()
              .collect(Collectors.joining("|"));
      case "CLUSTER SHARDS" ->
          Arrays.stream(answer.split("(?=\\*4\r\n\\$5\r\nslots)"))
              .sorted()
              .collect(Collectors.joining());
      default -> answer;
    };
  }

  /** Makes one cluster of two nodes, the slots shared in half. */
  static void join(RespLink first, RespLink second, int port, int bus) throws IOException {
    ask(first, "CLUSTER SET-CONFIG-EPOCH 1");
    ask(second, "CLUSTER SET-CONFIG-EPOCH 2");
    ask(first, "CLUSTER ADDSLOTSRANGE 0 8191");
    ask(second, "CLUSTER ADDSLOTSRANGE 8192 16383");
    ask(first, "CLUSTER MEET 127.0.0.1 " + port + " " + bus);
    for (RespLink each : List.of(first, second)) {
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () ->
                  ask(each, "CLUSTER INFO").contains("state:ok")
                      && !ask(each, "CLUSTER SLOTS").contains("$0\r\n\r\n"));
    }
  }

  private static String ask(RespLink link, String line) throws IOException {
    List<byte[]> words = new ArrayList<>();
    for (String word : line.split(" ")) {
      boolean quoted = word.startsWith("'");
      String bare =
          quoted ? word.substring(1, word.length() - 1).replace('^', ' ').replace('~', '\n') : word;
      words.add(bare.getBytes(StandardCharsets.ISO_8859_1));
    }
    List<byte[][]> one = new ArrayList<>();
    one.add(words.toArray(new byte[0][]));
    return new String(link.ask(one).getFirst(), StandardCharsets.ISO_8859_1);
  }
}
