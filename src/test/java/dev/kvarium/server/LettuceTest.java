package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another client that people use: one connection, many futures, in both protocols. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LettuceTest {
  private final List<RedisClient> clients = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestNodes.start();
  }

  @AfterEach
  void stop() {
    clients.forEach(client -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
    server.close();
  }

  private RedisClient client(ProtocolVersion protocol) {
    RedisClient client =
        RedisClient.create(RedisURI.create("127.0.0.1", server.address().getPort()));
    client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
    clients.add(client);
    return client;
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void valuesOfAllTypes(ProtocolVersion protocol) {
    RedisCommands<String, String> redis = client(protocol).connect().sync();
    assertThat(redis.set("user:1", "ada", SetArgs.Builder.nx().ex(100))).isEqualTo("OK");
    assertThat(redis.set("user:1", "bob", SetArgs.Builder.nx())).isNull();
    assertThat(redis.get("user:1")).isEqualTo("ada");
    assertThat(redis.get("nobody")).isNull();
    assertThat(redis.ttl("user:1")).isBetween(98L, 100L);
    assertThat(redis.mget("user:1", "none"))
        .containsExactly(KeyValue.just("user:1", "ada"), KeyValue.empty("none"));
    assertThat(redis.hset("h", Map.of("a", "1", "b", "2"))).isEqualTo(2);
    assertThat(redis.hgetall("h")).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(redis.rpush("l", "x", "y")).isEqualTo(2);
    assertThat(redis.lrange("l", 0, -1)).containsExactly("x", "y");
    assertThat(redis.sadd("s", "1", "2")).isEqualTo(2);
    assertThat(redis.smembers("s")).isEqualTo(Set.of("1", "2"));
    assertThat(redis.zadd("z", 1.5, "one")).isEqualTo(1);
    assertThat(redis.zscore("z", "one")).isEqualTo(1.5);
    assertThat(redis.zrangeWithScores("z", 0, -1)).containsExactly(ScoredValue.just(1.5, "one"));
    assertThatThrownBy(() -> redis.incr("user:1"))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessage("ERR value is not an integer or out of range");
    assertThat(redis.commandCount()).isGreaterThan(150);
    assertThat(redis.configGet("max*")).containsKey("maxmemory");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void manyRequestsInOneFlush(ProtocolVersion protocol) {
    StatefulRedisConnection<String, String> connection = client(protocol).connect();
    RedisAsyncCommands<String, String> redis = connection.async();
    connection.setAutoFlushCommands(false);
    List<RedisFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      futures.add(redis.incr("n"));
    }
    connection.flushCommands();
    assertThat(LettuceFutures.awaitAll(Duration.ofSeconds(30), futures.toArray(RedisFuture[]::new)))
        .isTrue();
    assertThat(futures.getLast().toCompletableFuture().join()).isEqualTo(50_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void transactionsAreWholeOrNothing(ProtocolVersion protocol) {
    RedisClient client = client(protocol);
    RedisCommands<String, String> redis = client.connect().sync();
    RedisCommands<String, String> other = client.connect().sync();
    redis.multi();
    redis.set("a", "1");
    redis.incr("a");
    TransactionResult result = redis.exec();
    assertThat(result.wasDiscarded()).isFalse();
    assertThat(result.<Object>get(1)).isEqualTo(2L);
    redis.watch("a");
    other.set("a", "other");
    redis.multi();
    redis.set("a", "mine");
    assertThat(redis.exec().wasDiscarded()).isTrue();
    assertThat(redis.get("a")).isEqualTo("other");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void aPopWaitsForAPush(ProtocolVersion protocol) throws Exception {
    RedisClient client = client(protocol);
    RedisFuture<KeyValue<String, String>> job = client.connect().async().blpop(10, "jobs");
    RedisCommands<String, String> other = client.connect().sync();
    assertThat(job.await(50, TimeUnit.MILLISECONDS)).isFalse();
    other.rpush("jobs", "first");
    assertThat(job.get(5, TimeUnit.SECONDS)).isEqualTo(KeyValue.just("jobs", "first"));
    assertThat(client.connect().sync().blpop(0.05, "jobs")).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void messagesReachSubscribers(ProtocolVersion protocol) {
    RedisClient client = client(protocol);
    List<String> heard = new CopyOnWriteArrayList<>();
    StatefulRedisPubSubConnection<String, String> listening = client.connectPubSub();
    listening.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            heard.add(channel + ": " + message);
          }

          @Override
          public void message(String pattern, String channel, String message) {
            heard.add(pattern + " " + channel + ": " + message);
          }
        });
    listening.sync().subscribe("news");
    listening.sync().psubscribe("n*");
    RedisCommands<String, String> redis = client.connect().sync();
    assertThat(redis.publish("news", "hello")).isEqualTo(2);
    Awaitility.await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder("news: hello", "n* news: hello");
    assertThat(redis.pubsubNumsub("news")).containsEntry("news", 1L);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void scriptsAreSentOnceAndCalledByTheirDigest(ProtocolVersion protocol) {
    RedisCommands<String, String> redis = client(protocol).connect().sync();
    String take =
        "local left = redis.call('DECRBY', KEYS[1], ARGV[1]) redis.call('RPUSH', KEYS[2], ARGV[2])"
            + " return {redis.status_reply('TAKEN'), left, KEYS[2], {1.9, false}}";
    String[] keys = {"stock", "sold"};
    redis.set("stock", "5");
    assertThat(redis.<List<Object>>eval(take, ScriptOutputType.MULTI, keys, "1", "ada"))
        .containsExactly("TAKEN", 4L, "sold", Arrays.asList(1L, null));
    String digest = redis.scriptLoad(take);
    assertThat(digest).isEqualTo(redis.digest(take));
    assertThat(redis.scriptExists(digest, "0".repeat(40))).containsExactly(true, false);
    assertThat(redis.<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, "3", "bob"))
        .startsWith("TAKEN", 1L);
    assertThat(redis.lrange("sold", 0, -1)).containsExactly("ada", "bob");
    assertThat(redis.<Boolean>eval("return 1", ScriptOutputType.BOOLEAN)).isTrue();
    assertThat(redis.<String>eval("return ARGV[1]", ScriptOutputType.VALUE, new String[0], "ü\0"))
        .isEqualTo("ü\0");
    assertThat(redis.<Long>evalReadOnly(bytes("return 7"), ScriptOutputType.INTEGER, keys))
        .isEqualTo(7);
    assertThatThrownBy(
            () ->
                redis.eval("return redis.call('LPUSH', KEYS[1], 1)", ScriptOutputType.VALUE, keys))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageStartingWith("WRONGTYPE Operation against a key");
    assertThatThrownBy(() -> redis.eval("return (", ScriptOutputType.VALUE))
        .hasMessageStartingWith("ERR Error compiling script");
    assertThat(redis.scriptFlush()).isEqualTo("OK");
    assertThatThrownBy(() -> redis.evalsha(digest, ScriptOutputType.MULTI, keys, "1", "eve"))
        .isInstanceOf(RedisNoScriptException.class);
    assertThat(redis.get("stock")).isEqualTo("1");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void whatIsWrongInAPipelineFailsAlone(ProtocolVersion protocol) {
    StatefulRedisConnection<String, String> connection = client(protocol).connect();
    RedisAsyncCommands<String, String> redis = connection.async();
    connection.setAutoFlushCommands(false);
    RedisFuture<String> set = redis.set("word", "ada");
    RedisFuture<Long> wrong = redis.incr("word");
    RedisFuture<Long> script =
        redis.eval("return redis.call('STRLEN', KEYS[1])", ScriptOutputType.INTEGER, "word");
    RedisFuture<String> get = redis.get("word");
    connection.flushCommands();
    assertThat(get.toCompletableFuture().join()).isEqualTo("ada");
    assertThat(set.toCompletableFuture().join()).isEqualTo("OK");
    assertThat(script.toCompletableFuture().join()).isEqualTo(3L);
    assertThatThrownBy(() -> wrong.toCompletableFuture().join())
        .hasMessageContaining("ERR value is not an integer or out of range");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void everyKindOfWaitingEndsWithWhatItWaitsFor(ProtocolVersion protocol) throws Exception {
    RedisClient client = client(protocol);
    RedisCommands<String, String> redis = client.connect().sync();
    RedisFuture<String> moved =
        client.connect().async().blmove("jobs", "doing", LMoveArgs.Builder.leftRight(), 10);
    RedisFuture<KeyValue<String, ScoredValue<String>>> least =
        client.connect().async().bzpopmin(10, "ranks");
    RedisFuture<List<StreamMessage<String, String>>> entry =
        client
            .connect()
            .async()
            .xread(XReadArgs.Builder.block(10_000), XReadArgs.StreamOffset.latest("log"));
    Awaitility.await().until(() -> redis.info("clients").contains("blocked_clients:3"));
    redis.rpush("jobs", "mail");
    redis.zadd("ranks", 2.5, "ada");
    redis.xadd("log", Map.of("what", "login"));
    assertThat(moved.get(5, TimeUnit.SECONDS)).isEqualTo("mail");
    assertThat(redis.lrange("doing", 0, -1)).containsExactly("mail");
    assertThat(least.get(5, TimeUnit.SECONDS).getValue()).isEqualTo(ScoredValue.just(2.5, "ada"));
    assertThat(entry.get(5, TimeUnit.SECONDS).getFirst().getBody())
        .isEqualTo(Map.of("what", "login"));
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void aTransactionIsDroppedOrFailsInPart(ProtocolVersion protocol) {
    RedisCommands<String, String> redis = client(protocol).connect().sync();
    redis.set("word", "ada");
    redis.multi();
    redis.set("word", "bob");
    assertThat(redis.discard()).isEqualTo("OK");
    redis.multi();
    redis.incr("word");
    redis.append("word", "!");
    redis.eval("return redis.call('GET', KEYS[1])", ScriptOutputType.VALUE, "word");
    TransactionResult result = redis.exec();
    assertThat(result.<Object>get(0)).isInstanceOf(RedisCommandExecutionException.class);
    assertThat(result.<Object>get(1)).isEqualTo(4L);
    assertThat(result.<Object>get(2)).isEqualTo("ada!");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESP2", "RESP3"})
  void keyspaceEventsReachSubscribersUntilTheyLeave(ProtocolVersion protocol) {
    RedisClient client = client(protocol);
    List<String> heard = new CopyOnWriteArrayList<>();
    StatefulRedisPubSubConnection<String, String> listening = client.connectPubSub();
    listening.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            heard.add(channel + ": " + message);
          }

          @Override
          public void unsubscribed(String channel, long count) {
            heard.add("left " + channel + ", " + count);
          }
        });
    RedisCommands<String, String> redis = client.connect().sync();
    redis.configSet("notify-keyspace-events", "KEA");
    listening.sync().subscribe("__keyevent@0__:set", "__keyspace@0__:gone");
    redis.set("a", "1");
    redis.set("gone", "1");
    redis.del("gone");
    Awaitility.await().until(() -> heard.size() >= 4);
    assertThat(heard)
        .containsExactlyInAnyOrder(
            "__keyevent@0__:set: a",
            "__keyevent@0__:set: gone",
            "__keyspace@0__:gone: set",
            "__keyspace@0__:gone: del");
    listening.sync().unsubscribe("__keyevent@0__:set");
    Awaitility.await().until(() -> heard.contains("left __keyevent@0__:set, 1"));
    redis.set("a", "2");
    redis.set("gone", "2");
    Awaitility.await().until(() -> heard.size() >= 6);
    assertThat(heard.getLast()).isEqualTo("__keyspace@0__:gone: set");
  }
}
