package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.script.EventLines;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A world goes through a short text and comes out the same; what is no such text is refused. */
class ShareTest {
  private static final String[] SESSION = {
    ":world redis seed=7 appendfsync=everysec disk-torn=yes",
    "SET a 1",
    "SET \"two words\" \"\\x00\\xff\"",
    ":node b replicaof=main",
    "+ 2s",
    ":partition main b",
    "worker-1> BLPOP jobs 0",
    ":repeat 50 RPUSH l {n}",
    ":link main b latency=20ms",
    ":heal",
    ":freeze b",
    "+ 500ms",
    ":thaw b",
    ":set disk-sync 30ms",
    ":use b",
    "GET a",
    ":use main",
    ":client eve",
    "SELECT 3",
    "SADD s x y",
    "SPOP s",
    ":crash power",
    ":restart",
    ":corrupt appendonly.aof.1.incr.aof 3",
    "EVAL \"return redis.call('INCR', KEYS[1])\" 1 n",
    ":seek #9",
    ":back 1",
    "INCR after",
  };

  @Test
  void aWorldComesBackWithAllThatHappenedInIt() {
    Lab lab = new InMemory().lab(SESSION);
    lab.elapse(123_456);
    lab.enter("GET a");
    lab.elapse(1);

    Lab other = new InMemory().lab();
    Outcome opened = other.enter(":open " + shared(lab) + " here");

    assertThat(opened.failed()).as(said(opened)).isFalse();
    assertThat(EventLines.of(other.events().all())).isEqualTo(EventLines.of(lab.events().all()));
    assertThat(other.metrics()).isEqualTo(lab.metrics());
    assertThat(other.steps()).isEqualTo(lab.steps());
    assertThat(other.nowMicros()).isEqualTo(lab.nowMicros());
    assertThat(other.prompt()).isEqualTo(lab.prompt());
    assertThat(other.enter(":save s.kv").failed()).isFalse();
    assertThat(shared(other)).isEqualTo(shared(lab));
  }

  /**
   * Worlds with everything that others than a single server make: rings, proxies, clusters, apps.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-hot-key",
        "moved-is-not-ask",
        "ejection-serves-stale-data",
        "frozen-is-not-cut-off",
        "a-node-joins-the-ring"
      })
  void theWorldOfAScenarioComesBack(String name) throws Exception {
    Lab lab = new InMemory().lab();
    Path file = Path.of("scenarios", name + ".kv");
    for (Script.Step step : ScriptParser.parse(name, Files.readString(file)).steps()) {
      lab.enter(step.line().entry());
    }
    Lab other = new InMemory().lab();
    Outcome opened = other.enter(":open " + shared(lab) + " here");
    assertThat(opened.failed()).as(said(opened)).isFalse();
    assertThat(other.metrics()).isEqualTo(lab.metrics());
    assertThat(other.steps()).isEqualTo(lab.steps());
  }

  @Test
  void theTextGoesIntoAFileThatIsNotThereYet() {
    InMemory files = new InMemory();
    Lab lab = files.lab("SET a 1");
    assertThat(said(lab.enter(":share w.txt")))
        .isEqualTo("kvarium open w.txt recreates this world");
    assertThat(files.read("w.txt")).isEqualTo(shared(lab) + "\n");
    assertThat(said(lab.enter(":share w.txt"))).contains("is there already");
  }

  @Test
  void aMemcachedWithItsValuesComesBack() {
    Lab lab =
        new InMemory()
            .lab(":world memcached seed=3 m=8", "set a 0 0 3", "abc", "get a", "+ 10s", "incr n 1");
    Lab other = new InMemory().lab();
    Outcome opened = other.enter(":open " + shared(lab) + " here");
    assertThat(opened.failed()).as(said(opened)).isFalse();
    assertThat(other.metrics()).isEqualTo(lab.metrics());
  }

  @Test
  void theWorldAtHandStaysAsItIsBesideTheOneThatIsOpened() {
    Lab lab = new InMemory().lab("SET mine 1");
    String theirs = shared(new InMemory().lab("SET theirs 2"));
    lab.enter(":open " + theirs);
    assertThat(lab.worlds()).containsExactly("first", "shared");
    assertThat(lab.prompt()).isEqualTo("shared:redis> ");
    assertThat(lab.enter("GET theirs").replyText()).contains("\"2\"");
    lab.enter(":open " + theirs);
    assertThat(lab.worldName()).isEqualTo("shared-2");
    lab.enter(":world first");
    assertThat(lab.enter("GET mine").replyText()).contains("\"1\"");
  }

  @Test
  void aSmallWorldIsAShortText() throws Refusal {
    Lab lab = new InMemory().lab("SET a 1", "SET b 2", ":crash power");
    assertThat(SharedWorld.text(lab).length()).isLessThan(100);
  }

  @Test
  void aCommandByAPortIsPartOfTheWorld() {
    Lab lab = new InMemory().lab("SET a 1");
    lab.portClients()
        .ask(
            "127.0.0.1:50000", new byte[][] {Bytes.of("SET"), Bytes.of("p"), {0, (byte) 0xff, 10}});
    lab.portClients()
        .ask(
            "127.0.0.1:50000",
            new byte[][] {Bytes.of("CLIENT"), Bytes.of("SETNAME"), Bytes.of("x")});
    Lab other = new InMemory().lab();
    Outcome opened = other.enter(":open " + shared(lab) + " here");
    assertThat(other.enter("GET p").replyText()).as(said(opened)).contains("\"\\x00\\xff\\n\"");
  }

  /** Every text that differs in a character, lacks some or has more is refused in words. */
  @Test
  void aDamagedTextIsRefused() throws Refusal {
    String whole = SharedWorld.text(new InMemory().lab("SET a 1", "SET b 2"));
    SplittableRandom random = new SplittableRandom(1);
    String alphabet = "ABCabc019-_xyz";
    for (int i = 0; i < whole.length(); i++) {
      refused(whole.substring(0, i));
      refused(whole.substring(0, i) + whole.substring(i + 1));
      char other = alphabet.charAt(random.nextInt(alphabet.length()));
      if (other != whole.charAt(i)) {
        refused(whole.substring(0, i) + other + whole.substring(i + 1));
      }
    }
    refused(whole + "0");
    refused("");
    refused("kv1--00000000");
  }

  @Test
  void aTextThatWouldFillTheMemoryIsNotUnpacked() {
    byte[] bomb = new byte[64 << 20];
    Arrays.fill(bomb, (byte) '>');
    assertThatThrownBy(() -> Share.text(packed(bomb)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("unpacks to more than 1.0 MiB");
  }

  @Test
  void anotherFormIsRefusedByItsNumber() {
    assertThatThrownBy(() -> Share.text("kv2-abc-00000000"))
        .hasMessageContaining("form 2")
        .hasMessageContaining("reads form 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":save /etc/passwd over",
        ":export x.html over",
        ":run x.kv",
        ":quit",
        ":open kv1--00000000",
        ":world redis",
        ":world elsewhere",
        ":fork ../x",
        ":fork first",
        ":sandbox end",
        ":drop first",
        ":stepped now",
        ":lesson 1",
        ":no-such-directive",
        "? keys == 1",
        "# words",
      })
  void aLineThatMakesNoWorldIsRefusedBeforeAnyIsFollowed(String line) {
    InMemory files = new InMemory();
    Lab lab = files.lab();
    Outcome opened = lab.enter(":open " + wellFormed("> SET a 1\n" + line));
    assertThat(said(opened)).contains("makes no world").contains(line);
    assertThat(lab.worlds()).containsExactly("first");
    assertThat(files.files).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0 0000000000000000\n",
        "0 0000000000000000\n> SET a 1",
        "0 xyz\n:world redis"
      })
  void aTextThatIsNoWorldIsRefused(String text) {
    assertThat(said(new InMemory().lab().enter(":open " + packed(Bytes.of(text)) + " here")))
        .contains("no world");
  }

  @Test
  void aWorldThatCannotBeginIsRefused() {
    Lab lab = new InMemory().lab();
    for (String world : List.of("cassandra", "redis seed=x", "redis no-such-option=1")) {
      String text = "0 0000000000000000\n:world " + world + "\n";
      assertThat(lab.enter(":open " + packed(Bytes.of(text))).failed()).as(world).isTrue();
    }
    assertThat(lab.worlds()).containsExactly("first");
  }

  @Test
  void aWorldInWhichSomethingElseHappensSaysSo() {
    assertThat(said(new InMemory().lab().enter(":open " + wellFormed("> SET a 1"))))
        .contains("another version of Kvarium");
  }

  private static String shared(Lab lab) {
    String said = said(lab.enter(":share"));
    assertThat(said).startsWith("kvarium open kv1-");
    return said.substring("kvarium open ".length());
  }

  private static String said(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (Part part : outcome.parts()) {
      switch (part) {
        case Part.Said said -> text.append(said.text());
        case Part.Problem problem -> text.append(problem.what());
        default -> {}
      }
    }
    return text.toString();
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> Share.text(text)).as(text).isInstanceOf(Refusal.class);
  }

  private static String wellFormed(String lines) {
    return packed(Bytes.of("0 0000000000000000\n:world redis seed=1 version=7.0\n" + lines + "\n"));
  }

  /** As a stranger would make one, who need not keep to the limits. */
  private static String packed(byte[] bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(out.toByteArray());
    return "kv1-"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray())
        + String.format("-%08x", crc.getValue());
  }
}
