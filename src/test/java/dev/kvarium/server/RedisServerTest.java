package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RedisServerTest {
  private RedisServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestNodes.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itAnswersOnAFreePort() throws IOException {
    try (RawClient client = new RawClient(server)) {
      assertThat(client.request("SET", "a", "1").text()).isEqualTo("OK");
      assertThat(client.request("GET", "a").text()).isEqualTo("\"1\"");
      assertThat(client.request("GET", "b").text()).isEqualTo("(nil)");
    }
  }

  @Test
  void itMovesToAPortThatIsFreeAndToNoOther() throws IOException {
    int first = server.address().getPort();
    try (RawClient client = new RawClient(server);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(client.request("CONFIG", "SET", "hz", "20", "port", port).text())
          .isEqualTo(
              "(error) ERR CONFIG SET failed (possibly related to argument 'port') - Unable to"
                  + " listen on this port. Check server logs.");
      assertThat(client.request("CONFIG", "GET", "hz").text()).contains("\"10\"");
      taken.close();
      assertThat(client.request("CONFIG", "SET", "port", port).text()).isEqualTo("OK");
      assertThat(client.request("PING").text()).isEqualTo("PONG");
      assertThat(server.address().getPort()).isEqualTo(Integer.parseInt(port)).isNotEqualTo(first);
      try (RawClient other = new RawClient(server)) {
        assertThat(other.request("PING").text()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void shutdownEndsIt() throws Exception {
    try (RawClient client = new RawClient(server)) {
      assertThat(client.request("SHUTDOWN", "SAVE", "NOSAVE").text())
          .isEqualTo("(error) ERR syntax error");
      assertThat(client.request("SHUTDOWN", "ABORT").text())
          .isEqualTo("(error) ERR No shutdown in progress.");
      assertThat(client.request("SHUTDOWN", "NOSAVE").isAtEnd()).isTrue();
    }
    server.awaitClose();
    assertThat(server.failure()).isEmpty();
  }

  @Test
  void aLogThatCannotBeReadKeepsItFromServing(@TempDir Path folder) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("appendonlydir"));
    Files.writeString(
        logs.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
    Files.writeString(
        logs.resolve("appendonly.aof.1.incr.aof"),
        "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\ngarbage\r\n");
    assertThatThrownBy(
            () ->
                RedisServer.start(
                    ServerSettings.loopback(0), world -> TestNodes.logging(world, folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Bad file format");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawClient client = new RawClient(server)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 10_000; i++) {
        requests.append("SET k ").append(i).append("\r\nGET k\r\n");
      }
      client.send(requests.toString());
      for (int i = 0; i < 10_000; i++) {
        assertThat(client.text()).isEqualTo("OK");
        assertThat(client.text()).isEqualTo("\"" + i + "\"");
      }
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (RawClient client = new RawClient(server)) {
      for (byte b : RespWriter.request(Bytes.of("SET"), Bytes.of("slow"), Bytes.of("value"))) {
        client.send(new byte[] {b});
      }
      assertThat(client.text()).isEqualTo("OK");
      assertThat(client.send("GE").send("T sl").send("ow\n").text()).isEqualTo("\"value\"");
    }
  }

  @Test
  void aProtocolErrorIsAnsweredAndEndsTheConnection() throws IOException {
    for (List<String> each :
        List.of(
            List.of("*x\r\n", "invalid multibulk length"),
            List.of("*1\r\nGET\r\n", "expected '$', got 'G'"),
            List.of("*1\r\n$-5\r\n", "invalid bulk length"),
            List.of("GET \"a\r\n", "unbalanced quotes in request"),
            List.of("a".repeat(70_000), "too big inline request"))) {
      try (RawClient client = new RawClient(server)) {
        client.send("PING\r\n" + each.getFirst() + "PING\r\n".repeat(1_000));
        assertThat(client.text()).isEqualTo("PONG");
        assertThat(client.text()).isEqualTo("(error) ERR Protocol error: " + each.get(1));
        assertThat(client.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void quitIsAnsweredAndEndsTheConnection() throws IOException {
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send("SET a 1\r\nQUIT\r\nSET a 2\r\n").text()).isEqualTo("OK");
      assertThat(client.text()).isEqualTo("OK");
      assertThat(client.isAtEnd()).isTrue();
    }
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send("GET a\r\n").text()).isEqualTo("\"1\"");
    }
  }

  @Test
  void aClientMayBeKilledByAnother() throws IOException {
    try (RawClient victim = new RawClient(server);
        RawClient killer = new RawClient(server)) {
      long id = ((Reply.Int) victim.send("CLIENT ID\r\n").reply()).value();
      assertThat(killer.send("CLIENT LIST\r\n").text()).contains("id=" + id + " ");
      assertThat(killer.send("CLIENT KILL ID " + id + "\r\n").text()).isEqualTo("(integer) 1");
      assertThat(victim.isAtEnd()).isTrue();
      assertThat(killer.send("CLIENT LIST\r\n").text()).doesNotContain("id=" + id + " ");
    }
  }

  @Test
  void aClientThatLeftIsForgotten() throws IOException {
    try (RawClient stays = new RawClient(server)) {
      try (RawClient leaves = new RawClient(server)) {
        assertThat(leaves.send("CLIENT SETNAME gone\r\n").text()).isEqualTo("OK");
        assertThat(stays.send("CLIENT LIST\r\n").text()).contains("name=gone");
      }
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.clients() == 1);
      assertThat(stays.send("CLIENT LIST\r\n").text()).doesNotContain("name=gone");
    }
  }

  @Test
  void timePassesByItself() throws Exception {
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send("SET a 1 PX 100\r\n").text()).isEqualTo("OK");
      assertThat(client.send("GET a\r\n").text()).isEqualTo("\"1\"");
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> client.send("DBSIZE\r\n").text().equals("(integer) 0"));
    }
  }

  @Test
  void repliesReachAClientThatHasNothingMoreToSend() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send("PING\r\n".repeat(500));
      client.shutdownOutput();
      for (int i = 0; i < 500; i++) {
        assertThat(client.text()).isEqualTo("PONG");
      }
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void aValueMayBeFiftyMegabytes() throws IOException {
    byte[] value = new byte[50 << 20];
    new Random(5).nextBytes(value);
    try (RawClient client = new RawClient(server)) {
      client.send(RespWriter.request(Bytes.of("SET"), Bytes.of("big"), value));
      assertThat(client.text()).isEqualTo("OK");
      client.request("GET", "big");
      Reply.Bulk got = (Reply.Bulk) client.reply();
      assertThat(Arrays.equals(got.bytes(), value)).isTrue();
    }
  }

  @Test
  void manyClientsAreServedAtATime() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      RawClient client = new RawClient(server);
      clients.add(client);
      client.request("SET", "k" + i, "v" + i);
    }
    for (int i = 0; i < clients.size(); i++) {
      assertThat(clients.get(i).text()).isEqualTo("OK");
      clients.get(i).request("GET", "k" + i);
    }
    for (int i = 0; i < clients.size(); i++) {
      assertThat(clients.get(i).text()).isEqualTo("\"v" + i + "\"");
      clients.get(i).close();
    }
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.clients() == 0);
  }

  @Test
  void aClientThatReadsSlowlyIsHeldBackAndLosesNothing() throws Exception {
    server.close();
    server = TestNodes.start(ServerSettings.loopback(0).withOutput(1 << 20, 1L << 30));
    try (RawClient slow = new RawClient(server);
        RawClient other = new RawClient(server)) {
      String value = "x".repeat(100_000);
      assertThat(slow.request("SET", "v", value).text()).isEqualTo("OK");
      slow.send("GET v\r\n".repeat(2_000));
      for (int i = 0; i < 20; i++) {
        assertThat(other.send("PING\r\n").text()).isEqualTo("PONG");
      }
      assertThat(server.heldBackBytes()).isLessThan(10 << 20);
      for (int i = 0; i < 2_000; i++) {
        assertThat(((Reply.Bulk) slow.reply()).bytes()).hasSize(100_000);
      }
      assertThat(slow.send("PING\r\n").text()).isEqualTo("PONG");
    }
  }

  @Test
  void aReplyBeyondTheLimitEndsTheConnection() throws IOException {
    server.close();
    server = TestNodes.start(ServerSettings.loopback(0).withOutput(1 << 20, 4 << 20));
    try (RawClient client = new RawClient(server)) {
      client.send(RespWriter.request(Bytes.of("SET"), Bytes.of("v"), new byte[20 << 20]));
      assertThat(client.text()).isEqualTo("OK");
      client.send("GET v\r\n");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
    try (RawClient client = new RawClient(server)) {
      assertThat(client.send("PING\r\n").text()).isEqualTo("PONG");
    }
  }

  @Test
  void thereIsALimitOfClients() throws IOException {
    try (RawClient first = new RawClient(server);
        RawClient second = new RawClient(server)) {
      assertThat(first.send("CONFIG SET maxclients 2\r\n").text()).isEqualTo("OK");
      assertThat(first.send("PING\r\n").text()).isEqualTo("PONG");
      assertThat(second.send("PING\r\n").text()).isEqualTo("PONG");
      try (RawClient third = new RawClient(server)) {
        assertThat(third.text()).isEqualTo("(error) ERR max number of clients reached");
        assertThat(third.isAtEnd()).isTrue();
      }
    }
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.clients() == 0);
    try (RawClient next = new RawClient(server)) {
      assertThat(next.send("PING\r\n").text()).isEqualTo("PONG");
    }
  }

  @Test
  void closingEndsWithinTwoSecondsWhateverClientsDo() throws IOException {
    try (RawClient idle = new RawClient(server);
        RawClient busy = new RawClient(server)) {
      assertThat(idle.send("PING\r\n").text()).isEqualTo("PONG");
      busy.request("SET", "v", "x".repeat(1_000_000)).send("GET v\r\n".repeat(100));
      long before = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
      assertThat(idle.isAtEnd()).isTrue();
      assertThatThrownBy(() -> new RawClient(server)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anAddressInUseIsSaid() {
    assertThatThrownBy(() -> TestNodes.start(ServerSettings.at(server.address())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(server.address().getPort()))
        .hasMessageContaining("Address already in use");
  }
}
