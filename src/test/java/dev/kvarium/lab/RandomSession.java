package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lines as somebody might type them, drawn from a seed. */
final class RandomSession {
  private static final String[] COMMANDS = {
    "SET s%k %v",
    "SET s%k %v EX %n",
    "SET s%k %v PX %n00 NX",
    "APPEND s%k %v",
    "INCR c%k",
    "INCRBYFLOAT f%k 0.5",
    "GET s%k",
    "DEL s%k",
    "EXPIRE s%k %n",
    "PERSIST s%k",
    "GETEX s%k PX %n0",
    "LPUSH l%k %v %v",
    "RPOP l%k",
    "LTRIM l%k 0 5",
    "HSET h%k f%n %v",
    "HDEL h%k f%n",
    "HINCRBY h%k n 3",
    "HGETALL h%k",
    "SADD t%k %v %n",
    "SREM t%k %n",
    "SPOP t%k",
    "ZADD z%k %n %v",
    "ZINCRBY z%k 1.5 %v",
    "ZREM z%k %v",
    "ZPOPMIN z%k",
    "XADD x%k * f%n %v",
    "XADD x%k MAXLEN ~ %n * f %v",
    "XGROUP CREATE x%k g 0 MKSTREAM",
    "XREADGROUP GROUP g w%k COUNT 2 STREAMS x%k >",
    "XAUTOCLAIM x%k g w%k %n00 0",
    "XTRIM x%k MAXLEN %n",
    "SELECT %d",
    "RENAME s%k s%k",
    "INCR s%k",
    "LPUSH s%k x",
    "MSET s%k %v s%k %v",
    "FLUSHDB",
    "TTL s%k",
    "SETRANGE s%k 3 %v",
    "COPY h%k h%k",
    "COPY s%k s%k DB %d REPLACE",
    "MOVE s%k %d",
    "SWAPDB %d %d",
    "XADD x%k * f %v",
    "XADD x%k MAXLEN ~ 5 * f %v g %n",
    "XGROUP CREATE x%k g 0 MKSTREAM",
    "XREADGROUP GROUP g c%k COUNT 2 STREAMS x%k >",
    "XACK x%k g 1-1",
    "XDEL x%k 1-1",
    "SETBIT s%k 12 1",
    "EVAL \"return redis.call('INCR', KEYS[1])\" 1 s%k",
    "EVAL \"redis.call('SET', KEYS[1], ARGV[1]) return redis.call('LPUSH', KEYS[1], 1)\" 1 s%k %n",
    "DUMP h%k",
    "RANDOMKEY",
    "SCAN 0",
    "CONFIG SET hash-max-listpack-entries %n",
    "NOSUCH %v"
  };

  private final SplittableRandom random;

  RandomSession(long seed) {
    random = new SplittableRandom(seed);
  }

  String command() {
    String template = COMMANDS[random.nextInt(COMMANDS.length)];
    if (template.equals("FLUSHDB") && random.nextInt(4) > 0) {
      template = "SET s%k %v";
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '%') {
        line.append(c);
        continue;
      }
      switch (template.charAt(++i)) {
        case 'k' -> line.append(random.nextInt(4));
        case 'n' -> line.append(1 + random.nextInt(9));
        case 'd' -> line.append(random.nextInt(3));
        default -> line.append(value());
      }
    }
    return line.toString();
  }

  private String value() {
    return switch (random.nextInt(5)) {
      case 0 -> Integer.toString(random.nextInt(100));
      case 1 -> "\"two words\"";
      case 2 -> "x".repeat(random.nextInt(80) + 1);
      default -> "v" + random.nextInt(10);
    };
  }

  /** What clients do to one another: waits, transactions, watches. */
  private String betweenClients() {
    String client = "worker-" + random.nextInt(2) + "> ";
    return switch (random.nextInt(9)) {
      case 0 -> client + "BLPOP l" + random.nextInt(4) + " " + random.nextInt(3);
      case 1 -> client + "BLMOVE l0 l" + random.nextInt(4) + " LEFT RIGHT 1";
      case 2 -> client + "MULTI";
      case 3 -> client + "EXEC";
      case 4 -> client + "DISCARD";
      case 5 -> client + "WATCH s" + random.nextInt(4);
      case 6 -> client + "XREADGROUP GROUP g c BLOCK 300 STREAMS x" + random.nextInt(4) + " >";
      case 7 -> client + "SUBSCRIBE news";
      default -> "PUBLISH news hello";
    };
  }

  /** Commands of several clients, time, crashes of both kinds with restarts, settings. */
  List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      switch (random.nextInt(12)) {
        case 0 -> lines.add("+ " + (1 + random.nextInt(700)) + "ms");
        case 1 -> lines.add("worker-" + random.nextInt(2) + "> " + command());
        case 3 -> lines.add(betweenClients());
        case 2 -> {
          if (random.nextInt(4) == 0) {
            lines.add(":crash " + (random.nextBoolean() ? "power" : "process"));
            lines.add(":restart");
          } else if (random.nextInt(4) == 0) {
            lines.add(":set disk-sync " + (1 + random.nextInt(3_000)) + "ms");
          }
        }
        default -> lines.add(command());
      }
    }
    return lines;
  }
}
