package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The same commands leave the same log here and with a real redis-server, but for the time. */
class AofTwinTest {
  /** %k a key of one type, %n a small number, %v a value; what draws by chance is left out. */
  private static final String[] COMMANDS = {
    "SET s%k %v",
    "SET s%k %v EX 5%n00",
    "SET s%k %v PX 5%n00000 NX GET",
    "SET s%k %v KEEPTTL",
    "SET s%k %v EXAT 99999999%n0",
    "SET s%k %v PXAT 9999999999999",
    "SETEX s%k 5%n00 %v",
    "PSETEX s%k 5%n00000 %v",
    "GETEX s%k EX 7%n00",
    "GETEX s%k PERSIST",
    "GETEX s%k",
    "GETDEL s%k",
    "GETSET s%k %v",
    "INCRBYFLOAT f%k 0.%n",
    "INCR c%k",
    "DECRBY c%k %n",
    "APPEND s%k %v",
    "SETRANGE s%k 3 %v",
    "SETRANGE s%k 3 \"\"",
    "MSET s%k %v s%k %v",
    "MSETNX s%k %v s%k %v",
    "DEL s%k l%k nothing",
    "UNLINK s%k",
    "EXPIRE s%k 6%n00",
    "PEXPIRE s%k 6%n00000 XX",
    "EXPIREAT s%k 99999999%n0",
    "EXPIRE s%k -1",
    "PEXPIREAT s%k 1",
    "PERSIST s%k",
    "RENAME s%k s%k",
    "RENAMENX s%k s%k",
    "COPY s%k s%k REPLACE",
    "COPY h%k h%k DB 2",
    "MOVE s%k 2",
    "SELECT %d",
    "TOUCH s%k",
    "LPUSH l%k a %n",
    "RPUSHX l%k b",
    "LPOP l%k %n",
    "RPOP l%k",
    "LTRIM l%k 0 3",
    "LSET l%k 0 x",
    "LINSERT l%k BEFORE a z",
    "LREM l%k 0 a",
    "LMOVE l%k l%k LEFT RIGHT",
    "RPOPLPUSH l%k l%k",
    "LMPOP 2 l%k l%k LEFT COUNT 2",
    "HSET h%k f%n %v",
    "HMSET h%k f%n %v g %n",
    "HDEL h%k f%n g",
    "HSETNX h%k f%n %v",
    "HINCRBY h%k n %n",
    "HINCRBYFLOAT h%k x 1.%n",
    "SADD t%k %n a",
    "SREM t%k %n",
    "SMOVE t%k t%k a",
    "SPOP t%k 100",
    "SINTERSTORE t%k t%k t%k",
    "SUNIONSTORE t%k t%k t%k",
    "SDIFFSTORE t%k t%k t%k",
    "ZADD z%k %n m%n",
    "ZADD z%k GT CH %n m%n",
    "ZINCRBY z%k 1.5 m%n",
    "ZADD z%k INCR 2 m%n",
    "ZREM z%k m%n",
    "ZPOPMIN z%k",
    "ZPOPMAX z%k 2",
    "ZREMRANGEBYRANK z%k 0 0",
    "ZREMRANGEBYSCORE z%k 1 2",
    "ZUNIONSTORE z%k 2 z%k z%k",
    "ZINTERSTORE z%k 2 z%k z%k",
    "ZDIFFSTORE z%k 2 z%k z%k",
    "ZRANGESTORE z%k z%k 0 2",
    "ZMPOP 1 z%k MIN",
    "INCR s%k",
    "LPUSH s%k x",
    "GET s%k",
    "FLUSHDB",
    "SWAPDB 0 1",
    "SETNX s%k %v",
    "DECR c%k"
  };

  private static List<String> lines(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      String template = COMMANDS[random.nextInt(COMMANDS.length)];
      if (template.equals("FLUSHDB") && random.nextInt(8) > 0) {
        continue;
      }
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < template.length(); i++) {
        char c = template.charAt(i);
        line.append(
            c != '%'
                ? String.valueOf(c)
                : switch (template.charAt(++i)) {
                  case 'k' -> Integer.toString(random.nextInt(4));
                  case 'd' -> Integer.toString(random.nextInt(3));
                  case 'n' -> Integer.toString(1 + random.nextInt(9));
                  default ->
                      random.nextBoolean() ? "" + random.nextInt(99) : "\"v\\x00 " + i + "\"";
                });
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @Test
  void theLogsAreTheSame() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      List<String> lines = lines(seed, 3_000);
      List<String> theirs = real(lines);
      List<String> ours = ours(lines);
      for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
        assertThat(ours.get(i))
            .as(
                "seed %d, command %d of the log, after %s",
                seed, i, ours.subList(Math.max(0, i - 3), i))
            .isEqualTo(theirs.get(i));
      }
      assertThat(ours).as("seed %d", seed).hasSameSizeAs(theirs);
    }
  }

  private static List<String> ours(List<String> lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lines.forEach(lab::enter);
    lab.enter(":crash process");
    byte[] log = lab.disk("main").read("appendonlydir/appendonly.aof.1.incr.aof").orElseThrow();
    return commands(log, lab.startMicros() / 1_000);
  }

  private static List<String> real(List<String> lines) throws IOException {
    try (RealRedis real = RealRedis.start("--appendonly", "yes", "--appendfsync", "no")) {
      RespLink link = real.connect();
      long startMillis = System.currentTimeMillis();
      for (String line : lines) {
        link.ask(Words.split(line).args());
      }
      Path log = real.folder().resolve("appendonlydir/appendonly.aof.1.incr.aof");
      return commands(Files.readAllBytes(log), startMillis);
    }
  }

  /**
   * The commands of a log, one a line; times near the start of the session as a distance from it.
   */
  private static List<String> commands(byte[] log, long startMillis) {
    List<String> commands = new ArrayList<>();
    String text = Bytes.latin1Text(log);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf("\r\n", at);
      int words = Integer.parseInt(text.substring(at + 1, end));
      at = end + 2;
      StringBuilder command = new StringBuilder();
      for (int i = 0; i < words; i++) {
        end = text.indexOf("\r\n", at);
        int length = Integer.parseInt(text.substring(at + 1, end));
        String word = text.substring(end + 2, end + 2 + length);
        at = end + 4 + length;
        command.append(i == 0 ? "" : " ").append(timeless(word, startMillis));
      }
      commands.add(command.toString());
    }
    return commands;
  }

  private static String timeless(String word, long startMillis) {
    if (!word.matches("[0-9]{13}")) {
      return word;
    }
    long sinceStart = Long.parseLong(word) - startMillis;
    // the real server is some seconds late at the end; the times to live differ by 100 s
    return Math.abs(sinceStart) < 86_400_000L ? "start+" + sinceStart / 100_000 + "00s" : word;
  }
}
