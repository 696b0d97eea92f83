package dev.kvarium.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.Settings;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.server.FolderDisk;
import dev.kvarium.server.MemcachedServer;
import dev.kvarium.server.ProxyServer;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nutcracker answers and what is answered here, byte for byte, on the same servers. */
class ProxyTwinTest {
  private static final List<String> POOLS =
      List.of("r", "dead", "alldead", "auth", "db", "mc", "mcdead");
  private static final String[] KEYS =
      IntStream.range(0, 30).mapToObj(i -> "k" + i).toArray(String[]::new);
  private static final String[] PAIRS =
      IntStream.range(0, 60)
          .mapToObj(i -> (i % 2 == 0 ? "k" : "vk") + i / 2)
          .toArray(String[]::new);

  /** Sent behind a request, it shows whether the connection was still there. */
  private static final String PING = Talk.resp("PING");

  @TempDir Path folder;

  private final SequencedMap<String, List<String>> talks = new LinkedHashMap<>();

  @Test
  void everyAnswerIsTheSame() throws Exception {
    List<RedisServer> redis = new ArrayList<>();
    List<MemcachedServer> caches = new ArrayList<>();
    List<Integer> free = RealNutcracker.freePorts(POOLS.size() + 3);
    try {
      for (int i = 0; i < 3; i++) {
        redis.add(redis());
        caches.add(cache());
      }
      String yaml = yaml(redis, caches, free);
      askRedis();
      askDead();
      askCaches();
      List<String> theirs;
      List<String> ours;
      List<Integer> ports = free.subList(0, POOLS.size());
      try (RealNutcracker real =
          new RealNutcracker(yaml, ports.getLast(), free.get(POOLS.size()))) {
        theirs = answers(ports);
      }
      redis.forEach(each -> flush(each.address().getPort(), Talk.resp("FLUSHALL")));
      caches.forEach(each -> flush(each.address().getPort(), "flush_all\r\n"));
      String own = yaml.replaceAll("(listen: 127.0.0.1):.*", "$1:0");
      try (ProxyServer proxy = ProxyServer.start(PoolFile.read("pools.yml", own))) {
        ours = answers(proxy.addresses().stream().map(InetSocketAddress::getPort).toList());
      }
      assertThat(ours.size()).isEqualTo(theirs.size()).isGreaterThan(200);
      for (int i = 0; i < ours.size(); i++) {
        assertThat(ours.get(i)).isEqualTo(theirs.get(i));
      }
    } finally {
      redis.forEach(RedisServer::close);
      caches.forEach(MemcachedServer::close);
    }
  }

  private void ask(String pool, String request) {
    talks.computeIfAbsent(pool, any -> new ArrayList<>()).add(request);
  }

  private void askRedis() {
    String refused =
        "MULTI EXEC WATCH KEYS SCAN RANDOMKEY DBSIZE FLUSHALL SELECT INFO CONFIG BLPOP PUBLISH"
            + " SUBSCRIBE SCRIPT OBJECT RENAME MOVE MIGRATE TIME ECHO CLIENT BITOP MSETNX XADD"
            + " HELLO WAIT MEMORY DEBUG SLOWLOG EVAL_RO GETEX SINTERCARD LMPOP SUBSTR LCS FCALL"
            + " RESET CLUSTER ACL SORT_RO";
    for (String command : refused.split(" ")) {
      ask("r", Talk.resp(command) + PING);
      ask("r", Talk.resp(command, "a") + PING);
      ask("r", Talk.resp(command, "a", "1") + PING);
    }
    for (String command :
        "GET SET DEL EXISTS TOUCH UNLINK MGET MSET TYPE LPOP AUTH PING EVAL".split(" ")) {
      for (int words = 0; words < 5; words++) {
        String[] all = new String[words + 1];
        for (int i = 0; i <= words; i++) {
          all[i] = i == 0 ? command : i == 2 && command.equals("EVAL") ? "1" : "return " + i;
        }
        ask("r", Talk.resp(all) + PING);
      }
    }
    ask("r", Talk.resp(with("MSET", PAIRS)) + Talk.resp(with("MGET", KEYS)) + PING);
    ask("r", Talk.resp("mget", "k1", "nosuch", "k1", "k2"));
    ask("r", Talk.resp("DEL", "k1", "k2", "k3", "none") + Talk.resp(with("TOUCH", KEYS)));
    ask("r", Talk.resp("UNLINK", "k5", "k6", "k7") + Talk.resp(with("EXISTS", KEYS)));
    ask("r", "PING\r\n");
    ask("r", PING + Talk.resp("KEYS", "*"));
    ask("r", Talk.resp("GET", "k9") + Talk.resp("QUIT") + PING);
    ask("r", Talk.resp("SET", "", "x") + Talk.resp("MGET", "", "k9", "k10"));
    ask("r", Talk.resp("SET", "big", "x".repeat(200_000)) + Talk.resp("GET", "big"));
    ask("r", Talk.resp("SET", "y".repeat(16_335), "1") + PING);
    ask("r", Talk.resp("SET", "y".repeat(16_336), "1") + PING);
    ask(
        "r",
        Talk.resp("LPUSH", "l", "1", "2")
            + Talk.resp("GET", "l")
            + Talk.resp("MGET", "l", "k9", "k10"));
    ask("r", Talk.resp("SADD", "s", "1") + Talk.resp("SSCAN", "s", "0") + PING);
    for (String script :
        List.of(
            "return {1,{2,'a',{3}},'x'}",
            "return redis.error_reply('BUSYx y')",
            "return redis.status_reply('a')",
            "return false",
            "return {}",
            "return {false, {}, {false}}")) {
      ask("r", Talk.resp("EVAL", script, "1", "k") + PING);
    }
    for (String bad :
        List.of(
            "*0\r\n",
            "*-1\r\n",
            "*2\r\n$3\r\nGET\r\n$-1\r\n",
            "*2\r\n$3\r\nGETX",
            "*2\r\n$0\r\n",
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$\r\n")) {
      ask("r", bad + PING);
    }
    ask(
        "auth",
        Talk.resp("GET", "k") + PING + Talk.resp("AUTH", "bad") + Talk.resp("MOVE", "k", "1"));
    ask("auth", Talk.resp("AUTH", "secret") + Talk.resp("GET", "k") + PING);
    ask("auth", Talk.resp("AUTH", "secret") + Talk.resp("AUTH", "no") + Talk.resp("GET", "k"));
    ask("auth", Talk.resp("KEYS", "*") + PING);
    ask("db", Talk.resp("SET", "k1", "three") + Talk.resp("GET", "k1"));
    ask("r", Talk.resp("GET", "k1") + Talk.resp(with("DEL", KEYS)));
    ask("db", Talk.resp(with("MGET", KEYS)) + Talk.resp(with("DEL", KEYS)));
  }

  private void askDead() {
    for (int i = 0; i < 6; i++) {
      ask("dead", Talk.resp("GET", "k" + i) + PING);
    }
    for (String[] all : List.of(with("MGET", KEYS), with("MSET", PAIRS), with("DEL", KEYS))) {
      ask("dead", Talk.resp(all) + PING);
      ask("dead", PING + Talk.resp(all) + Talk.resp("GET", "k1"));
      ask("alldead", Talk.resp(all) + PING);
      ask("alldead", Talk.resp("GET", "k1") + Talk.resp(all) + PING);
    }
  }

  private void askCaches() {
    for (String request :
        List.of(
            "set a 0 0 1\r\nx\r\n",
            "set b 5 0 3\r\nabc\r\n",
            "set c 0 0 0\r\n\r\n",
            "get a\r\n",
            "get a b c d\r\n",
            "get d c b a a\r\n",
            "get no1 no2 no3\r\n",
            "add a 0 0 1\r\nx\r\n",
            "replace zz 0 0 1\r\nx\r\n",
            "append b 0 0 1\r\nd\r\n",
            "prepend b 0 0 1\r\n_\r\n",
            "cas a 0 0 1 99999\r\ny\r\n",
            "delete c\r\n",
            "delete c\r\n",
            "delete c 0\r\n",
            "set n 0 0 1\r\n5\r\n",
            "incr n 3\r\n",
            "decr n 1\r\n",
            "incr a 1\r\n",
            "incr n\r\n",
            "incr n -1\r\n",
            "incr n x\r\n",
            "touch n 100\r\n",
            "touch n\r\n",
            "version\r\n",
            "version x\r\n",
            "quit\r\n",
            "set q 0 0 1 noreply\r\nz\r\n",
            "set q 0 -1 1\r\nz\r\n",
            "delete q noreply\r\n",
            "gat 10 a\r\n",
            "flush_all\r\n",
            "stats\r\n",
            "verbosity 1\r\n",
            "mg a v\r\n",
            "\u0080\u0001",
            "GET a\r\n",
            "get\r\n",
            "get \r\n",
            "get " + "k".repeat(250) + "\r\n",
            "get " + "k".repeat(251) + "\r\n",
            "  get a\r\n",
            "get  a  b\r\n",
            "set a 0 0 3\r\nxy\r\n\r\n",
            "set a 0 0 1\r\nxyz\r\n",
            "get a\n",
            "noop\r\n",
            "set a 0 0 1 nore\r\n",
            "touch n -5\r\n",
            "set \u0001 0 0 1\r\nx\r\n")) {
      ask("mc", request + "get zz\r\n");
    }
    String all = "get k0 " + String.join(" ", KEYS) + "\r\n";
    for (int i = 0; i < 6; i++) {
      ask("mcdead", "get k" + i + "\r\nget k1\r\n");
    }
    ask("mcdead", "get k1\r\n" + all + "get k1\r\n");
    ask("mcdead", "set k1 0 0 1 noreply\r\nx\r\n" + all);
  }

  private static String[] with(String command, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = command;
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  /** Each request with its answer, pool by pool. */
  private List<String> answers(List<Integer> ports) throws Exception {
    List<String> answers = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : talks.entrySet()) {
      int port = ports.get(POOLS.indexOf(each.getKey()));
      for (String request : each.getValue()) {
        String shown = request.length() > 200 ? request.substring(0, 200) + "…" : request;
        boolean endsItself =
            each.getKey().endsWith("dead")
                && (request.contains("MGET") || request.contains("get k0 k0"));
        String answer = Talk.with(port, Bytes.latin1(request), !endsItself);
        answers.add(each.getKey() + " " + shown + " -> " + answer);
      }
    }
    return answers;
  }

  private static void flush(int port, String request) {
    try {
      Talk.with(port, Bytes.latin1(request));
    } catch (IOException unreached) {
      throw new AssertionError(unreached);
    }
  }

  private static String yaml(
      List<RedisServer> redis, List<MemcachedServer> caches, List<Integer> free) {
    int nobody = free.get(POOLS.size() + 1);
    int noneEither = free.get(POOLS.size() + 2);
    List<Integer> up = redis.stream().map(each -> each.address().getPort()).toList();
    List<Integer> cached = caches.stream().map(each -> each.address().getPort()).toList();
    List<Integer> dead = List.of(up.get(0), up.get(1), nobody);
    StringBuilder yaml = new StringBuilder();
    for (String pool : POOLS) {
      yaml.append(pool).append(":\n  listen: 127.0.0.1:").append(free.get(POOLS.indexOf(pool)));
      yaml.append("\n  hash: md5\n  redis: ").append(!pool.startsWith("mc")).append('\n');
      String more =
          switch (pool) {
            case "alldead" ->
                "  auto_eject_hosts: true\n  server_failure_limit: 1\n"
                    + "  server_retry_timeout: 3600000\n";
            case "auth" -> "  redis_auth: secret\n";
            case "db" -> "  redis_db: 3\n";
            default -> "";
          };
      List<Integer> servers =
          switch (pool) {
            case "dead" -> dead;
            case "alldead" -> List.of(nobody, noneEither);
            case "mc" -> cached;
            case "mcdead" -> List.of(cached.get(0), cached.get(1), nobody);
            default -> up;
          };
      yaml.append(more).append("  servers:\n");
      for (int i = 0; i < servers.size(); i++) {
        yaml.append("   - 127.0.0.1:").append(servers.get(i)).append(":1 s").append(i).append('\n');
      }
    }
    return yaml.toString();
  }

  private RedisServer redis() throws Exception {
    return RedisServer.start(
        ServerSettings.loopback(0),
        world ->
            new RedisNode(
                RedisConfig.standard(),
                world.clock(),
                world.timers(),
                new SeededRandomness(1),
                new FolderDisk(folder, world.timers()),
                Probe.NONE));
  }

  private static MemcachedServer cache() throws Exception {
    Settings settings = CommandLine.parse(List.of("-p", "0"));
    return MemcachedServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        world -> new MemcachedNode(settings, world.clock(), world.timers(), Probe.NONE, List.of()));
  }
}
