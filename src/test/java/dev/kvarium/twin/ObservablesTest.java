package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What learners can see of the real server, measured on it and on Kvarium side by side: the figures
 * of these experiments are what lessons are made of.
 */
class ObservablesTest {
  private RealRedis real;
  private RespLink link;
  private Ours ours;

  @BeforeEach
  void startBoth() throws IOException {
    real = RealRedis.start();
    link = real.connect();
    ours = new Ours(1);
  }

  @AfterEach
  void endBoth() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  /** Asks both; the reply of both, as redis-cli prints it. */
  private String both(String... words) throws IOException {
    String there = text(link.ask(words));
    assertThat(text(ours.inspect(words))).as(String.join(" ", words)).isEqualTo(there);
    return there;
  }

  private void figure(String key, String encoding, long bytes) throws IOException {
    assertThat(both("OBJECT", "ENCODING", key)).isEqualTo('"' + encoding + '"');
    assertThat(both("MEMORY", "USAGE", key)).isEqualTo("(integer) " + bytes);
  }

  private static String text(byte[] frame) {
    return ReplyText.of(Same.parse(frame), false);
  }

  @Test
  void aStringIsAnIntegerOrLiesBesideItsObjectOrApartFromIt() throws IOException {
    both("SET", "k", "12345");
    figure("k", "int", 48);
    both("SET", "k", "x".repeat(44));
    figure("k", "embstr", 96);
    both("SET", "k", "x".repeat(45));
    figure("k", "raw", 112);
  }

  @Test
  void deletingFromAStreamFreesNothingBeforeTheNodeGoes() throws IOException {
    for (int i = 1; i <= 200; i++) {
      both("XADD", "s", i + "-1", "n", "" + i);
    }
    String before = both("MEMORY", "USAGE", "s", "SAMPLES", "0");
    for (int i = 2; i <= 200; i++) {
      if (i != 101) {
        both("XDEL", "s", i + "-1");
      }
    }
    assertThat(both("XLEN", "s")).isEqualTo("(integer) 2");
    assertThat(both("MEMORY", "USAGE", "s", "SAMPLES", "0")).isEqualTo(before);
    both("XDEL", "s", "1-1");
    assertThat(both("MEMORY", "USAGE", "s", "SAMPLES", "0")).isNotEqualTo(before);
  }

  @Test
  void anApproximateTrimTakesWholeNodes() throws IOException {
    for (int i = 1; i <= 250; i++) {
      both("XADD", "s", i + "-1", "n", "" + i);
    }
    assertThat(both("XTRIM", "s", "MAXLEN", "~", "120")).isEqualTo("(integer) 100");
    assertThat(both("XLEN", "s")).isEqualTo("(integer) 150");
    both("XTRIM", "s", "MAXLEN", "=", "120");
    assertThat(both("XLEN", "s")).isEqualTo("(integer) 120");
  }

  @Test
  void deletingAnEntryLeavesItPending() throws IOException {
    both("XADD", "s", "1-1", "n", "1");
    both("XGROUP", "CREATE", "s", "g", "0");
    both("XREADGROUP", "GROUP", "g", "alice", "STREAMS", "s", ">");
    both("XDEL", "s", "1-1");
    assertThat(both("XLEN", "s")).isEqualTo("(integer) 0");
    assertThat(both("XPENDING", "s", "g")).startsWith("1) (integer) 1");
    assertThat(both("XREADGROUP", "GROUP", "g", "alice", "STREAMS", "s", "0")).contains("(nil)");
  }

  @Test
  void anEditInPlaceMakesAStringRaw() throws IOException {
    both("SET", "k", "abc");
    assertThat(both("OBJECT", "ENCODING", "k")).isEqualTo("\"embstr\"");
    both("APPEND", "k", "d");
    assertThat(both("OBJECT", "ENCODING", "k")).isEqualTo("\"raw\"");
    both("SET", "n", "10");
    both("INCRBYFLOAT", "n", "0.5");
    assertThat(both("OBJECT", "ENCODING", "n")).isEqualTo("\"embstr\"");
    both("SET", "large", "9223372036854775808");
    assertThat(both("OBJECT", "ENCODING", "large")).isEqualTo("\"embstr\"");
  }

  @Test
  void oneFieldTooManyMakesAHashALotLargerForGood() throws IOException {
    for (int i = 1; i <= 512; i++) {
      both("HSET", "h", String.format("f%05d", i), "v");
    }
    figure("h", "listpack", 6_192);
    both("HSET", "h", "f00513", "v");
    figure("h", "hashtable", 28_816);
    for (int i = 2; i <= 513; i++) {
      both("HDEL", "h", String.format("f%05d", i));
    }
    assertThat(both("HLEN", "h")).isEqualTo("(integer) 1");
    assertThat(both("OBJECT", "ENCODING", "h")).isEqualTo("\"hashtable\"");
  }

  @Test
  void oneValueTooLongMakesAHashATable() throws IOException {
    both("HSET", "h", "f", "x".repeat(64));
    assertThat(both("OBJECT", "ENCODING", "h")).isEqualTo("\"listpack\"");
    both("HSET", "h", "f", "x".repeat(65));
    assertThat(both("OBJECT", "ENCODING", "h")).isEqualTo("\"hashtable\"");
  }

  @Test
  void oneIntegerTooManyMakesASetATable() throws IOException {
    for (int i = 1; i <= 512; i++) {
      both("SADD", "s", Integer.toString(i));
    }
    figure("s", "intset", 1_328);
    both("SADD", "s", "513");
    figure("s", "hashtable", 24_712);
  }

  @Test
  void aWideIntegerWidensASetForGood() throws IOException {
    both("SADD", "s", "1", "2", "3");
    figure("s", "intset", 64);
    both("SADD", "s", "70000");
    figure("s", "intset", 80);
    both("SREM", "s", "70000");
    figure("s", "intset", 80);
  }

  @Test
  void oneMemberTooManyMakesASortedSetASkiplist() throws IOException {
    for (int i = 1; i <= 128; i++) {
      both("ZADD", "z", Integer.toString(i), "m" + i);
    }
    figure("z", "listpack", 1_072);
    both("ZADD", "z", "129", "m129");
    assertThat(both("OBJECT", "ENCODING", "z")).isEqualTo("\"skiplist\"");
    // its nodes have random levels
    assertThat(Same.number(link.ask("MEMORY", "USAGE", "z"))).isBetween(13_500L, 16_500L);
    assertThat(Same.number(ours.inspect("MEMORY", "USAGE", "z"))).isBetween(13_500L, 16_500L);
  }

  @Test
  void expiredKeysCountUntilTheyAreTouched() throws IOException {
    link.ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
    List<byte[][]> sets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      sets.add(
          new byte[][] {
            Bytes.of("SET"), Bytes.of("k" + i), Bytes.of("v"), Bytes.of("PX"), Bytes.of("50")
          });
    }
    link.ask(sets);
    List<Reply> time = Same.items(Same.parse(link.ask("TIME")));
    long micros = Long.parseLong(Bytes.text(((Reply.Bulk) time.getFirst()).bytes())) * 1_000_000;
    ours.setClock(micros);
    sets.forEach(ours::inspect);
    RealRedis.pause(80);
    ours.setClock(micros + 80_000);
    assertThat(both("DBSIZE")).isEqualTo("(integer) 10000");
    assertThat(both("GET", "k7")).isEqualTo("(nil)");
    assertThat(both("DBSIZE")).isEqualTo("(integer) 9999");
  }

  @Test
  void setClearsATimeToLiveAndOtherCommandsKeepIt() throws IOException {
    both("SET", "a", "1", "EX", "1000");
    both("SET", "a", "2");
    assertThat(both("TTL", "a")).isEqualTo("(integer) -1");
    both("SET", "a", "1", "EX", "1000");
    both("INCR", "a");
    assertThat(both("TTL", "a")).isEqualTo("(integer) 1000");
    both("RENAME", "a", "b");
    assertThat(both("TTL", "b")).isEqualTo("(integer) 1000");
  }

  @Test
  void theActiveCycleRemovesExpiredKeysThatNobodyTouches() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    reply(lab, "DEBUG SET-ACTIVE-EXPIRE 0");
    for (int i = 0; i < 10_000; i++) {
      reply(lab, "SET k" + i + " v PX 50");
    }
    lab.enter("+ 1s");
    assertThat(reply(lab, "DBSIZE")).isEqualTo("(integer) 10000");
    assertThat(reply(lab, "GET k7")).isEqualTo("(nil)");
    assertThat(reply(lab, "DBSIZE")).isEqualTo("(integer) 9999");
    reply(lab, "DEBUG SET-ACTIVE-EXPIRE 1");
    // measured on the real server: 0.29 s
    lab.enter("+ 500ms");
    assertThat(reply(lab, "DBSIZE")).isEqualTo("(integer) 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec", "no"})
  void aKilledProcessLosesNothingThatWasAcknowledged(String policy) throws IOException {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("appendfsync", policy));
    for (int i = 0; i < 2_000; i++) {
      assertThat(reply(lab, "SET k" + i + " v")).isEqualTo("OK");
      if (i % 20 == 0) {
        lab.enter("+ 1ms");
      }
    }
    lab.enter(":crash process");
    lab.enter(":restart");
    assertThat(reply(lab, "DBSIZE")).isEqualTo("(integer) 2000");
    assertThat(lab.metrics()).containsEntry("ledger.lost", "0");

    try (RealRedis logging = RealRedis.start("--appendonly", "yes", "--appendfsync", policy)) {
      RespLink link = logging.connect();
      for (int i = 0; i < 2_000; i++) {
        assertThat(text(link.ask("SET", "k" + i, "v"))).isEqualTo("OK");
      }
      logging.kill();
      logging.restart();
      assertThat(text(logging.connect().ask("DBSIZE"))).isEqualTo("(integer) 2000");
    }
  }

  private static String reply(Lab lab, String command) {
    return lab.enter(command).replyText().orElseThrow();
  }
}
