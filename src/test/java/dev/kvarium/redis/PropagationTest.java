package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log holds of each command, as redis-server 7.0.15 writes it. */
class PropagationTest {
  private static final long NOW = TestNode.START_MICROS / 1000;

  private final TestNode redis =
      new TestNode(RedisConfig.standard().with("appendonly", "yes"), false);

  PropagationTest() {
    redis.run("DEBUG SET-ACTIVE-EXPIRE 0");
  }

  /** The commands in the log, the first SELECT left out. */
  private List<String> log() {
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
    assertThat(commands.getFirst()).isEqualTo("SELECT 0");
    return commands.subList(1, commands.size());
  }

  private void expectLog(String typed, String... logged) {
    for (String line : typed.split("; ")) {
      if (line.startsWith("+")) {
        redis.passMillis(Long.parseLong(line.substring(1)));
      } else {
        redis.run(line);
      }
    }
    assertThat(log()).containsExactly(logged);
  }

  @Test
  void aTimeToLiveBecomesAPointInTime() {
    expectLog(
        "SET a 1 EX 10; SETEX b 10 1; PSETEX c 10 1; SET a 2 PX 5 GET; EXPIRE a 10 XX",
        "SET a 1 PXAT " + (NOW + 10_000),
        "SET b 1 PXAT " + (NOW + 10_000),
        "SET c 1 PXAT " + (NOW + 10),
        "SET a 2 PXAT " + (NOW + 5),
        "PEXPIREAT a " + (NOW + 10_000) + " XX");
  }

  @Test
  void getexIsLoggedAsWhatItDoesToTheTime() {
    expectLog(
        "SET a 1; GETEX a; GETEX a EX 10; GETEX a PERSIST; GETEX a PERSIST; GETEX a PXAT 1",
        "SET a 1",
        "PEXPIREAT a " + (NOW + 10_000),
        "PERSIST a",
        "DEL a");
  }

  @Test
  void whatChangedNothingIsNotLogged() {
    expectLog(
        "SET a 1; SET a 2 NX; SETNX a 2; DEL nosuch; EXPIRE nosuch 1; PERSIST a; GETDEL nosuch;"
            + " RENAME a a; COPY a a2; COPY a a2; MSETNX a 1 z 1; SETRANGE a 0 ",
        "SET a 1",
        "COPY a a2");
  }

  @Test
  void emptyingIsLoggedEvenWhenThereWasNothing() {
    expectLog("SET a 1; FLUSHALL; FLUSHDB ASYNC", "SET a 1", "FLUSHALL", "FLUSHDB ASYNC");
  }

  @Test
  void effectsAreLoggedWhereTheCommandWouldNotRepeat() {
    expectLog(
        "SET a 3 GET; GETSET a 4; INCRBYFLOAT a 0.5; GETDEL a; SET b 1; EXPIRE b 0",
        "SET a 3",
        "SET a 4",
        "SET a 4.5 KEEPTTL",
        "DEL a",
        "SET b 1",
        "DEL b");
  }

  @Test
  void aKeyFoundExpiredIsDeletedFirstTogetherWithWhatMetIt() {
    expectLog(
        "SET a 1 PX 10; +20; GET a; SET b 1 PX 10; +20; SET b 2",
        "SET a 1 PXAT " + (NOW + 10),
        "DEL a",
        "SET b 1 PXAT " + (NOW + 30),
        "MULTI",
        "DEL b",
        "SET b 2",
        "EXEC");
  }

  @Test
  void lazyFreeingIsLoggedAsUnlink() {
    expectLog(
        "CONFIG SET lazyfree-lazy-expire yes lazyfree-lazy-user-del yes; SET a 1 PX 10; +20; GET a;"
            + " SET b 1; GETDEL b; SET c 1; DEL c",
        "SET a 1 PXAT " + (NOW + 10),
        "UNLINK a",
        "SET b 1",
        "UNLINK b",
        "SET c 1",
        "DEL c");
  }

  @Test
  void aNodeThatStartsAgainHasTheSameKeysAndTimes() {
    redis.run("SET a 1 EX 100");
    redis.run("SET b 2");
    redis.run("SELECT 2");
    redis.run("SET c 3 PX 50");
    redis.run("APPEND c x");
    redis.node.stop();
    TestNode again = redis.again();
    assertThat(again.say("PEXPIRETIME a")).isEqualTo(Long.toString(NOW + 100_000));
    assertThat(again.say("GET b")).isEqualTo("2");
    again.run("SELECT 2");
    assertThat(again.say("GET c")).isEqualTo("3x");
  }
}
