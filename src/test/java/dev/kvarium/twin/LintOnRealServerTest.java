package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.lint.Finding;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Lint;
import dev.kvarium.server.RedisKeys;
import dev.kvarium.server.RedisLink;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The keys of a running redis-server are looked at, and nothing of them is changed. */
class LintOnRealServerTest {
  private static final List<String> READING =
      List.of(
          "client|no-touch",
          "config|get",
          "dbsize",
          "dump",
          "getrange",
          "hlen",
          "llen",
          "memory|usage",
          "object|encoding",
          "object|freq",
          "pttl",
          "scan",
          "scard",
          "strlen",
          "type",
          "xlen",
          "zcard");

  private static void ask(RedisLink link, String... words) throws Exception {
    Reply reply = link.ask(words);
    assertThat(reply).as(String.join(" ", words)).isNotInstanceOf(Reply.Error.class);
  }

  private static void each(RedisLink link, int count, String words) throws Exception {
    List<byte[][]> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(RedisLink.words(words.replace("#", Integer.toString(i)).split(" ")));
    }
    link.ask(requests);
  }

  private static String digest(RedisLink link) throws Exception {
    return ((Reply.Simple) link.must("DEBUG", "DIGEST")).text();
  }

  private static Map<String, Long> calls(RedisLink link) throws Exception {
    Map<String, Long> calls = new TreeMap<>();
    for (String line :
        Bytes.text(((Reply.Bulk) link.must("INFO", "commandstats")).bytes()).split("\r\n")) {
      if (line.startsWith("cmdstat_")) {
        String name = line.substring("cmdstat_".length(), line.indexOf(':'));
        calls.put(name, Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))));
      }
    }
    return calls;
  }

  @Test
  void everyGuidelineFindsItsKeyAndNothingIsChanged() throws Exception {
    try (RealRedis real =
            RealRedis.start(
                "--save",
                "",
                "--maxmemory-policy",
                "allkeys-lfu",
                "--enable-debug-command",
                "yes");
        RedisLink link =
            new RedisLink(RedisLink.Address.parse("redis://127.0.0.1:" + real.port()))) {
      each(link, 300, "SET v1:page:# x EX 100");
      each(link, 800, "SET v1:{t}:# x EX 100");
      each(link, 500, "HSET v1:near:1 f# #");
      each(link, 12_000, "RPUSH v1:big:1 item#");
      each(link, 2_000, "SET v1:hot:1 x");
      ask(link, "SET", "plain", "1");
      ask(link, "SET", "v1:page:x y", "1");
      ask(link, "SET", "v1:" + "x".repeat(70), "1");
      ask(link, "SET", "v1:large:1", "y".repeat(600_000));
      link.must("SETRANGE", "v1:blob:1", "70000", "end");
      each(link, 1, "CONFIG RESETSTAT");
      String before = digest(link);

      RedisKeys keys =
          new RedisKeys(
              link, new RedisKeys.Pace(50, 100, 0, 0), Limits.USUAL.with("frequency=15"), true);
      Lint lint =
          new Lint(
              Guidelines.all(Limits.USUAL.with("frequency=15"), true, keys.questions().shaping()));
      List<Long> told = new ArrayList<>();
      assertThat(keys.size()).isEqualTo(1_108);
      keys.show(lint::look, told::add);
      Map<String, String> found = new TreeMap<>();
      for (Finding each : lint.report("server").findings()) {
        found.merge(each.rule().name(), each.key(), (a, b) -> a + " " + b);
      }
      assertThat(found.keySet())
          .containsExactly(
              "big-key",
              "blob-in-store",
              "encoding-edge",
              "hot-key",
              "key-characters",
              "key-hierarchy",
              "key-length",
              "key-version",
              "no-ttl",
              "slot-skew",
              "value-size");
      assertThat(found.get("hot-key")).contains("v1:hot:1").doesNotContain("page");
      assertThat(found.get("big-key")).isEqualTo("v1:big:1");
      assertThat(found.get("blob-in-store")).isEqualTo("v1:blob:1");
      assertThat(found.get("value-size")).isEqualTo("v1:large:1");
      assertThat(found.get("encoding-edge")).isEqualTo("v1:near:1");
      assertThat(lint.keys()).isEqualTo(1_108);
      assertThat(told.getLast()).isEqualTo(1_108);

      assertThat(digest(link)).isEqualTo(before);
      Map<String, Long> calls = calls(link);
      TreeSet<String> others = new TreeSet<>(calls.keySet());
      others.removeAll(List.of("debug", "config|resetstat", "info", "client"));
      assertThat(others).isSubsetOf(READING);
      assertThat(calls.get("dump")).isEqualTo(1);
      assertThat(calls.get("strlen")).isEqualTo(2);
    }
  }

  @Test
  void theServerIsSparedForTheRestOfTheTime() throws Exception {
    try (RealRedis real = RealRedis.start("--save", "");
        RedisLink link =
            new RedisLink(RedisLink.Address.parse("redis://127.0.0.1:" + real.port()))) {
      each(link, 600, "SET v1:page:# x");
      long began = System.nanoTime();
      RedisKeys keys =
          new RedisKeys(link, new RedisKeys.Pace(50, 100, 1_000, 0), Limits.USUAL, false);
      keys.show(subject -> {}, count -> {});
      assertThat(System.nanoTime() - began).isGreaterThan(500_000_000);
      RedisKeys some =
          new RedisKeys(link, new RedisKeys.Pace(50, 100, 0, 100), Limits.USUAL, false);
      List<Long> told = new ArrayList<>();
      some.show(subject -> {}, told::add);
      assertThat(told.getLast()).isBetween(100L, 250L);
    }
  }
}
