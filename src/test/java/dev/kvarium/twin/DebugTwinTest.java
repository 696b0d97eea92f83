package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DEBUG beside the real server, where it tells of data and not of addresses. */
class DebugTwinTest {
  private static final List<String> KINDS =
      List.of(
          "string",
          "integer",
          "double",
          "bignum",
          "null",
          "array",
          "set",
          "map",
          "attrib",
          "push",
          "verbatim",
          "true",
          "false",
          "other");

  @Test
  void digestsOfEveryTypeAreTheServers() throws IOException {
    try (Pair pair = new Pair()) {
      Random random = new Random(7);
      for (int i = 0; i < 300; i++) {
        String n = Integer.toString(i);
        String member = random.nextBoolean() ? n : "a member with " + n;
        pair.same("RPUSH", "list", member, "-1");
        pair.same("SADD", "set", member);
        pair.same("SADD", "ints", n);
        pair.same("HSET", "hash", member, "value " + i % 7);
        pair.same("ZADD", "zset", Double.toString(random.nextGaussian() * i), member);
        pair.same("SET", "string" + i, member);
        if (i == 20 || i == 299) {
          pair.same("PEXPIRE", "set", "100000");
          pair.same("DEBUG", "DIGEST");
          pair.same(
              "DEBUG", "DIGEST-VALUE", "list", "set", "ints", "hash", "zset", "string1", "no");
        }
      }
      pair.same("SELECT", "3");
      pair.same(
          "ZADD", "z", "inf", "a", "-inf", "b", "1e300", "c", "0.1", "d", "3", "e", "-0", "f");
      pair.same("DEBUG", "DIGEST");
      pair.same("DEBUG", "DIGEST-VALUE");
    }
  }

  @Test
  void stringsLieOnTheHeapAsTheServers() throws IOException {
    try (Pair pair = new Pair()) {
      for (int length : new int[] {0, 1, 31, 32, 44, 45, 100, 255, 256, 4000, 70_000}) {
        String key = "k".repeat(Math.max(1, length));
        pair.same("SET", key, "v".repeat(length));
        pair.same("DEBUG", "SDSLEN", key);
        pair.same("APPEND", key, "more");
        pair.same("DEBUG", "SDSLEN", key);
      }
      pair.same("SET", "n", "12");
      pair.same("DEBUG", "SDSLEN", "n");
      pair.same("DEBUG", "SDSLEN", "nobody");
      pair.same("RPUSH", "l", "1");
      pair.same("DEBUG", "SDSLEN", "l");
    }
  }

  @Test
  void repliesOfEveryKindAreTheServers() throws IOException {
    try (Pair pair = new Pair()) {
      for (String resp : List.of("2", "3")) {
        pair.link.ask("HELLO", resp);
        pair.ours.run(words("HELLO", resp));
        for (String kind : KINDS) {
          if (!(kind.equals("push") || kind.equals("attrib")) || resp.equals("2")) {
            pair.same("DEBUG", "PROTOCOL", kind);
          }
        }
      }
      assertThat(pair.ours.run(words("DEBUG", "PROTOCOL", "push")))
          .asString()
          .startsWith(">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply");
      assertThat(pair.ours.run(words("DEBUG", "PROTOCOL", "attrib")))
          .asString()
          .startsWith(
              "|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real");
    }
  }

  @Test
  void theRestAnswersAsTheServer() throws IOException {
    try (Pair pair = new Pair()) {
      pair.same("DEBUG", "STRUCTSIZE");
      pair.same("DEBUG", "ERROR", "ERR made\r\nup");
      pair.same("DEBUG", "SLEEP", "0");
      pair.same("DEBUG", "LOG", "hello");
      pair.same("DEBUG", "POPULATE", "5", "p", "100");
      pair.same("DEBUG", "POPULATE", "3");
      pair.same("DEBUG", "POPULATE", "x");
      pair.same("DEBUG", "POPULATE", "-1");
      pair.same("MGET", "p:0", "p:4", "key:2", "key:3");
      pair.same("DEBUG", "DIGEST");
      pair.same("SELECT", "8");
      pair.same("DEBUG", "POPULATE", "20000"); // into a table that was made for them
      pair.tableSizes("8", 32_768);
      pair.same("DEBUG", "POPULATE", "3", "few"); // which stays as large
      pair.tableSizes("8", 32_768);
      pair.same("SELECT", "0");
      pair.same("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "100");
      pair.same("RPUSH", "l", "a", "b".repeat(200), "c");
      pair.same("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "0");
      pair.same("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "5gb");
      pair.same("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "x");
      pair.same("MEMORY", "USAGE", "l", "SAMPLES", "0");
      pair.same("DEBUG", "QUICKLIST", "l");
      pair.same("DEBUG", "QUICKLIST", "p:0");
      pair.same("DEBUG", "LISTPACK", "l");
      pair.same("HSET", "h", "a", "b");
      pair.same("DEBUG", "LISTPACK", "h");
      pair.same("DEBUG", "LISTPACK", "no");
      pair.same("DEBUG", "HTSTATS", "9");
      pair.same("DEBUG", "HTSTATS", "99");
      pair.same("DEBUG", "HTSTATS", "x");
      pair.same("DEBUG", "HTSTATS-KEY", "h");
      pair.same("DEBUG", "REPLYBUFFER", "PEAK-RESET-TIME", "NEVER");
      pair.same("DEBUG", "REPLYBUFFER", "PEAK-RESET-TIME", "x");
      pair.same("DEBUG", "REPLYBUFFER", "PEAK-RESET-TIME", "RESET");
      pair.same("DEBUG", "REPLYBUFFER", "other", "1");
      pair.same("DEBUG", "CLIENT-EVICTION");
      pair.same("DEBUG", "PAUSE-CRON", "0");
      pair.same("DEBUG", "nothing");
      pair.same("DEBUG", "SLEEP");
      pair.same("DEBUG");
    }
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  /** The two, asked the same. */
  private static final class Pair implements AutoCloseable {
    private final RealRedis real = RealRedis.start();
    private final RespLink link = real.connect();
    private final Ours ours = new Ours(1);
    private final List<String> asked = new ArrayList<>();

    Pair() throws IOException {}

    void same(String... words) throws IOException {
      asked.add(String.join(" ", words));
      String there = Bytes.latin1Text(link.ask(words));
      String here = Bytes.latin1Text(ours.run(words(words)));
      assertThat(here).as(asked.getLast()).isEqualTo(there);
    }

    /** Both have a table of so many buckets for the names of a database. */
    void tableSizes(String db, int buckets) throws IOException {
      String size = "table size: " + buckets + "\n";
      assertThat(Bytes.latin1Text(link.ask("DEBUG", "HTSTATS", db))).contains(size);
      assertThat(Bytes.latin1Text(ours.run(words("DEBUG", "HTSTATS", db)))).contains(size);
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
