package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Who is thrown out under a skewed load, beside the real server: each key is read and set where it
 * was missed, in batches, 10,000 requests a second, with room for a third of the keys. The buffers
 * of the connection, which the real server counts as well, are taken off our room.
 */
class EvictionTwinTest {
  private static final int KEYS = 60_000;
  private static final int REQUESTS = 120_000;
  private static final int BATCH = 5;
  private static final long BATCH_MICROS = 500;
  private static final long ROOM_BYTES = 10_000_000;
  private static final long SEED = 5;
  private static final String VALUE = "v".repeat(400);

  private static final List<String> POLICIES =
      List.of("allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-ttl");

  /** A server of either kind. */
  private interface Server extends AutoCloseable {
    List<byte[]> ask(List<String[]> commands) throws IOException;

    /** Waits until so many µs have passed since the start. */
    void until(long micros);

    @Override
    void close() throws IOException;
  }

  private static final class Theirs implements Server {
    private final RealRedis real;
    private final RespLink link;
    private final long begun = System.nanoTime();

    Theirs(RealRedis real) throws IOException {
      this.real = real;
      this.link = real.connect();
    }

    @Override
    public List<byte[]> ask(List<String[]> commands) throws IOException {
      for (String[] each : commands) {
        link.send(argv(each));
      }
      List<byte[]> replies = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        replies.add(link.await());
      }
      return replies;
    }

    @Override
    public void until(long micros) {
      long left = micros - (System.nanoTime() - begun) / 1_000;
      if (left > 1_000) {
        RealRedis.pause(left / 1_000);
      }
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }

  private static final class Mine implements Server {
    private static final long START_MICROS = 1_767_225_600_000_000L;

    private record Due(long at, long number, Runnable action) {}

    private final PriorityQueue<Due> due =
        new PriorityQueue<>(
            (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
    private final RedisNode node;
    private final Session session;
    private long nowMicros = START_MICROS;
    private long number;

    Mine() {
      node =
          new RedisNode(
              RedisConfig.standard(),
              () -> nowMicros,
              (delay, action) -> {
                Due entry = new Due(nowMicros + delay, number++, action);
                due.add(entry);
                return () -> due.remove(entry);
              },
              new Chance(SEED),
              new NoDisk(),
              Probe.NONE);
      node.start();
      session = node.connect("main");
    }

    @Override
    public List<byte[]> ask(List<String[]> commands) {
      List<byte[]> replies = new ArrayList<>();
      for (String[] each : commands) {
        Reply reply = node.execute(session, argv(each));
        replies.add(RespWriter.bytes(reply, false));
      }
      node.beforeSleep();
      return replies;
    }

    @Override
    public void until(long micros) {
      long end = START_MICROS + micros;
      while (!due.isEmpty() && due.peek().at <= end) {
        Due next = due.remove();
        nowMicros = Math.max(nowMicros, next.at);
        next.action.run();
      }
      nowMicros = end;
    }

    @Override
    public void close() {
      node.stop();
    }
  }

  private record Result(long hits, long evicted, long keys, long clientBytes) {}

  private static byte[][] argv(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return argv;
  }

  /** Ranks by a Zipf distribution with exponent 0.99. */
  private static int[] stream() {
    double[] sums = new double[KEYS + 1];
    for (int i = 1; i <= KEYS; i++) {
      sums[i] = sums[i - 1] + StrictMath.pow(i, -0.99);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int[] ranks = new int[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      int found = java.util.Arrays.binarySearch(sums, random.nextDouble() * sums[KEYS]);
      ranks[i] = found < 0 ? -found - 1 : found;
    }
    return ranks;
  }

  private static Result play(Server server, String policy, int[] stream, long room)
      throws IOException {
    List<String[]> like = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      like.add(new String[] {"SET", "key:" + i, VALUE});
    }
    server.ask(like); // the buffers of the connection grow, which are counted too
    for (int i = 0; i < BATCH; i++) {
      like.set(i, new String[] {"GET", "key:" + i});
    }
    server.ask(like);
    server.ask(List.<String[]>of(new String[] {"FLUSHALL"}));
    long empty = info(server, "memory", "used_memory");
    server.ask(
        List.of(
            new String[] {"CONFIG", "SET", "maxmemory-policy", policy},
            new String[] {"CONFIG", "SET", "maxmemory", Long.toString(empty + room)}));
    boolean timed = policy.startsWith("volatile");
    long hits = 0;
    for (int from = 0; from < REQUESTS; from += BATCH) {
      List<String[]> reads = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        reads.add(new String[] {"GET", "key:" + stream[i]});
      }
      List<byte[]> replies = server.ask(reads);
      List<String[]> writes = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        if (replies.get(i)[1] != '-') {
          hits++;
        } else {
          String key = reads.get(i)[1];
          String seconds = Integer.toString(1_000 + stream[from + i] * 7 % 1_000);
          writes.add(
              timed
                  ? new String[] {"SET", key, VALUE, "EX", seconds}
                  : new String[] {"SET", key, VALUE});
        }
      }
      for (byte[] reply : server.ask(writes)) {
        assertThat(Bytes.text(reply)).isEqualTo("+OK\r\n");
      }
      server.until((from / BATCH + 1) * BATCH_MICROS);
    }
    String size = Bytes.text(server.ask(List.<String[]>of(new String[] {"DBSIZE"})).getFirst());
    return new Result(
        hits,
        info(server, "stats", "evicted_keys"),
        Long.parseLong(size.substring(1).strip()),
        info(server, "memory", "mem_clients_normal"));
  }

  private static long info(Server server, String section, String field) throws IOException {
    String text =
        Bytes.text(server.ask(List.<String[]>of(new String[] {"INFO", section})).getFirst());
    int at = text.indexOf("\n" + field + ":") + field.length() + 2;
    return Long.parseLong(text.substring(at, text.indexOf('\r', at)));
  }

  @Test
  void everyPolicyKeepsAndThrowsOutAsMuchAsTheRealServer() throws Exception {
    int[] stream = stream();
    List<Future<Result>> theirs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(POLICIES.size())) {
      for (String policy : POLICIES) {
        RealRedis real = RealRedis.start();
        theirs.add(
            threads.submit(
                () -> {
                  try (Server server = new Theirs(real)) {
                    return play(server, policy, stream, ROOM_BYTES);
                  }
                }));
      }
    }
    for (int i = 0; i < POLICIES.size(); i++) {
      compare(POLICIES.get(i), theirs.get(i), stream);
    }
  }

  private static void compare(String policy, Future<Result> real, int[] stream)
      throws IOException, InterruptedException, ExecutionException {
    Result there = real.get();
    Result here;
    try (Server server = new Mine()) {
      here = play(server, policy, stream, ROOM_BYTES - there.clientBytes);
    }
    String what = String.format(Locale.ROOT, "%s: here %s, there %s", policy, here, there);
    System.out.println(what);
    assertThat(there.evicted).as(what).isGreaterThan(1_000);
    assertThat(here.hits / (double) REQUESTS)
        .as(what)
        .isCloseTo(there.hits / (double) REQUESTS, within(0.003));
    double chance = policy.endsWith("random") ? 0.05 : 0.02;
    assertThat(here.evicted / (double) there.evicted).as(what).isCloseTo(1, within(chance));
  }
}
