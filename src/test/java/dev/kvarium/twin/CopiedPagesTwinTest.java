package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a save costs in copied pages while a load is written, beside a redis-server that saves by a
 * real fork; {@code ./dev copied-pages} prints all loads.
 */
class CopiedPagesTwinTest {
  /** What the copy itself takes hangs on the text that it compresses: from 63 to 227 pages. */
  private static final long OWN_BYTES = 256 << 10;

  private static final double MOST = 0.1;
  private static final int BATCH = 500;

  /**
   * A load.
   *
   * @param before so many commands fill the server
   * @param during so many are sent while the copy is at work
   */
  private record Load(
      String name,
      int before,
      IntFunction<String[]> fill,
      int during,
      IntFunction<String[]> write) {}

  private static String[] words(String... words) {
    return words;
  }

  private static String text(int bytes) {
    return "x".repeat(bytes);
  }

  private static IntFunction<String[]> set(String prefix, int step, int... sizes) {
    return i -> words("SET", prefix + i * step, text(sizes[i * step % sizes.length]));
  }

  private static IntFunction<String[]> populate(int keys, int bytes) {
    return i -> words("DEBUG", "POPULATE", "" + keys, "key", "" + bytes);
  }

  private static List<Load> few() {
    IntFunction<String[]> thousands = populate(10_000, 1_000);
    return List.of(
        new Load("SETRANGE of the first half", 1, thousands, 5_000, setRange(1)),
        new Load("SET of every second", 1, thousands, 5_000, set("key:", 2, 1_000)),
        new Load(
            "SET of every tenth, 100 B", 1, populate(20_000, 100), 2_000, set("key:", 10, 100)),
        new Load("new keys", 1, populate(20_000, 100), 5_000, set("new:", 1, 100)),
        new Load("a value of 50 MB, one byte", 1, populate(1, 50 << 20), 1, setRange(0)));
  }

  private static IntFunction<String[]> setRange(int step) {
    return i -> words("SETRANGE", "key:" + i * step, "0", "new");
  }

  private static List<Load> more() {
    List<Load> loads = new ArrayList<>(few());
    IntFunction<String[]> mixed = set("key:", 1, 10, 100, 500, 1_000);
    IntFunction<String[]> fields =
        i -> words("HSET", "hash", "field:" + i, text(50), "other:" + i, text(50));
    loads.add(new Load("nothing", 1, populate(10_000, 1_000), 0, setRange(1)));
    loads.add(new Load("SET of all, 100 B", 1, populate(20_000, 100), 20_000, set("key:", 1, 100)));
    loads.add(
        new Load(
            "SET of every fifth, mixed",
            20_000,
            mixed,
            4_000,
            set("key:", 5, 10, 100, 500, 1_000)));
    loads.add(
        new Load(
            "INCR of every tenth",
            20_000,
            i -> words("SET", "key:" + i, "" + (100_000 + i)),
            2_000,
            i -> words("INCR", "key:" + i * 10)));
    loads.add(
        new Load(
            "EXPIRE of every tenth",
            20_000,
            i -> words("SET", "key:" + i, text(100), "EX", "10000"),
            2_000,
            i -> words("EXPIRE", "key:" + i * 10, "9000")));
    loads.add(
        new Load(
            "small hashes, HSET of every fifth",
            10_000,
            i -> words("HSET", "key:" + i, "a", "1", "b", text(40)),
            2_000,
            i -> words("HSET", "key:" + i * 5, "b", text(40))));
    loads.add(
        new Load(
            "a large hash, 2,000 fields by chance",
            50_000,
            fields,
            2_000,
            i -> words("HSET", "hash", "field:" + i * 7_919 % 50_000, text(50))));
    loads.add(
        new Load(
            "a sorted set, 2,000 scores",
            50_000,
            i -> words("ZADD", "scores", "" + i, "member:" + i),
            2_000,
            i -> words("ZADD", "scores", "" + i * 7_919 % 50_000, "member:" + i * 7_907 % 50_000)));
    loads.add(
        new Load(
            "a list, RPUSH",
            50_000,
            i -> words("RPUSH", "list", text(8)),
            2_000,
            i -> words("RPUSH", "list", text(8))));
    loads.add(new Load("10 KB each, SETRANGE", 1, populate(2_000, 10_000), 2_000, setRange(1)));
    return loads;
  }

  private static byte[][] argv(String[] words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return argv;
  }

  private static void send(CacheServer to, int count, IntFunction<String[]> each)
      throws IOException {
    for (int from = 0; from < count; from += BATCH) {
      List<byte[][]> batch = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        batch.add(argv(each.apply(i)));
      }
      to.ask(batch);
    }
  }

  /** {@code rdb_last_cow_size} of a save of a second or so, during which the load is written. */
  private static long copied(CacheServer server, Load load) throws IOException {
    send(server, load.before(), load.fill());
    String size =
        new String(
            server.ask(List.<byte[][]>of(CacheServer.argv("DBSIZE"))).getFirst(),
            StandardCharsets.US_ASCII);
    long keys = Long.parseLong(size.substring(1).strip());
    String delay = "" + Math.max(10, 800_000 / keys);
    server.ask(
        List.of(
            CacheServer.argv("CONFIG", "SET", "rdb-key-save-delay", delay),
            CacheServer.argv("BGSAVE")));
    send(server, load.during(), load.write());
    assertThat(server.info("persistence", "rdb_bgsave_in_progress")).as("still at work").isOne();
    for (long at = 0; server.info("persistence", "rdb_bgsave_in_progress") > 0; at += 50_000) {
      assertThat(at).as("microseconds of a save").isLessThan(60_000_000);
      server.until(at);
    }
    return server.info("persistence", "rdb_last_cow_size");
  }

  private static List<String> compare(List<Load> loads) throws IOException {
    List<String> off = new ArrayList<>();
    for (Load load : loads) {
      long there;
      long here;
      try (CacheServer server = new CacheServer.Theirs()) {
        there = copied(server, load);
      }
      try (CacheServer server = new CacheServer.Ours(1, 1_767_225_600_000_000L)) {
        here = copied(server, load);
      }
      boolean holds = Math.abs(here - there) <= OWN_BYTES + MOST * there;
      String row =
          String.format(
              Locale.ROOT,
              "%-40s redis-server %,12d  model %,12d  %+6.1f %%%s",
              load.name(),
              there,
              here,
              100.0 * (here - there) / there,
              holds ? "" : "   OFF");
      System.out.println(row);
      if (!holds) {
        off.add(row);
      }
    }
    return off;
  }

  @Test
  void aSaveCostsAsMuchAsOnTheRealServer() throws IOException {
    assertThat(compare(few())).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "copied.all", matches = "yes")
  void allLoads() throws IOException {
    assertThat(compare(more())).isEmpty();
  }
}
