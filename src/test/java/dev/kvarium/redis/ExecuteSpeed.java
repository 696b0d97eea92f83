package dev.kvarium.redis;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many small commands a second of processor time one thread runs, without a port: {@code java …
 * ExecuteSpeed}. Each line is the best of five rounds over 10,000 keys, after as many to warm up.
 */
final class ExecuteSpeed {
  private static final int KEYS = 10_000;
  private static final int ROUNDS = 10;
  private static final int PER_ROUND = 2_000_000;

  private final RedisNode node = new TestNode(RedisConfig.standard(), false).node;
  private final Session session = node.connect("speed");
  private final byte[][] keys = new byte[KEYS][];
  private final byte[][] members = new byte[KEYS][];

  private ExecuteSpeed() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = Bytes.of(String.format(Locale.ROOT, "key:%012d", i));
      members[i] = Bytes.of(String.format(Locale.ROOT, "element:%012d", i));
    }
  }

  public static void main(String[] args) {
    ExecuteSpeed speed = new ExecuteSpeed();
    byte[] value = Bytes.of("xxx");
    byte[] zero = Bytes.of("0");
    speed.measure("SET", key -> new byte[][] {Bytes.of("SET"), key, value});
    speed.measure("GET", key -> new byte[][] {Bytes.of("GET"), key});
    speed.measure("DEL", key -> new byte[][] {Bytes.of("DEL"), key});
    speed.measure("INCR", key -> new byte[][] {Bytes.of("INCR"), key});
    speed.measure("PING", key -> new byte[][] {Bytes.of("PING")});
    byte[] list = Bytes.of("mylist");
    speed.measure("LPUSH", key -> new byte[][] {Bytes.of("LPUSH"), list, value});
    byte[] set = Bytes.of("myset");
    speed.measure("SADD", key -> new byte[][] {Bytes.of("SADD"), set, key});
    byte[] hash = Bytes.of("myhash");
    speed.measure("HSET", key -> new byte[][] {Bytes.of("HSET"), hash, key, value});
    byte[][] entry = words("XADD mystream MAXLEN ~ 100000 * temperature 20 humidity 51");
    speed.measure("XADD", key -> entry);
    byte[] zset = Bytes.of("myzset");
    speed.measure("ZADD", key -> new byte[][] {Bytes.of("ZADD"), zset, zero, key});
  }

  private static byte[][] words(String line) {
    return Arrays.stream(line.split(" ")).map(Bytes::of).toArray(byte[][]::new);
  }

  /** Of this thread alone, so that a busy machine does not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private interface Request {
    byte[][] of(byte[] key);
  }

  private void measure(String name, Request request) {
    byte[][][] requests = new byte[KEYS][][];
    for (int i = 0; i < KEYS; i++) {
      requests[i] = request.of(keys[i]);
    }
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = cpuNanos();
      int at = round;
      for (int i = 0; i < PER_ROUND; i++) {
        at += 7_919;
        node.execute(session, requests[Math.floorMod(at, KEYS)]);
      }
      double seconds = (cpuNanos() - begin) / 1e9;
      if (round >= ROUNDS / 2) {
        best = Math.max(best, PER_ROUND / seconds);
      }
    }
    System.out.printf(Locale.ROOT, "%-6s %,12.0f a second%n", name, best);
  }
}
