package dev.kvarium.loop;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.redis.command.ServerCosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * Finds by experiment what the parts of a redis-server's work cost: the figures of {@link
 * ServerCosts}. Takes the processor time of its serving thread, the least of several rounds, since
 * other work on the machine only adds to it.
 */
final class LoopMeasurement {
  private static final int ROUNDS = 15;
  private static final int DEPTH = 128;
  private static final int LONG_VALUE = 8_000;
  private static final double TICK = 700;
  private static final int MILLION = 1_000_000;

  private final Map<String, Double> found = new LinkedHashMap<>();
  private final MeasuredServer server;
  private final Jedis redis;
  private final PipelinedClients one;

  private LoopMeasurement(MeasuredServer server, Jedis redis, PipelinedClients one) {
    this.server = server;
    this.redis = redis;
    this.one = one;
  }

  /** Measures all and prints the lines of {@link ServerCosts}; about a minute. */
  public static void main(String[] args) throws Exception {
    try (MeasuredServer server = new MeasuredServer();
        Jedis redis = server.connect();
        PipelinedClients one = new PipelinedClients(server.port, 1)) {
      LoopMeasurement measurement = new LoopMeasurement(server, redis, one);
      measurement.loop();
      measurement.commands();
      measurement.listpack();
      measurement.traced();
      measurement.slow();
      measurement.found.forEach(
          (name, value) ->
              System.out.printf(
                  Locale.ROOT,
                  "  public static final double %s = %s;%n",
                  name,
                  value >= 100
                      ? String.format(Locale.ROOT, "%,.0f", value).replace(',', '_')
                      : String.format(Locale.ROOT, "%.2f", value)));
      System.out.println("machine: " + machine());
    }
  }

  private static String machine() throws Exception {
    String model = "";
    for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
      model = line.startsWith("model name") ? line.substring(line.indexOf(':') + 2) : model;
    }
    return model + ", " + Runtime.getRuntime().availableProcessors() + " processors";
  }

  private record Batch(double server, double client, double wall) {}

  /** The least of the rounds, in nanoseconds a batch. */
  private Batch batch(PipelinedClients clients, String command, int depth, int times)
      throws Exception {
    byte[] bytes = PipelinedClients.batch(command, depth);
    double cpu = Double.MAX_VALUE;
    double client = Double.MAX_VALUE;
    double wall = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = server.cpuNanos();
      PipelinedClients.Run run = clients.run(bytes, depth, times);
      cpu = Math.min(cpu, (double) (server.cpuNanos() - before) / run.batches());
      client = Math.min(client, (double) run.cpuNanos() / run.batches());
      wall = Math.min(wall, (double) run.wallNanos() / run.batches());
    }
    return new Batch(cpu, client, wall);
  }

  private double base;

  private void loop() throws Exception {
    redis.set("key:1", "xxx");
    redis.set("long", "x".repeat(LONG_VALUE));
    one.run(PipelinedClients.batch("GET key:1", 16), 16, 20_000);
    Batch single = batch(one, "GET key:1", 1, 1_000);
    Batch deep = batch(one, "GET key:1", DEPTH, 1_000);
    double readByte =
        (batch(one, "SET other " + "x".repeat(LONG_VALUE), 1, 500).server()
                - batch(one, "SET other xxx", 1, 500).server())
            / LONG_VALUE;
    double writeByte = (batch(one, "GET long", 1, 500).server() - single.server()) / LONG_VALUE;
    double get = (deep.server() - single.server()) / (DEPTH - 1);
    base = single.server() - get;
    double[] burst = bursts();
    double own = get - 24 * readByte - 9 * writeByte;
    double readOnly = burst[1] - own - 24 * readByte;
    double socket = burst[0] - own - 24 * readByte - 9 * writeByte;
    double read = Math.min(readOnly, socket * 0.65);
    double write = socket - read;
    double asleep = Math.max(0, base - TICK - read - write);
    found.put("TICK", TICK);
    found.put("WOKEN", asleep / 2);
    found.put("READ", read);
    found.put("READ_BYTE", readByte);
    found.put("WRITE", write);
    found.put("WRITE_BYTE", writeByte);
    found.put("WAKES", asleep / 2);
    found.put("CRON", cron());
    double clientCommand = (deep.client() - single.client()) / (DEPTH - 1);
    try (PipelinedClients many = new PipelinedClients(server.port, 50)) {
      Batch fifty = batch(many, "GET key:1", 1, 100);
      double clientBatch = fifty.client() - clientCommand;
      found.put("CLIENT_WOKEN", Math.max(0, single.client() - clientCommand - clientBatch));
      found.put("CLIENT_BATCH", clientBatch);
      found.put("CLIENT_COMMAND", clientCommand);
      System.out.printf(
          "fifty: server %.0f client %.0f wall %.0f%n",
          fifty.server(), fifty.client(), fifty.wall());
    }
    System.out.printf(
        "single: server %.0f client %.0f wall %.0f; read only %.0f socket %.0f%n",
        single.server(), single.client(), single.wall(), readOnly, socket);
  }

  /** What a socket costs of fifty that are readable at once: with its reply, and without one. */
  private double[] bursts() throws Exception {
    double[] least = {1e12, 1e12, 1e12};
    try (PipelinedClients many = new PipelinedClients(server.port, 50);
        PipelinedClients mute = new PipelinedClients(server.port, 50);
        PipelinedClients sleeper = new PipelinedClients(server.port, 1)) {
      mute.sendAll(PipelinedClients.batch("CLIENT REPLY OFF", 1), 0);
      Thread.sleep(50);
      byte[] sleep = PipelinedClients.batch("DEBUG SLEEP 0.002", 1);
      byte[] get = PipelinedClients.batch("GET key:1", 1);
      for (int round = 0; round < ROUNDS; round++) {
        for (int kind = 0; kind < 3; kind++) {
          int times = 40;
          long before = server.cpuNanos();
          for (int i = 0; i < times; i++) {
            sleeper.sendAll(sleep, 1);
            long until = System.nanoTime() + 300_000;
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            if (kind == 1) {
              many.sendAll(get, 1);
            } else if (kind == 2) {
              mute.sendAll(get, 0);
            }
            sleeper.receiveAll();
            if (kind == 1) {
              many.receiveAll();
            }
          }
          Thread.sleep(3);
          least[kind] = Math.min(least[kind], (double) (server.cpuNanos() - before) / times);
        }
      }
    }
    return new double[] {(least[1] - least[0]) / 50, (least[2] - least[0]) / 50};
  }

  private double cron() throws Exception {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = server.cpuNanos();
      Thread.sleep(1_000);
      least = Math.min(least, (server.cpuNanos() - before) / 10.0);
    }
    return least;
  }

  /** What one command of a long batch costs by itself. */
  private double own(String command) throws Exception {
    int requests = PipelinedClients.batch(command, DEPTH).length;
    double bytes = requests * found.getOrDefault("READ_BYTE", 0.0);
    double turns =
        Math.max(0, Math.ceil(requests / 20_474.0) - 1) * (TICK + found.getOrDefault("READ", 0.0));
    return Math.max(20, (batch(one, command, DEPTH, 150).server() - base - bytes - turns) / DEPTH);
  }

  private void commands() throws Exception {
    for (int i = 0; i < 100; i++) {
      redis.rpush("list", "xxx");
    }
    found.put("PING", own("PING"));
    found.put("GET", own("GET key:1"));
    found.put("SET", own("SET key:{n} xxx"));
    found.put("INCR", own("INCR counter"));
    found.put("LPUSH", own("LPUSH pushed xxx"));
    found.put("LPOP", own("LPOP pushed"));
    found.put("SADD", own("SADD set member:{n}"));
    found.put("HSET", own("HSET hash field xxx"));
    found.put("HGET", own("HGET hash field"));
    found.put("ZADD", own("ZADD zset {n} member"));
    found.put("XADD", own("XADD stream * field xxx"));
    redis.del("hash", "pushed", "stream");
    String ten = "";
    for (int i = 0; i < 10; i++) {
      ten += " key:" + i + " xxx";
    }
    found.put("WORD", (own("MSET" + ten) - found.getOrDefault("SET", 0.0)) / 18);
    found.put(
        "ITEM",
        (own("LRANGE list 0 99")
                - found.getOrDefault("GET", 0.0)
                - 900 * found.getOrDefault("WRITE_BYTE", 0.0))
            / 100);
  }

  private void listpack() throws Exception {
    redis.configSet("hash-max-listpack-entries", "1000");
    for (int i = 1; i <= 500; i++) {
      redis.hset("packed", "field:" + i, "xxx");
    }
    found.put("LISTPACK_STEP", (own("HGET packed field:500") - own("HGET packed field:1")) / 499);
  }

  private void traced() throws Exception {
    double untraced = batch(one, "GET key:1", 1, 200).wall();
    MeasuredServer.Trace trace = server.trace();
    double traced = batch(one, "GET key:1", 1, 200).wall();
    trace.end();
    found.put("TRACED_CALL", (traced - untraced) / 3);
  }

  private interface Work {
    void run() throws Exception;
  }

  private double cpu(Work work) throws Exception {
    long before = server.cpuNanos();
    work.run();
    Thread.sleep(3);
    return server.cpuNanos() - before;
  }

  private double freed(String type, String add) throws Exception {
    redis.eval("for i=1," + MILLION + " do redis.call(" + add + ") end", 0);
    return cpu(() -> redis.del(type)) / MILLION;
  }

  private void slow() throws Exception {
    redis.flushAll();
    redis.sendCommand(() -> "DEBUG".getBytes(), "POPULATE", "" + MILLION, "key", "3");
    double scanned = 1e12;
    double matched = 1e12;
    for (int i = 0; i < 3; i++) {
      scanned = Math.min(scanned, cpu(() -> redis.keys("no:*")) / MILLION);
      matched =
          Math.min(matched, cpu(() -> redis.sendCommand(() -> "KEYS".getBytes(), "*")) / MILLION);
    }
    found.put("KEY_SCANNED", scanned);
    found.put("KEY_MATCHED", matched - scanned);
    double small = cpu(redis::save);
    long smallBytes = Files.size(Path.of(redis.configGet("dir").get("dir"), "dump.rdb"));
    found.put("FREED_KEY", cpu(redis::flushAll) / MILLION);
    for (int i = 0; i < 300; i++) {
      redis.set("big:" + i, randomText(i));
    }
    double big = cpu(redis::save);
    long bigBytes = Files.size(Path.of(redis.configGet("dir").get("dir"), "dump.rdb"));
    double savedByte = big / bigBytes;
    found.put("SAVED_BYTE", savedByte);
    found.put("SAVED_KEY", (small - smallBytes * savedByte) / MILLION);
    redis.flushAll();
    found.put("FREED_SKIPLIST", freed("z", "'ZADD','z',i,'m'..i"));
    found.put("FREED_TABLE", freed("h", "'HSET','h','f'..i,'xxx'"));
    found.put("FREED_LIST", freed("l", "'RPUSH','l','item'..i"));
    for (int i = 1; i <= MILLION; i += 1_000_000) {
      redis.eval(
          "for i=1,"
              + MILLION
              + " do redis.call('SADD','s1','m'..i) redis.call('SADD','s2','m'..i) end",
          0);
    }
    found.put(
        "ELEMENT",
        cpu(() -> redis.sendCommand(() -> "SINTERCARD".getBytes(), "2", "s1", "s2"))
            / (2.0 * MILLION));
    String loop = "local x = 0 for i=1,10000000 do x = x + i end return x";
    double script = cpu(() -> redis.eval("return 1", 0));
    redis.eval("return 1", 0);
    double[] lua = {1e12};
    for (int i = 0; i < 3; i++) {
      lua[0] = Math.min(lua[0], cpu(() -> redis.eval(loop, 0)));
    }
    found.put("LUA_STEP", lua[0] / steps(loop));
    found.put("SCRIPT", own("EVALSHA " + redis.scriptLoad("return 1") + " 0"));
    System.out.printf("first script %.0f%n", script);
  }

  private static String randomText(int seed) {
    java.util.Random random = new java.util.Random(seed);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      out.append((char) ('!' + random.nextInt(90)));
    }
    return out.toString();
  }

  /** How many steps the same script takes in Kvarium. */
  private static double steps(String script) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("busy-reply-threshold", "0"));
    lab.enter("EVAL \"" + script + "\" 0");
    LoopSnapshot.Cpu cpu = lab.scene("main").loop().orElseThrow().cpu().getFirst();
    return (cpu.nanos() - ServerCosts.SCRIPT) / ServerCosts.LUA_STEP;
  }
}
