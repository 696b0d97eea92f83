package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
}
