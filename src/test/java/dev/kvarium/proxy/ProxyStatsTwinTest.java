package dev.kvarium.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.server.ProxyServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** After the same requests the statistics port says what nutcracker's says, field by field. */
class ProxyStatsTwinTest {
  /** What is of this run: times, and who connected when. */
  private static final String OF_THIS_RUN =
      "\"(source|version)\":\"[^\"]*\"|\"(uptime|timestamp|server_ejected_at)\":[0-9]+";

  private static final String POOLS =
      """
      alpha:
        listen: 127.0.0.1:%d
        hash: md5
        distribution: ketama
        redis: true
        servers:
         - 127.0.0.1:%d:1 one
         - 127.0.0.1:%d:1 two
      gone:
        listen: 127.0.0.1:%d
        hash: md5
        redis: true
        auto_eject_hosts: true
        server_failure_limit: 1
        server_retry_timeout: 3600000
        servers:
         - 127.0.0.1:%d:1 nobody
         - 127.0.0.1:%d:1 two
      """;

  @Test
  void theStatisticsAreThose() throws Exception {
    List<Integer> free = RealNutcracker.freePorts(4);
    try (Telling one = new Telling("one");
        Telling two = new Telling("two")) {
      String yaml =
          POOLS.formatted(
              free.get(0), one.port(), two.port(), free.get(1), free.get(3), two.port());
      String ours = yaml.replaceAll("(listen: 127.0.0.1):.*", "$1:0");
      try (RealNutcracker real = new RealNutcracker(yaml, free.get(1), free.get(2));
          ProxyServer proxy = ProxyServer.start(PoolFile.read("pools.yml", ours))) {
        int stats = proxy.serveStats("127.0.0.1", 0).getPort();
        // whoever waits for a port to listen has been a client, and has gone
        talk(free.get(0), free.get(1));
        Talk.with(proxy.addresses().get(1).getPort(), new byte[0]);
        talk(proxy.addresses().get(0).getPort(), proxy.addresses().get(1).getPort());
        String here = settled(stats);
        AtomicReference<String> there = new AtomicReference<>("");
        Awaitility.await()
            .pollInterval(Duration.ofMillis(50))
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(
                () -> {
                  there.set(settled(free.get(2)));
                  assertThat(here).isEqualTo(there.get());
                });
        assertThat(there.get()).contains("\"requests\":", "\"server_ejects\":1");
      }
    }
  }

  private static void talk(int alpha, int gone) throws IOException {
    StringBuilder asks = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      asks.append(Talk.resp("GET", "key:" + i));
    }
    Talk.with(alpha, Bytes.latin1(asks.toString()));
    Talk.with(alpha, Bytes.latin1(Talk.resp("KEYS", "*")), false);
    for (int i = 0; i < 8; i++) {
      Talk.with(gone, Bytes.latin1(Talk.resp("GET", "key:" + i)));
    }
  }

  private static String settled(int port) throws IOException {
    return Talk.with(port, new byte[0])
        .replaceAll(OF_THIS_RUN, "$1$2")
        .replaceAll(", ?", ",\n")
        .replaceAll("(?s)^[^{]*", "");
  }
}
