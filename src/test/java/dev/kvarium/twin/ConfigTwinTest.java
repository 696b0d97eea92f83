package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every parameter of CONFIG beside the real server: names, values, what is taken and refused. */
class ConfigTwinTest {
  /** Those that are of the machine or that Kvarium keeps otherwise, as docs/departures.md says. */
  private static final Set<String> OWN =
      Set.of("bind", "dir", "port", "save", "enable-debug-command");

  /** Setting these would change how the real server runs here. */
  private static final Set<String> NOT_SET =
      Set.of(
          "bind",
          "dir",
          "port",
          "tls-port",
          "tls-cluster",
          "tls-replication",
          "maxclients",
          "appendonly",
          "requirepass");

  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "+1",
          "01",
          "7",
          "99",
          "100",
          "101",
          "-100",
          "5%",
          "0%",
          "101%",
          "-5%",
          "%",
          "abc",
          "yes",
          "NO",
          "no ",
          "local",
          "1k",
          "1KB",
          "2mb",
          "3gb",
          "1tb",
          "kb",
          "2147483647",
          "2147483648",
          "4294967295",
          "4294967296",
          "-2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "99999999999999999999999",
          "0777",
          "0778",
          "allkeys-lru",
          "everysec",
          "KEA",
          "AKE",
          "g$lshzxetdKEm",
          "nq",
          "1 2 3",
          "900 1",
          "900 1 300",
          "normal 1 2 3",
          "replica 1mb 2kb 0 pubsub 1 1 1",
          "master 1 1 1",
          "normal -1 1 1",
          "normal 1 1 x",
          "save nosave",
          "force now",
          "default save",
          "a.b-c",
          "a_b",
          "a/b",
          "{title} x",
          "{nobody}",
          "{title",
          " ",
          "50 99.123456789",
          "50 101",
          "50 x",
          "3000 1 1");

  @Test
  void namesAndFirstValuesAreTheServers() throws IOException {
    try (RealRedis real = RealRedis.start("--enable-protected-configs", "yes")) {
      RespLink link = real.connect();
      Ours ours = new Ours(1, RedisConfig.standard().with("enable-protected-configs", "yes"));
      List<String> there = pairs(link.ask("CONFIG", "GET", "*"));
      List<String> here = pairs(ours.run(words("CONFIG", "GET", "*")));
      assertThat(here).containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @Test
  void whatIsTakenAndRefusedIsTheServers() throws IOException {
    try (RealRedis real = RealRedis.start("--enable-protected-configs", "yes")) {
      RespLink link = real.connect();
      Ours ours = new Ours(1, RedisConfig.standard().with("enable-protected-configs", "yes"));
      List<String> differences = new ArrayList<>();
      for (String name : names(link)) {
        for (String value : VALUES) {
          compare(link, ours, differences, "CONFIG", "SET", name, value);
          compare(link, ours, differences, "CONFIG", "GET", name);
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  private static void compare(RespLink link, Ours ours, List<String> differences, String... words)
      throws IOException {
    byte[] there = link.ask(words);
    byte[] here = ours.run(words(words));
    if (!Same.equal(there, here)) {
      differences.add(String.join(" ", words) + ": " + line(there) + " | " + line(here));
    }
  }

  private static String line(byte[] reply) {
    return Bytes.text(reply).strip().replace("\r\n", " ");
  }

  private static List<String> names(RespLink link) throws IOException {
    List<String> names = new ArrayList<>();
    for (String pair : pairs(link.ask("CONFIG", "GET", "*"))) {
      String name = pair.substring(0, pair.indexOf('='));
      if (!NOT_SET.contains(name)) {
        names.add(name);
      }
    }
    names.add("key-load-delay");
    names.add("nobody");
    return names;
  }

  private static List<String> pairs(byte[] reply) {
    List<Reply> items = Same.items(Same.parse(reply));
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < items.size(); i += 2) {
      String name = text(items.get(i));
      pairs.add(name + "=" + (OWN.contains(name) ? "" : text(items.get(i + 1))));
    }
    return pairs;
  }

  private static String text(Reply reply) {
    return Bytes.text(((Reply.Bulk) reply).bytes());
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }
}
