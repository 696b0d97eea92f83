package dev.kvarium.fuzz;

import static org.assertj.core.api.Assertions.fail;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Hostile input: no exception escapes, nothing hangs, memory stays bounded.
 *
 * <p>A few seconds in every run of the tests; {@code ./dev fuzz MINUTES [SEED]} for longer. Each
 * round has a seed of its own, which a failure tells; {@code -Dfuzz.seed=SEED -Dfuzz.rounds=1}
 * repeats it.
 */
@Isolated
class FuzzTest {
  private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "3"));
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final long ROUNDS = Long.getLong("fuzz.rounds", Long.MAX_VALUE);
  private static final int CALLS = 5_000;
  private static final int STREAMS = 200;
  private static final int PAYLOADS = 300;
  private static final int PROGRAMS = 20;
  private static final int LEAST_SUCCESS = 15;
  private static final long MOST_BYTES = 1L << 30;

  /** After these most others are refused. */
  private static final Set<String> WILD =
      Set.of("acl", "auth", "hello", "replicaof", "slaveof", "config", "client", "multi", "debug");

  private static final byte[] DUMP = Bytes.of("DUMP");
  private static final byte[] RESTORE = Bytes.of("RESTORE");
  private static final byte[] REPLACE = Bytes.of("REPLACE");

  /** What one round does with its noise. */
  interface Round {
    void play(Noise noise, Watch watch) throws ProtocolError;
  }

  @Test
  void commandsOfAllKindsAreAnswered() {
    play(FuzzTest::commands);
  }

  @Test
  void requestsAreReadOrRefused() {
    play(FuzzTest::requests);
  }

  @Test
  void repliesAreReadOrRefused() {
    play(FuzzTest::replies);
  }

  @Test
  void payloadsAreRestoredOrRefused() {
    play(FuzzTest::payloads);
  }

  @Test
  void scriptsAreRunOrRefused() {
    play(FuzzTest::scripts);
  }

  static void play(Round round) {
    long until = System.nanoTime() + (long) (SECONDS * 1e9);
    long seed = SEED;
    for (long i = 0; i < ROUNDS && (i == 0 || System.nanoTime() < until); i++, seed++) {
      try (Watch watch = new Watch()) {
        try {
          round.play(new Noise(seed), watch);
        } catch (Throwable broken) {
          watch.rest();
          broken.printStackTrace();
          fail(broken + ", fuzz.seed=" + seed + " after\n" + watch.told(), broken);
        }
        watch.rest();
      }
      boundMemory(seed);
    }
    System.out.println("fuzz: " + (seed - SEED) + " rounds from seed " + SEED);
  }

  private static void boundMemory(long seed) {
    Runtime runtime = Runtime.getRuntime();
    if (runtime.totalMemory() - runtime.freeMemory() > MOST_BYTES) {
      System.gc();
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (used > MOST_BYTES) {
        fail("fuzz.seed=" + seed + ": " + used + " bytes are still held");
      }
    }
  }

  private static void commands(Noise noise, Watch watch) {
    Target target = new Target(noise);
    boolean wild = noise.chance(25);
    List<Command> all = new ArrayList<>(commands(target));
    all.removeIf(each -> !wild && WILD.contains(each.name()));
    Calls calls = new Calls(all, noise);
    for (int i = 0; i < CALLS; i++) {
      byte[][] argv = calls.next();
      if (argv.length > 0 && !isTooMuch(argv)) {
        watch.step(line(argv));
        target.send(target.client(), argv);
      }
    }
    if (!wild && target.successPercent() < LEAST_SUCCESS) {
      fail("only " + target.successPercent() + " % of the calls were answered without an error");
    }
  }

  private static List<Command> commands(Target target) {
    return target.node().commands().all();
  }

  /** Keys by the million, or a second of sums, are what is asked for here, not a fault. */
  private static boolean isTooMuch(byte[][] argv) {
    return Bytes.equalsIgnoreCase(argv[0], "pfselftest")
        || argv.length > 2
            && (Bytes.equalsIgnoreCase(argv[0], "debug")
                    && Bytes.equalsIgnoreCase(argv[1], "populate")
                || Bytes.equalsIgnoreCase(argv[0], "config") && noPassword(argv));
  }

  /** With a password nothing else would be tried. */
  private static boolean noPassword(byte[][] argv) {
    return Arrays.stream(argv).anyMatch(word -> Bytes.equalsIgnoreCase(word, "requirepass"));
  }

  private static String line(byte[][] argv) {
    StringBuilder line = new StringBuilder();
    for (byte[] word : argv) {
      String text = Bytes.repr(word);
      line.append(text.length() > 300 ? text.substring(0, 300) + "…" : text).append(' ');
    }
    return line.toString();
  }

  private static void requests(Noise noise, Watch watch) {
    Target target = new Target(noise);
    Calls calls = new Calls(commands(target), noise);
    for (int i = 0; i < STREAMS; i++) {
      byte[] stream = stream(noise, calls);
      watch.step("requests " + Bytes.repr(stream));
      RespParser parser = new RespParser(1 << 20, 1 << 22);
      Session session = target.client();
      int at = 0;
      try {
        while (at < stream.length) {
          int to = Math.min(stream.length, at + 1 + noise.random.nextInt(64));
          parser.feed(stream, at, to);
          at = to;
          while (parser.next()) {
            if (!isTooMuch(parser.args()) && !session.isWaiting()) {
              target.send(session, parser.args());
            }
          }
          parser.keep();
        }
      } catch (ProtocolError refused) {
        RespWriter.bytes(refused.reply(), false);
      }
    }
  }

  private static byte[] stream(Noise noise, Calls calls) {
    byte[] stream = Bytes.EMPTY;
    for (int i = noise.random.nextInt(4); i >= 0; i--) {
      byte[] next =
          switch (noise.random.nextInt(6)) {
            case 0 -> noise.bytes(noise.random.nextInt(200));
            case 1 -> Bytes.concat(Bytes.of(line(calls.next())), Bytes.of("\r\n"));
            case 2 ->
                Bytes.of(
                    "*"
                        + Bytes.text(noise.number())
                        + "\r\n$"
                        + Bytes.text(noise.number())
                        + "\r\n");
            default -> RespWriter.request(calls.next());
          };
      stream = Bytes.concat(stream, noise.chance(50) ? noise.mutated(next) : next);
    }
    return stream;
  }

  private static void replies(Noise noise, Watch watch) {
    Target target = new Target(noise);
    Calls calls = new Calls(commands(target), noise);
    for (int i = 0; i < STREAMS; i++) {
      byte[][] argv = calls.next();
      if (argv.length == 0 || isTooMuch(argv)) {
        continue;
      }
      Reply reply = target.send(target.client(), argv);
      byte[] bytes = RespWriter.bytes(reply, noise.chance(50));
      byte[] bad = noise.chance(20) ? nested(noise) : noise.mutated(bytes);
      watch.step("reply " + (bad.length > 2_000 ? "" : Bytes.repr(bad)));
      RespReader reader = new RespReader();
      try {
        int at = 0;
        while (at < bad.length) {
          int to = Math.min(bad.length, at + 1 + noise.random.nextInt(100));
          reader.feed(bad, at, to);
          at = to;
          while (reader.next().isPresent()) {
            continue;
          }
        }
      } catch (ProtocolError refused) {
        continue;
      }
    }
  }

  private static byte[] nested(Noise noise) {
    String mark = noise.pick("*1\r\n", "%1\r\n:1\r\n", "~1\r\n", ">1\r\n", "|1\r\n:1\r\n");
    return Bytes.of(mark.repeat(noise.random.nextInt(20_000)));
  }

  private static void payloads(Noise noise, Watch watch) {
    Target target = new Target(noise);
    Calls calls = new Calls(commands(target), noise);
    for (int i = 0; i < PAYLOADS; i++) {
      byte[][] filling = calls.next();
      if (filling.length > 0 && !isTooMuch(filling)) {
        watch.step(line(filling));
        target.send(target.client(), filling);
      }
      Reply any = target.send(target.client(), Bytes.of("RANDOMKEY"));
      byte[] key = any instanceof Reply.Bulk bulk ? bulk.bytes() : noise.key();
      Reply dumped = target.send(target.client(), DUMP, key);
      if (dumped instanceof Reply.Bulk payload) {
        byte[] bad = Payloads.signed(noise.mutated(Payloads.body(payload.bytes())));
        watch.step("RESTORE " + Bytes.repr(bad));
        Reply reply = target.send(target.client(), RESTORE, key, Bytes.of("0"), bad, REPLACE);
        if (reply == Reply.OK) {
          watch.step("reading after RESTORE " + Bytes.repr(bad));
          Payloads.read(target, key);
        }
      }
    }
  }

  private static void scripts(Noise noise, Watch watch) {
    Target target = new Target(noise);
    Programs programs = new Programs(noise);
    for (int i = 0; i < PROGRAMS; i++) {
      byte[] source = programs.next();
      watch.step("EVAL " + Bytes.repr(source));
      Session session = target.client();
      target.send(
          session,
          Bytes.of("EVAL"),
          source,
          Bytes.of("1"),
          noise.key(),
          noise.word(),
          noise.number());
      if (session.isWaiting()) {
        watch.step("SCRIPT KILL");
        target.killScript();
      }
      watch.step("PING after " + Bytes.repr(source));
      Reply reply = target.send(target.client(), Bytes.of("PING"));
      if (reply != Reply.PONG
          && !(reply instanceof Reply.Simple)
          && !(reply instanceof Reply.Error)) {
        fail("a PING is answered by " + reply);
      }
    }
  }
}
