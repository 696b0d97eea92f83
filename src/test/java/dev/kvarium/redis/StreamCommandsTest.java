package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams where time counts: ids of the clock, waiting readers, what the log repeats. */
class StreamCommandsTest {
  private static final long NOW = TestNode.START_MICROS / 1000;

  private final TestNode redis =
      new TestNode(RedisConfig.standard().with("appendonly", "yes"), false);

  /** A client and what it was sent unasked. */
  private final class Client {
    final Session session;
    final List<String> got = new ArrayList<>();

    Client(String name) {
      session = redis.node.connect(name);
      session.front = reply -> got.add(TestNode.text(reply));
    }

    String say(String line) {
      String[] words = line.split(" ");
      byte[][] argv = new byte[words.length][];
      for (int i = 0; i < words.length; i++) {
        argv[i] = Bytes.latin1(words[i]);
      }
      String reply = TestNode.text(redis.node.execute(session, argv));
      redis.node.beforeSleep();
      return reply;
    }
  }

  private void run(String... lines) {
    for (String line : lines) {
      redis.run(line);
    }
  }

  /** The commands in the log from one on. */
  private List<String> log(int from) {
    byte[] bytes =
        redis.disk.files.values().stream()
            .filter(file -> file.name().endsWith(".incr.aof"))
            .findFirst()
            .orElseThrow()
            .bytes();
    String[] lines = Bytes.latin1Text(bytes).split("\r\n");
    List<String> commands = new ArrayList<>();
    int at = 0;
    while (at < lines.length) {
      int words = Integer.parseInt(lines[at].substring(1));
      List<String> command = new ArrayList<>();
      for (int i = 0; i < words; i++) {
        command.add(lines[at + 2 + 2 * i]);
      }
      commands.add(String.join(" ", command));
      at += 1 + 2 * words;
    }
    return commands.subList(1 + from, commands.size());
  }

  @Test
  void theClockGivesIdsThatOnlyGrow() {
    assertThat(redis.say("XADD s * a 1")).isEqualTo(NOW + "-0");
    assertThat(redis.say("XADD s * a 1")).isEqualTo(NOW + "-1");
    redis.passMillis(3);
    assertThat(redis.say("XADD s * a 1")).isEqualTo(NOW + 3 + "-0");
    run("XADD s " + (NOW + 1000) + "-7 a 1");
    assertThat(redis.say("XADD s * a 1")).isEqualTo(NOW + 1000 + "-8");
    assertThat(redis.say("XADD s " + (NOW + 1000) + "-* a 1")).isEqualTo(NOW + 1000 + "-9");
  }

  @Test
  void allWhoWaitForAStreamAreServedWhatCameAfterTheyBegan() {
    Client one = new Client("one");
    Client two = new Client("two");
    run("XADD s 1-1 a 1");
    assertThat(one.say("XREAD BLOCK 0 STREAMS s $")).isEmpty();
    assertThat(two.say("XREAD BLOCK 0 COUNT 1 STREAMS other s 0 1-1")).isEmpty();
    run("MULTI", "XADD s 2-1 a 2", "XADD s 3-1 a 3", "EXEC");
    assertThat(one.got).containsExactly("[[s, [[2-1, [a, 2]], [3-1, [a, 3]]]]]");
    assertThat(two.got).containsExactly("[[s, [[2-1, [a, 2]]]]]");
    assertThat(redis.say("LLEN s")).startsWith("-WRONGTYPE");
  }

  @Test
  void oneOfAGroupIsServedAndTheOtherGoesOnWaiting() {
    Client one = new Client("one");
    Client two = new Client("two");
    run("XGROUP CREATE s g $ MKSTREAM");
    one.say("XREADGROUP GROUP g alice BLOCK 0 STREAMS s >");
    two.say("XREADGROUP GROUP g bob BLOCK 5000 STREAMS s >");
    run("XADD s 1-1 a 1");
    assertThat(one.got).containsExactly("[[s, [[1-1, [a, 1]]]]]");
    assertThat(two.got).isEmpty();
    redis.passMillis(5001);
    assertThat(two.got).containsExactly("nil");
    assertThat(redis.say("XPENDING s g")).isEqualTo("[1, 1-1, 1-1, [[alice, 1]]]");
  }

  @Test
  void whoWaitsForAGroupIsToldWhenItOrItsStreamIsGone() {
    Client one = new Client("one");
    Client two = new Client("two");
    run("XGROUP CREATE s g $ MKSTREAM", "XGROUP CREATE t g $ MKSTREAM");
    one.say("XREADGROUP GROUP g alice BLOCK 0 STREAMS s >");
    run("XGROUP DESTROY s g");
    assertThat(one.got)
        .containsExactly("-NOGROUP the consumer group this client was blocked on no longer exists");
    two.say("XREADGROUP GROUP g alice BLOCK 0 STREAMS t >");
    run("DEL t");
    assertThat(two.got).containsExactly("-UNBLOCKED the stream key no longer exists");
  }

  @Test
  void whoReadsWithoutAGroupWaitsForTheNextStreamOfThatName() {
    Client one = new Client("one");
    run("XADD s 5-0 a 1");
    one.say("XREAD BLOCK 0 STREAMS s 5-0");
    run("DEL s", "XADD s 1-1 old 1");
    assertThat(one.got).isEmpty();
    run("XADD s 6-0 b 1");
    assertThat(one.got).containsExactly("[[s, [[6-0, [b, 1]]]]]");
  }

  @Test
  void theLogHasIdsAndLengthsAsTheyCameOut() {
    run(
        "CONFIG SET stream-node-max-entries 2",
        "XADD s * a 1",
        "XADD s 99999999999999-* a 1",
        "XADD s 99999999999999-5 a 1",
        "XADD s MAXLEN ~ 2 LIMIT 10 * a 1",
        "XTRIM s MINID ~ 99999999999999-6",
        "XTRIM s MAXLEN ~ 1000",
        "XADD s MAXLEN 2 100000000000000 a 1");
    assertThat(log(0))
        .containsExactly(
            "XADD s " + NOW + "-0 a 1",
            "XADD s 99999999999999-0 a 1",
            "XADD s 99999999999999-5 a 1",
            "XADD s MAXLEN = 2 LIMIT 10 99999999999999-6 a 1",
            "XADD s MAXLEN 2 100000000000000 a 1");
  }

  @Test
  void theLogHasWhatReadingAndClaimingDidToEachEntry() {
    run("XADD s 1-1 a 1", "XADD s 2-1 a 1", "XGROUP CREATE s g 0");
    run("XREADGROUP GROUP g al COUNT 1 STREAMS s >");
    redis.passMillis(500);
    run("XREADGROUP GROUP g bo NOACK STREAMS s >");
    run("XREADGROUP GROUP g al STREAMS s 0", "XCLAIM s g bo 1000 1-1");
    run("XCLAIM s g bo 0 1-1 JUSTID", "XDEL s 1-1", "XAUTOCLAIM s g al 0 0", "XACK s g 1-1");
    run("XCLAIM s g bo 0 9-9 LASTID 7-7");
    assertThat(log(3))
        .containsExactly(
            claim("al", "1-1", NOW, 1, "1-1"),
            "MULTI",
            "XGROUP CREATECONSUMER s g bo",
            "XGROUP SETID s g 2-1 ENTRIESREAD 2",
            "EXEC",
            claim("bo", "1-1", NOW + 500, 2, "2-1"),
            "XDEL s 1-1",
            claim("bo", "1-1", NOW + 500, 2, "2-1"),
            "XGROUP SETID s g 7-7 ENTRIESREAD 2");
  }

  private static String claim(String consumer, String id, long at, int times, String last) {
    return "XCLAIM s g "
        + consumer
        + " 0 "
        + id
        + " TIME "
        + at
        + " RETRYCOUNT "
        + times
        + " FORCE JUSTID LASTID "
        + last;
  }

  @Test
  void theLogMakesTheSameStreamAgain() {
    run("CONFIG SET stream-node-max-entries 3");
    for (int i = 0; i < 40; i++) {
      run("XADD s MAXLEN ~ 12 * a " + i, "XADD t " + (i + 1) + "-* b " + i);
      if (i % 7 == 0) {
        run("XGROUP CREATE s g" + i + " 0", "XREADGROUP GROUP g0 c" + i + " STREAMS s >");
        run("XAUTOCLAIM s g0 d 0 0 COUNT 3", "XDEL t " + i + "-0", "XTRIM t MINID ~ " + i);
      }
      redis.passMillis(7);
    }
    TestNode again = redis.again();
    for (String key : List.of("s", "t")) {
      assertThat(again.say("XRANGE " + key + " - +"))
          .isEqualTo(redis.say("XRANGE " + key + " - +"));
      assertThat(again.say("XLEN " + key)).isEqualTo(redis.say("XLEN " + key));
    }
    // its clock begins anew, and no entry was delivered in the future
    String times = ", [0-9]+, 1\\]";
    assertThat(again.say("XPENDING s g0 - + 100").replaceAll(times, ""))
        .isEqualTo(redis.say("XPENDING s g0 - + 100").replaceAll(times, ""))
        .contains("c35");
    assertThat(again.say("XPENDING s g0")).isEqualTo(redis.say("XPENDING s g0"));
  }

  @Test
  void aTransactionDoesNotWait() {
    run("MULTI", "XREAD BLOCK 0 STREAMS s $");
    assertThat(redis.say("EXEC")).isEqualTo("[nil]");
  }
}
