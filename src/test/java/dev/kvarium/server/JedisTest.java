package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.Tuple;

/** A client that people use, in both protocols. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JedisTest {
  private RedisServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestNodes.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Jedis connect(RedisProtocol protocol) {
    InetSocketAddress address = server.address();
    JedisClientConfig config = DefaultJedisClientConfig.builder().protocol(protocol).build();
    return new Jedis(new HostAndPort(address.getHostString(), address.getPort()), config);
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void stringsAndKeys(RedisProtocol protocol) {
    try (Jedis jedis = connect(protocol)) {
      assertThat(jedis.ping()).isEqualTo("PONG");
      assertThat(jedis.set("user:1", "ada", SetParams.setParams().nx().ex(100))).isEqualTo("OK");
      assertThat(jedis.set("user:1", "bob", SetParams.setParams().nx())).isNull();
      assertThat(jedis.get("user:1")).isEqualTo("ada");
      assertThat(jedis.get("nobody")).isNull();
      assertThat(jedis.ttl("user:1")).isBetween(98L, 100L);
      assertThat(jedis.incrBy("n", 41)).isEqualTo(41);
      assertThat(jedis.incrByFloat("n", 0.5)).isEqualTo(41.5);
      assertThat(jedis.mget("n", "none")).containsExactly("41.5", null);
      assertThat(jedis.exists("n", "user:1", "none")).isEqualTo(2);
      assertThat(jedis.keys("*")).containsExactlyInAnyOrder("n", "user:1");
      assertThat(jedis.dbSize()).isEqualTo(2);
      assertThat(jedis.select(3)).isEqualTo("OK");
      assertThat(jedis.get("n")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void bytesStayAsTheyAre(RedisProtocol protocol) {
    byte[] key = {0, 1, '\r', '\n', (byte) 0xff};
    byte[] value = "é\0\r\n".getBytes(StandardCharsets.UTF_8);
    try (Jedis jedis = connect(protocol)) {
      jedis.set(key, value);
      assertThat(jedis.get(key)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aggregates(RedisProtocol protocol) {
    try (Jedis jedis = connect(protocol)) {
      assertThat(jedis.hset("h", Map.of("a", "1", "b", "2"))).isEqualTo(2);
      assertThat(jedis.hgetAll("h")).isEqualTo(Map.of("a", "1", "b", "2"));
      assertThat(jedis.hget("h", "c")).isNull();
      assertThat(jedis.rpush("l", "x", "y", "z")).isEqualTo(3);
      assertThat(jedis.lrange("l", 0, -1)).containsExactly("x", "y", "z");
      assertThat(jedis.lpop("l")).isEqualTo("x");
      assertThat(jedis.sadd("s", "1", "2", "2")).isEqualTo(2);
      assertThat(jedis.smembers("s")).isEqualTo(Set.of("1", "2"));
      assertThat(jedis.zadd("z", Map.of("one", 1.0, "half", 0.5))).isEqualTo(2);
      assertThat(jedis.zscore("z", "half")).isEqualTo(0.5);
      assertThat(jedis.zrangeWithScores("z", 0, -1))
          .isEqualTo(List.of(new Tuple("half", 0.5), new Tuple("one", 1.0)));
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void errorsAreErrors(RedisProtocol protocol) {
    try (Jedis jedis = connect(protocol)) {
      jedis.set("text", "word");
      assertThatThrownBy(() -> jedis.incr("text"))
          .isInstanceOf(JedisDataException.class)
          .hasMessage("ERR value is not an integer or out of range");
      assertThatThrownBy(() -> jedis.lpush("text", "a"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("WRONGTYPE");
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aLongPipelineIsReadOnlyAtItsEnd(RedisProtocol protocol) {
    try (Jedis jedis = connect(protocol);
        Pipeline pipeline = jedis.pipelined()) {
      Response<Long> last = null;
      for (int i = 0; i < 200_000; i++) {
        last = pipeline.incr("n");
      }
      pipeline.sync();
      assertThat(last.get()).isEqualTo(200_000);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void transactionsAndBlocking(RedisProtocol protocol) throws Exception {
    try (Jedis jedis = connect(protocol);
        Jedis other = connect(protocol)) {
      Transaction transaction = jedis.multi();
      Response<String> set = transaction.set("a", "1");
      Response<Long> incremented = transaction.incr("a");
      assertThat(transaction.exec()).hasSize(2);
      assertThat(set.get()).isEqualTo("OK");
      assertThat(incremented.get()).isEqualTo(2);
      jedis.watch("a");
      other.set("a", "other");
      transaction = jedis.multi();
      transaction.set("a", "mine");
      assertThat(transaction.exec()).isNull();
      CompletableFuture<List<String>> popped =
          CompletableFuture.supplyAsync(() -> jedis.blpop(10, "jobs"));
      assertThat(popped).isNotCompleted();
      other.rpush("jobs", "first");
      assertThat(popped.get(5, TimeUnit.SECONDS)).containsExactly("jobs", "first");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void messagesReachSubscribers(RedisProtocol protocol) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    JedisPubSub listener =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            heard.add(channel + ": " + message);
            unsubscribe();
          }
        };
    try (Jedis publisher = connect(protocol);
        Jedis jedis = connect(protocol)) {
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> jedis.subscribe(listener, "news"));
      Awaitility.await().until(() -> publisher.publish("news", "hello") == 1);
      listening.get(5, TimeUnit.SECONDS);
      assertThat(heard).containsExactly("news: hello");
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void scriptsAndFunctions(RedisProtocol protocol) {
    try (Jedis jedis = connect(protocol)) {
      String quota =
          "redis.call('INCR', KEYS[1]) redis.call('XADD', 'quota_stream', '*', 'user', ARGV[1])";
      jedis.eval(quota, List.of("quota:ada"), List.of("ada"));
      String sha = jedis.scriptLoad(quota);
      jedis.evalsha(sha, List.of("quota:ada"), List.of("ada"));
      assertThat(jedis.get("quota:ada")).isEqualTo("2");
      assertThat(jedis.xlen("quota_stream")).isEqualTo(2);
      assertThat(jedis.eval("return {1, 'two', {3}, false}"))
          .isEqualTo(java.util.Arrays.asList(1L, "two", List.of(3L), null));
      assertThatThrownBy(() -> jedis.eval("return redis.call('LPUSH', 'quota:ada', 1)"))
          .hasMessageStartingWith("WRONGTYPE");
      assertThat(jedis.scriptExists(sha, "0".repeat(40))).containsExactly(true, false);
      String library =
          "#!lua name=counting\nredis.register_function('bump', function(keys, args)"
              + " return redis.call('INCRBY', keys[1], args[1]) end)";
      assertThat(jedis.functionLoad(library)).isEqualTo("counting");
      assertThat(jedis.fcall("bump", List.of("quota:ada"), List.of("40"))).isEqualTo(42L);
      byte[] payload = jedis.functionDump();
      assertThat(jedis.functionFlush()).isEqualTo("OK");
      assertThat(jedis.functionRestore(payload)).isEqualTo("OK");
      assertThat(jedis.functionList().getFirst().getLibraryName()).isEqualTo("counting");
    }
  }
}
