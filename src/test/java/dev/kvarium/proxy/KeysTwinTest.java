package dev.kvarium.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.server.ProxyServer;
import dev.kvarium.sharding.KeyHash;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same pools in nutcracker and here: every key goes to the same server, for each distribution
 * with each hash, with names and weights, without, with a hash tag, and with a server ejected.
 *
 * <p>{@code -Dkvarium.twin.keys=10000} looks at more keys.
 */
class KeysTwinTest {
  private static final int KEYS = Integer.getInteger("kvarium.twin.keys", 1_000);

  private static final int POOLS = 4 * 2 * KeyHash.values().length;

  private record Pools(String yaml, List<String> names, List<Integer> ports) {}

  @Test
  void everyKeyGoesToTheSameServer() throws Exception {
    List<Telling> servers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      servers.add(new Telling("server" + i));
    }
    List<Integer> free = RealNutcracker.freePorts(2 + POOLS);
    Pools theirs = pools(servers, free.getFirst(), free.subList(2, free.size()));
    String ours = theirs.yaml.replaceAll("(listen: 127.0.0.1):.*", "$1:0");
    int statsPort = free.get(1);
    try (RealNutcracker real = new RealNutcracker(theirs.yaml, theirs.ports.getLast(), statsPort);
        ProxyServer proxy = ProxyServer.start(PoolFile.read("pools.yml", ours))) {
      int ejections = 0;
      List<InetSocketAddress> addresses = proxy.addresses();
      for (int i = 0; i < theirs.names.size(); i++) {
        String name = theirs.names.get(i);
        if (name.startsWith("eject")) {
          boolean ejected = eject(theirs.ports.get(i));
          assertThat(eject(addresses.get(i).getPort())).as(name).isEqualTo(ejected);
          ejections += ejected ? 1 : 0;
        }
        byte[] asks = Bytes.latin1(asks());
        String there = Talk.with(theirs.ports.get(i), asks);
        String here = Talk.with(addresses.get(i).getPort(), asks);
        assertThat(lines(there)).as(name).isEqualTo(2 * KEYS);
        assertThat(differences(there, here)).as(name).isZero();
      }
      assertThat(ejections).isGreaterThan(KeyHash.values().length);
    } finally {
      for (Telling each : servers) {
        each.close();
      }
    }
  }

  /** Asks for the keys once, so that the server that is not there has left the ring. */
  private static boolean eject(int port) throws Exception {
    return Talk.with(port, Bytes.latin1(asks())).contains("-ERR Connection refused");
  }

  private static long lines(String text) {
    return text.lines().count();
  }

  /** How many keys went elsewhere. */
  private static long differences(String there, String here) {
    List<String> theirs = there.lines().toList();
    List<String> ours = here.lines().toList();
    long different = Math.abs(theirs.size() - ours.size());
    for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
      different += theirs.get(i).equals(ours.get(i)) ? 0 : 1;
    }
    return different;
  }

  private static String asks() {
    StringBuilder asks = new StringBuilder();
    for (int i = 0; i < KEYS; i++) {
      asks.append(Talk.resp("GET", key(i)));
    }
    return asks.toString();
  }

  private static String key(int i) {
    return switch (i % 5) {
      case 0 -> "user:" + i;
      case 1 -> "{tag" + i / 7 + "}:" + i;
      case 2 -> Integer.toString(i);
      case 3 -> "\u00e4\u00ff" + i;
      default -> i == 4 ? "" : "session:" + i * 7919L + ":cart";
    };
  }

  private static Pools pools(List<Telling> servers, int nobody, List<Integer> ports) {
    List<String> names = new ArrayList<>();
    StringBuilder yaml = new StringBuilder();
    for (String distribution : List.of("ketama", "modula")) {
      for (KeyHash hash : KeyHash.values()) {
        for (String kind : List.of("plain", "named", "tagged", "eject")) {
          String name = kind + "-" + distribution + "-" + hash.option();
          int port = ports.get(names.size());
          names.add(name);
          yaml.append(name).append(":\n  listen: 127.0.0.1:").append(port);
          yaml.append("\n  redis: true\n  distribution: ").append(distribution);
          yaml.append("\n  hash: ").append(hash.option()).append('\n');
          yaml.append(kind.equals("tagged") ? "  hash_tag: \"{}\"\n" : "");
          yaml.append(
              kind.equals("eject")
                  ? "  auto_eject_hosts: true\n  server_failure_limit: 1\n"
                      + "  server_retry_timeout: 3600000\n"
                  : "");
          yaml.append("  servers:\n");
          for (int i = 0; i < servers.size(); i++) {
            boolean gone = kind.equals("eject") && i == 2;
            yaml.append("   - 127.0.0.1:").append(gone ? nobody : servers.get(i).port());
            yaml.append(kind.equals("named") ? ":" + (i + 1) + " node" + i : ":1").append('\n');
          }
        }
      }
    }
    return new Pools(yaml.toString(), names, ports);
  }
}
