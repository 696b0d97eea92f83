package dev.kvarium.loop;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;

/**
 * How long one client's command keeps another waiting who sends PING after PING: on a redis-server,
 * by the clock, and in the model.
 */
final class SlowCommands {
  private static final String WAITS = "wait";

  /**
   * A command that takes long.
   *
   * @param prepare what is done before, commands as they are typed; {@code wait} lets 20 ms pass
   */
  record Case(String name, List<String> prepare, String command) {}

  /** How long the other client waited. */
  record Row(String name, double realMicros, double modelMicros) {
    double ratio() {
      return modelMicros / realMicros;
    }
  }

  private SlowCommands() {}

  static List<Case> cases(int many) {
    String zset = "EVAL \"for i=1," + many + " do redis.call('ZADD','z',i,'m'..i) end\" 0";
    String hash = "EVAL \"for i=1," + many + " do redis.call('HSET','h','f'..i,'xxx') end\" 0";
    String keys = "DEBUG POPULATE " + many + " key 3";
    return List.of(
        new Case("KEYS no:*", List.of(keys), "KEYS no:*"),
        new Case("KEYS *", List.of(keys), "KEYS *"),
        new Case("SAVE", List.of(keys), "SAVE"),
        new Case("FLUSHALL", List.of(keys), "FLUSHALL"),
        new Case("DEL of a sorted set", List.of(zset), "DEL z"),
        new Case("UNLINK of a sorted set", List.of(zset), "UNLINK z"),
        new Case("DEL of a hash", List.of(hash), "DEL h"),
        new Case(
            "GET of an expired sorted set",
            List.of("DEBUG SET-ACTIVE-EXPIRE 0", zset, "PEXPIRE z 1", WAITS),
            "GET z"),
        new Case(
            "a loop in Lua",
            List.of(),
            "EVAL \"local x = 0 for i=1," + 10L * many + " do x = x + i end return x\" 0"));
  }

  static List<Row> compare(int many, int rounds) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (MeasuredServer server = new MeasuredServer();
        Jedis redis = server.connect()) {
      for (Case each : cases(many)) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
          redis.flushAll();
          for (String line : each.prepare()) {
            send(redis, line);
          }
          least = Math.min(least, blocked(server, redis, each.command()));
        }
        rows.add(new Row(each.name(), least, model(each)));
      }
    }
    return rows;
  }

  /** How long another client's PING took at most while a command ran, in microseconds. */
  private static double blocked(MeasuredServer server, Jedis redis, String command)
      throws Exception {
    AtomicLong longest = new AtomicLong();
    boolean[] over = {false};
    Thread other =
        new Thread(
            () -> {
              try (Jedis pinging = server.connect()) {
                while (!over[0]) {
                  long began = System.nanoTime();
                  pinging.ping();
                  longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                }
              }
            });
    other.start();
    Thread.sleep(30);
    longest.set(0);
    long began = System.nanoTime();
    send(redis, command);
    long took = System.nanoTime() - began; // for a PING that was kept from coming in time
    Thread.sleep(5);
    over[0] = true;
    other.join();
    return Math.max(longest.get(), took) / 1e3;
  }

  private static void send(Jedis redis, String line) throws InterruptedException {
    if (line.equals(WAITS)) {
      Thread.sleep(20);
      return;
    }
    List<byte[]> words = new ArrayList<>();
    for (byte[] each : dev.kvarium.wire.Words.split(line).args()) {
      words.add(each);
    }
    byte[] name = words.removeFirst();
    redis.sendCommand(() -> name, words.toArray(new byte[0][]));
  }

  private static double model(Case of) {
    Lab lab =
        Lab.open(
            WorldSpec.DEFAULT
                .with("loop", "yes")
                .with("appendonly", "no")
                .with("disk-sync", "100us")
                .with("busy-reply-threshold", "0"));
    for (String line : of.prepare()) {
      enter(lab, line.equals(WAITS) ? "+ 20ms" : line);
    }
    enter(lab, ":traffic pings requests=1000000 PING");
    enter(lab, "+ 1ms");
    enter(lab, of.command());
    enter(lab, ":traffic stop pings");
    enter(lab, "+ 1ms");
    LoopSnapshot seen = lab.scene("main").loop().orElseThrow();
    return seen.traffic().getLast().histogram().getMaxValue() / 1e3;
  }

  private static void enter(Lab lab, String line) {
    Outcome outcome = lab.enter(line);
    if (outcome.failed()) {
      throw new IllegalStateException(line + ": " + outcome.parts());
    }
  }

  static String table(List<Row> rows) {
    StringBuilder out =
        new StringBuilder(
            "| command | redis-server, ms | model, ms | ratio |\n|---|---:|---:|---:|\n");
    for (Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f |%n",
              row.name(),
              row.realMicros() / 1e3,
              row.modelMicros() / 1e3,
              row.ratio()));
    }
    return out.toString();
  }

  public static void main(String[] args) throws Exception {
    System.out.print(table(compare(Integer.parseInt(args[0]), 3)));
  }
}
