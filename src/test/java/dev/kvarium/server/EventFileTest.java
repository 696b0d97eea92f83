package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EventFileTest {
  private final AtomicReference<EventFile> file = new AtomicReference<>();

  private RedisServer serve(OutputStream out, Consumer<IOException> complaint) throws IOException {
    return RedisServer.start(
        ServerSettings.loopback(0),
        world -> {
          file.set(EventFile.to(out, "main", world, complaint));
          return TestNodes.telling(world, file.get());
        });
  }

  @Test
  void factsAreWrittenWhileTheServerRuns() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RedisServer server = serve(out, unwritten -> {});
        RawClient client = new RawClient(server)) {
      client.request("SET", "a", "\u00e9");
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> out.toString(StandardCharsets.UTF_8).contains("CommandEvent.Ran"));
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("\"fact\":\"KeyEvent.Created\",\"components\":{\"key\":\"a\",\"db\":0");
    }
    file.get().close();
  }

  @Test
  void noFactIsLeftOutAndEachHasItsNumber() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int commands = 100_000;
    try (RedisServer server = serve(out, unwritten -> {});
        RawClient client = new RawClient(server)) {
      String request = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n".repeat(1_000);
      for (int i = 0; i < commands; i += 1_000) {
        client.send(request.getBytes(StandardCharsets.US_ASCII));
        for (int k = 0; k < 1_000; k++) {
          assertThat(client.text()).isEqualTo("OK");
        }
      }
    }
    file.get().close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith("{\"number\":" + i + ",").endsWith("}}");
    }
    assertThat(lines.stream().filter(line -> line.contains("CommandEvent.Ran"))).hasSize(commands);
  }

  @Test
  void aFullDiskIsToldOnceAndTheServerGoesOn() throws IOException {
    List<IOException> complaints = new CopyOnWriteArrayList<>();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (RedisServer server = serve(full, complaints::add);
        RawClient client = new RawClient(server)) {
      assertThat(client.request("SET", "a", "1").text()).isEqualTo("OK");
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !complaints.isEmpty());
      assertThat(file.get().listening()).isFalse();
      assertThat(client.request("INCR", "a").text()).isEqualTo("(integer) 2");
    }
    file.get().close();
    assertThat(complaints).hasSize(1);
  }
}
