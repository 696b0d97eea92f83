package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever one connection sends, the others are answered. */
class SocketFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int CONNECTIONS = 150;
  private static final String[] BEGINNINGS = {
    "*2\r\n$3\r\nGET\r\n$536870912\r\n",
    "*2147483647\r\n$1\r\n",
    "*1000000\r\n$0\r\n\r\n",
    "$5\r\nabcde\r\n",
    "*-5\r\n*0\r\n\r\n",
    "*1\r\n$-7\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "SET \"a",
    "\u0000\u0000\u0000",
    "\u0016\u0003\u0001\u0002\u0000\u0001",
  };

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void othersAreAnsweredWhateverAConnectionSends() throws IOException {
    Random random = new Random(SEED);
    try (RedisServer server = TestNodes.start();
        RawClient good = new RawClient(server)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        try (Socket bad = new Socket()) {
          bad.connect(server.address());
          send(bad.getOutputStream(), random);
          if (random.nextBoolean()) {
            bad.shutdownOutput();
          }
        } catch (IOException closed) {
          // the server may end such a connection while it is being written to
        }
        assertThat(good.request("PING").text())
            .as("fuzz.seed=%d, connection %d", SEED, i)
            .isEqualTo("PONG");
      }
      assertThat(server.failure()).isEmpty();
      assertThat(server.heldBackBytes()).isLessThan(1 << 20);
    }
  }

  private static void send(OutputStream out, Random random) throws IOException {
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] piece =
          switch (random.nextInt(4)) {
            case 0 -> noise(random, random.nextInt(500));
            case 1 -> noise(random, random.nextInt(70_000));
            case 2 -> RespWriter.request(noise(random, 10), noise(random, 300));
            default ->
                BEGINNINGS[random.nextInt(BEGINNINGS.length)].getBytes(StandardCharsets.ISO_8859_1);
          };
      out.write(piece);
      out.flush();
    }
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
