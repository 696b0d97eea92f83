package dev.kvarium.server;

import dev.kvarium.server.ClassLoad.Line;
import java.io.IOException;

/** A single command that takes its learner's world long: what it needs first, and the command. */
enum LongCommand {
  KEYS("keys", "KEYS", "*[0-9]x"),
  SORT("numbers", "SORT", "numbers", "ALPHA", "LIMIT", "0", "1"),
  SORT_BY("members", "SORT", "members", "BY", "w:*->f", "LIMIT", "0", "1"),
  ZUNIONSTORE("scores", "ZUNIONSTORE", "into", "3", "scores", "scores", "scores"),
  SINTERSTORE("members", "SINTERSTORE", "into", "members", "members", "members"),
  SUNIONSTORE("members", "SUNIONSTORE", "into", "members", "members", "members"),
  LCS("text", "LCS", "text", "text", "LEN"),
  BITOP("bits", "BITOP", "XOR", "into", "bits", "bits", "bits", "bits", "bits", "bits"),
  SETRANGE("", "SETRANGE", "huge", "8000000", "x"),
  SETRANGE_100_MB("", "SETRANGE", "huge", "100000000", "x"),
  SLEEP("", "DEBUG", "SLEEP", "2"),
  ALL_KEYS("keys", "KEYS", "*"),
  MANY_SETS("scores", many("ZUNIONSTORE into 200", "scores", 200)),
  MANY_VALUES("bits", many("MGET", "bits", 250)),
  MANY_MEMBERS("members", "SRANDMEMBER", "members", "-50000000"),
  LUA_MEMORY(
      "",
      "EVAL",
      "local t={} for i=1,1e9 do t[#t+1]=string.rep('x',1000000)..i if #t>200 then t={} end end",
      "0"),
  LUA_KEYS("keys", "EVAL", "for i=1,1e9 do redis.call('KEYS','*[0-9]x') end", "0");

  private static final int MANY = 100_000;

  private final String needs;
  private final String[] words;

  LongCommand(String needs, String... words) {
    this.needs = needs;
    this.words = words;
  }

  private static String[] many(String command, String key, int times) {
    return (command + (" " + key).repeat(times)).split(" ");
  }

  /** Makes what it needs, as much as goes into a world. */
  void prepare(Line line) throws IOException {
    line.ask("FLUSHALL");
    switch (needs) {
      case "keys" -> fill(line, "redis.call('SET','k:'..i,'')");
      case "numbers" -> fill(line, "redis.call('RPUSH','numbers',i*7919%1000003)");
      case "scores" -> fill(line, "redis.call('ZADD','scores',i*7919%1000003,'m'..i)");
      case "members" -> fill(line, "redis.call('SADD','members','m'..i)");
      case "text" -> line.ask("SET", "text", "abcdefgh".repeat(170));
      case "bits" -> line.ask("SETRANGE", "bits", "7000000", "x");
      default -> {}
    }
  }

  private static void fill(Line line, String each) throws IOException {
    for (int from = 0; from < MANY; from += 1_000) {
      line.ask("EVAL", "for i=" + from + "," + (from + 999) + " do " + each + " end", "0");
    }
  }

  String once(Line line) throws IOException {
    return line.ask(words);
  }
}
