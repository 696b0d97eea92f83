package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/** A lab's world on a port, and what is typed in it meanwhile. */
class LabServerTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);
  private LabServer server;

  @BeforeEach
  void serve() throws IOException {
    server = LabServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), lab);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Jedis client() {
    return new Jedis("127.0.0.1", server.address().getPort());
  }

  private String type(String line) {
    synchronized (lab) {
      return lab.enter(line).parts().toString();
    }
  }

  @Test
  void whatAClientSendsIsAnInputLikeWhatIsTyped() {
    try (Jedis client = client()) {
      client.set("a", "1");
      client.rpush("l", "x", "y");
      assertThat(client.lrange("l", 0, -1)).containsExactly("x", "y");
      assertThat(type("GET a")).contains("\"1\"");
      assertThat(type(":back")).contains("without RPUSH l x y");
      assertThat(client.exists("l")).isFalse();
      type("SET a 2");
      assertThat(client.get("a")).isEqualTo("2");
    }
  }

  @Test
  void transactionsKeepTheirOrder() {
    try (Jedis client = client()) {
      Transaction transaction = client.multi();
      Response<Long> first = transaction.incr("n");
      Response<Long> second = transaction.incr("n");
      transaction.exec();
      assertThat(List.of(first.get(), second.get())).containsExactly(1L, 2L);
    }
  }

  @Test
  void aClientThatWaitsIsServedByWhoTypes() throws Exception {
    try (Jedis client = client()) {
      CompletableFuture<List<String>> popped =
          CompletableFuture.supplyAsync(() -> client.blpop(20, "jobs"));
      await().until(() -> type("CLIENT LIST").contains("cmd=blpop"));
      type("RPUSH jobs one");
      assertThat(popped.get(10, TimeUnit.SECONDS)).containsExactly("jobs", "one");
      assertThat(client.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void aClientThatWaitsWaitsNoLongerThanItSaid() {
    try (Jedis client = client()) {
      assertThat(client.blpop(0.1, "jobs")).isNull();
    }
  }

  @Test
  void aClientThatWaitedInATimeThatWasTakenBackIsTold() throws Exception {
    try (Jedis client = client()) {
      type("SET a 1");
      CompletableFuture<List<String>> popped =
          CompletableFuture.supplyAsync(() -> client.blpop(30, "jobs"));
      await().until(() -> type("CLIENT LIST").contains("cmd=blpop"));
      type(":seek #0");
      assertThatThrownBy(() -> popped.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("another time");
      assertThat(client.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void messagesAreDelivered() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    JedisPubSub ear =
        new JedisPubSub() {
          @Override
          public void onMessage(String channel, String message) {
            heard.complete(message);
            unsubscribe();
          }
        };
    try (Jedis client = client()) {
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> client.subscribe(ear, "news"));
      await().until(() -> type("PUBSUB NUMSUB news").contains("(integer) 1"));
      type("PUBLISH news hello");
      assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
      listening.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNodeThatIsDownServesNobodyUntilItIsUpAgain() {
    try (Jedis client = client()) {
      client.set("a", "1");
      type(":crash process");
      assertThatThrownBy(client::ping).isInstanceOf(JedisException.class);
    }
    type(":restart");
    try (Jedis client = client()) {
      assertThat(client.get("a")).isEqualTo("1");
    }
  }

  @Test
  void aClientThatLeavesIsForgotten() {
    Jedis waiting = client();
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(() -> waiting.blpop(60, "never")).exceptionally(gone -> null);
    await().until(() -> type("CLIENT LIST").contains("cmd=blpop"));
    try (Jedis client = client()) {
      client.ping();
    }
    waiting.disconnect();
    await().until(() -> !type("CLIENT LIST").contains("cmd=blpop"));
    await().until(() -> !type("CLIENT LIST").contains("cmd=ping"));
    waits.join();
    assertThat(lab.steps()).as("to wait is a step, to leave is none").isEqualTo(1);
  }

  @Test
  void theSameJournalGivesTheSameFactsAgain() {
    try (Jedis client = client()) {
      for (int i = 0; i < 200; i++) {
        client.hset("h", "f" + i % 9, "v" + i);
        client.expire("k" + i, 10);
      }
    }
    await().until(() -> !type("CLIENT LIST").contains("cmd=expire"));
    type(":fork again"); // which repeats all of it
    assertThat(type("HLEN h")).contains("(integer) 9");
    assertThat(type(":diff first")).contains("nothing differs");
  }
}
