package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that wait: in which order they are served, with what, and when they give up. */
class WaitingTest {
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

  private final Client one = new Client("one");
  private final Client two = new Client("two");
  private final Client three = new Client("three");

  @Test
  void theLongestWaitingIsServedFirstAndOnlyAsManyAsThereIsFor() {
    assertThat(one.say("BLPOP a b 0")).isEmpty();
    assertThat(two.say("BLPOP a 0")).isEmpty();
    assertThat(one.session.isWaiting()).isTrue();
    assertThat(three.say("RPUSH a 1")).isEqualTo("1");
    assertThat(one.got).containsExactly("[a, 1]");
    assertThat(two.got).isEmpty();
    three.say("RPUSH a 2 3");
    assertThat(two.got).containsExactly("[a, 2]");
    assertThat(one.session.isWaiting()).isFalse();
    assertThat(one.say("LRANGE a 0 -1")).isEqualTo("[3]");
  }

  @Test
  void keysAreServedInTheOrderInWhichTheTransactionMadeThem() {
    one.say("BLPOP a b 0");
    three.say("MULTI");
    three.say("LPUSH b 1");
    assertThat(three.say("LPUSH a 2")).isEqualTo("QUEUED");
    assertThat(one.got).isEmpty();
    assertThat(three.say("EXEC")).isEqualTo("[1, 1]");
    assertThat(one.got).containsExactly("[b, 1]");
  }

  @Test
  void aKeyThatIsGoneWhenTheTransactionIsOverServesNobody() {
    one.say("BLPOP a 0");
    three.say("MULTI");
    three.say("LPUSH a 1");
    three.say("DEL a");
    three.say("EXEC");
    assertThat(one.got).isEmpty();
    three.say("SET a x");
    assertThat(one.got).isEmpty();
    three.say("DEL a");
    three.say("RPUSH a y");
    assertThat(one.got).containsExactly("[a, y]");
  }

  @Test
  void aMovedElementServesTheNextInTheChain() {
    one.say("BLMOVE a b LEFT RIGHT 0");
    two.say("BRPOPLPUSH b c 0");
    three.say("RPUSH a x");
    assertThat(one.got).containsExactly("x");
    assertThat(two.got).containsExactly("x");
    assertThat(three.say("LRANGE c 0 -1")).isEqualTo("[x]");
  }

  @Test
  void aDestinationOfTheWrongTypeEndsTheWaitAndKeepsTheElement() {
    three.say("SET b text");
    one.say("BLMOVE a b LEFT RIGHT 0");
    three.say("RPUSH a x");
    assertThat(one.got)
        .containsExactly("-WRONGTYPE Operation against a key holding the wrong kind of value");
    assertThat(three.say("LLEN a")).isEqualTo("1");
  }

  @Test
  void theTimeIsOverToTheMillisecond() {
    assertThat(one.say("BLPOP a 0.5")).isEmpty();
    redis.passMillis(499);
    assertThat(one.got).isEmpty();
    redis.passMillis(1);
    assertThat(one.got).containsExactly("nil");
    three.say("RPUSH a 1");
    assertThat(three.say("LLEN a")).isEqualTo("1");
  }

  @Test
  void insideATransactionNobodyWaits() {
    one.say("MULTI");
    one.say("BLPOP a 0");
    one.say("BLMOVE a b LEFT LEFT 0");
    assertThat(one.say("EXEC")).isEqualTo("[nil, nil]");
  }

  @Test
  void whoLeftIsNotServed() {
    one.say("BLPOP a 0");
    two.say("BLPOP a 0");
    redis.node.disconnect(one.session);
    three.say("RPUSH a 1");
    assertThat(one.got).isEmpty();
    assertThat(two.got).containsExactly("[a, 1]");
  }

  @Test
  void exchangedDatabasesServeThoseWhoWait() {
    three.say("SELECT 1");
    three.say("RPUSH a 1");
    one.say("BLPOP a 0");
    three.say("SWAPDB 0 1");
    assertThat(one.got).containsExactly("[a, 1]");
  }
}
