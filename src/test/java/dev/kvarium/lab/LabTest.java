package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabTest {
  private final Map<String, String> written = new HashMap<>();
  private final Lab lab =
      Lab.open(
          WorldSpec.DEFAULT,
          new TextFiles() {
            @Override
            public String read(String name) throws Refusal {
              throw new Refusal("no " + name);
            }

            @Override
            public void write(String name, String text) {
              written.put(name, text);
            }
          });

  /** What is said for a line, part by part; pictures as their narration. */
  private List<String> say(String line) {
    List<String> said = new ArrayList<>();
    for (Part part : lab.enter(line).parts()) {
      said.add(
          switch (part) {
            case Part.Replied replied -> replied.text();
            case Part.Glass glass -> "  " + glass.line().text();
            case Part.Picture picture -> picture.picture().narration();
            case Part.Delivered delivered -> delivered.lines();
            case Part.Said words -> words.text();
            case Part.Offered offered -> String.join("\n", offered.lines());
            case Part.Problem problem -> "! " + problem.what();
          });
    }
    return said;
  }

  private String one(String line) {
    List<String> said = say(line);
    assertThat(said).as(line).hasSize(1);
    return said.getFirst();
  }

  @Test
  void aReplyStandsAsRedisCliPrintsItAndTheGlassBeneathIt() {
    assertThat(say("SET user:1 ada EX 30"))
        .containsExactly(
            "OK", "  embstr, 3 B in 64 B · expires in 30.0 s · log +87 B, 87 B not on disk");
    assertThat(say("> GET user:1")).containsExactly("\"ada\"");
    lab.enter(":glass off");
    assertThat(say("SET user:1 ada")).containsExactly("OK");
    lab.enter(":glass full");
    assertThat(say("GET user:1"))
        .containsExactly(
            "\"ada\"",
            "  00:00.000 main KeyEvent.Hit key=user:1 db=0",
            "  00:00.000 main CommandEvent.Ran client=you command=get dirty=0",
            "  user:1 hangs in bucket 3 of 4 of db0.keys");
  }

  @Test
  void namedClientsHaveConnectionsOfTheirOwn() {
    lab.enter("SELECT 3");
    assertThat(lab.prompt()).isEqualTo("redis[3]> ");
    assertThat(one("worker-1> CLIENT ID")).isNotEqualTo(one("CLIENT ID"));
    lab.enter("worker-1> SET a 1");
    assertThat(one("GET a")).isEqualTo("(nil)");
    lab.enter(":client worker-1");
    assertThat(lab.prompt()).isEqualTo("worker-1> ");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    assertThat(one(":client")).isEqualTo("you\nworker-1");
    assertThat(say("SET x> y").getFirst()).as("no client's name").isEqualTo("OK");
  }

  @Test
  void nodesAreApart() {
    lab.enter(":node other appendfsync=always");
    lab.enter("you@other> SET a 1");
    assertThat(one("GET a")).isEqualTo("(nil)");
    lab.enter(":use other");
    assertThat(lab.prompt()).isEqualTo("redis@other> ");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    assertThat(say(":node"))
        .containsExactly("main: redis 7.0, up", "other (at the prompt): redis 7.0, up");
    assertThat(one("x@othr> GET a"))
        .isEqualTo("! there is no node 'othr'; did you mean other?: there are main, other");
    assertThat(say("? aof.unsynced_bytes@other == 0")).isEmpty();
    lab.enter(":back 2");
    assertThat(lab.nodes()).containsExactly("main");
    assertThat(lab.node()).isEqualTo("main");
  }

  @Test
  void aRefusedCommandGetsTheRealErrorAndAdvice() {
    assertThat(say("SETT a 1"))
        .containsExactly(
            "(error) ERR unknown command 'SETT', with args beginning with: 'a' '1' ",
            "  did you mean SET?");
    assertThat(say("CONFIG GTE x").getLast()).isEqualTo("  did you mean CONFIG GET?");
    assertThat(say("show keyspace").getLast()).isEqualTo("  did you mean :show?");
    assertThat(say("SET a").getLast()).startsWith("  SET key value [NX | XX]");
    assertThat(one("SET a \"b"))
        .isEqualTo("! Invalid argument(s): unbalanced quotes: the \" at column 7 is never closed");
  }

  @Test
  void aCrashNamesTheAcknowledgedWritesThatAreGone() {
    lab.enter("SET a 1");
    lab.enter("+ 1500ms");
    lab.enter("worker> SET b 2");
    lab.enter("SET c \"two words\"");
    lab.enter("GET c");
    lab.enter("+ 100ms");
    assertThat(say(":crash power"))
        .containsExactly(
            "lost: SET b 2 (by worker, acknowledged 00:01.500)",
            "lost: SET c \"two words\" (acknowledged 00:01.500)");
    assertThat(say("GET a"))
        .containsExactly(
            "! Could not connect to Redis at main: Connection refused",
            "  :restart brings it back");
    assertThat(one(":restart")).isEqualTo("main is up: read 2 commands of 50 bytes from its log");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    assertThat(one("GET b")).isEqualTo("(nil)");
    assertThat(say("? ledger.lost == 2")).isEmpty();
  }

  @Test
  void aKilledProcessLosesNothingThatTheKernelHas() {
    lab.enter("SELECT 2");
    lab.enter("SET a 1");
    assertThat(one(":crash process")).isEqualTo("lost: nothing that was acknowledged");
    assertThat(one(":crash process")).isEqualTo("! main is down already: :restart brings it back");
    assertThat(one(":crash power"))
        .as("the page cache goes with the power")
        .isEqualTo("lost: SET a 1 (acknowledged 00:00.000)");
    lab.enter(":back");
    assertThat(one(":restart")).startsWith("main is up");
    assertThat(lab.prompt()).as("connections are gone").isEqualTo("redis> ");
    lab.enter("SELECT 2");
    assertThat(one("GET a")).isEqualTo("\"1\"");
  }

  @Test
  void withoutALogEverythingIsLostEitherWay() {
    lab.enter(":world redis appendonly=no");
    lab.enter("SET a 1");
    assertThat(one(":crash process")).isEqualTo("lost: SET a 1 (acknowledged 00:00.000)");
    assertThat(one(":restart")).isEqualTo("main is up, with nothing: there is no log to read");
  }

  @Test
  void aTornWriteIsCutOffAtTheStart() {
    for (int seed = 0; seed < 30; seed++) {
      lab.enter(":world redis appendfsync=no disk-torn=yes seed=" + seed);
      lab.enter("SET a 1");
      lab.enter("SET b 2");
      lab.enter(":crash power");
      String up = one(":restart");
      if (up.contains("cut off an unfinished command")) {
        assertThat(say("~ AofEvent.Truncated")).isEmpty();
        return;
      }
    }
    throw new AssertionError("no torn write in 30 seeds");
  }

  @Test
  void withoutALogWhatWasSavedIsNotLost() {
    lab.enter(":world redis appendonly=no");
    lab.enter("SET before 1");
    lab.enter("BGSAVE");
    lab.enter("SET during 1");
    lab.enter("+ 1s");
    lab.enter("SET after 1");
    String lost = String.join("\n", say(":crash power"));
    assertThat(lost).contains("SET during 1", "SET after 1").doesNotContain("SET before 1");
    lab.enter(":restart");
    assertThat(one("MGET before during after")).isEqualTo("1) \"1\"\n2) (nil)\n3) (nil)");
    lab.enter("SET now 1");
    lab.enter("SAVE");
    assertThat(String.join("\n", say(":crash process"))).doesNotContain("SET now");
    lab.enter(":restart");
    assertThat(one("GET now")).isEqualTo("\"1\"");
  }

  @Test
  void infoTellsOfTheLogAndConfigSwitchesIt() {
    lab.enter("SET a 1");
    assertThat(one("INFO persistence"))
        .contains("aof_enabled:1", "aof_current_size:50", "aof_pending_bio_fsync:0");
    assertThat(say("CONFIG SET appendonly no"))
        .containsExactly("OK", "  the log is switched off: nothing goes into it any more");
    assertThat(one("INFO persistence"))
        .contains("aof_enabled:0")
        .doesNotContain("aof_current_size");
    lab.enter("CONFIG SET appendonly yes");
    assertThat(one("INFO persistence")).contains("aof_enabled:1", "aof_rewrite_in_progress:1");
    lab.enter("+ 1s");
    assertThat(one("INFO persistence")).contains("aof_rewrites:1", "aof_rewrite_in_progress:0");
    lab.enter("CONFIG SET appendfsync always");
    lab.enter("SET b 1");
    assertThat(say("? aof.unsynced_bytes == 0")).isEmpty();
  }

  @Test
  void timePassesByPlusAndByAdvance() {
    lab.enter("SET session:1 alice PX 1500");
    lab.enter("+ 1499ms");
    assertThat(one("GET session:1")).isEqualTo("\"alice\"");
    lab.enter(":advance 2ms");
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(1_501_000);
    assertThat(say("GET session:1").getFirst()).isEqualTo("(nil)");
    assertThat(say("~ KeyEvent.Expired session:1")).isEmpty();
    assertThat(say("~ KeyEvent.Expired session:1 0 lazy")).isEmpty();
    assertThat(one("~ KeyEvent.Expired session:2"))
        .isEqualTo(
            "! not stated since the last input: KeyEvent.Expired session:2\n"
                + "stated was: 00:01.501 main KeyEvent.Expired key=session:1 db=0 cause=lazy");
    lab.enter("GET x");
    assertThat(one("~ KeyEvent.Expired"))
        .startsWith("! not stated since the last input: KeyEvent.Expired\nno KeyEvent.Expired");
    assertThat(one("~ KeyEvent.Xpired"))
        .startsWith("! there is no fact 'KeyEvent.Xpired'; did you mean KeyEvent.Expired?");
    lab.enter(":advance");
    assertThat(lab.nowMicros() - lab.startMicros()).as("the next cron").isEqualTo(1_600_000);
  }

  @Test
  void factsCanBeAskedForInTheirOrder() throws Refusal {
    lab.enter("SET a 1");
    lab.enter("INCR a");
    lab.enter("DEL a");
    String inOrder = "KeyEvent.Created a then KeyEvent.Changed a then KeyEvent.Deleted a";
    String tooLate = "KeyEvent.Deleted a then KeyEvent.Changed a";
    assertThat(CheckLine.unmet(lab, "~ " + inOrder, 0)).isEmpty();
    assertThat(CheckLine.unmet(lab, "!~ " + inOrder, 0)).isPresent();
    assertThat(CheckLine.unmet(lab, "!~ " + tooLate, 0)).isEmpty();
    assertThat(CheckLine.unmetInWords(lab, "~ " + tooLate, 0))
        .contains("still to happen, after a is deleted: a is changed");
    assertThat(CheckLine.unmetInWords(lab, "~ KeyEvent.Created b then KeyEvent.Changed b", 0))
        .contains("still to happen: b is created");
    assertThat(CheckLine.unmetInWords(lab, "!~ " + inOrder, 0).orElseThrow())
        .endsWith(": a is created, then a is changed, then a is deleted");
    assertThat(one("~ KeyEvent.Deleted a then KeyEvent.Xpired"))
        .contains("there is no fact 'KeyEvent.Xpired'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+ 500|the duration '500' lacks a unit: write 500ms, 500s or another of us ms s m h d",
        "+ 5x|'x' in '5x' is not a unit of time: there are us ms s m h d",
        "+|'+' needs a duration, as in + 500ms",
        "+ 99999999d|the duration '99999999d' is too long: at most 400d",
        ":crahs power|there is no directive :crahs; did you mean crash? :help lists them",
        ":xyzzyx|there is no directive :xyzzyx; :help lists them",
        ":|':' needs the name of a directive: :help lists them",
        ":crash|:crash lacks what is to fail, process or power: it is written :crash process|power"
            + " [NODE]",
        ":crash disk|:crash takes process or power, not 'disk'",
        ":crash power nowhere|there is no node 'nowhere'; :node lists them",
        ":back x|:back takes a count of steps as a whole number from 0 on, not 'x'",
        ":back|there is no step to take back: nothing has changed this world yet",
        ":show|:show lacks the name of a view",
        ":show aop|there is no view 'aop'; did you mean aof?",
        ":glass half|:glass takes off, on or full, not 'half'",
        ":quit now|:quit does not take 'now': it is written :quit",
        ":world mongo|there is no world of kind 'mongo': write :world redis",
        ":world redis seed=x|seed takes a whole number, not 'x'",
        ":world redis version=6|redis version '6' is not modelled: write version=7.0, or 6.2, or"
            + " 7.2",
        ":world redis epoch=now|epoch takes Unix seconds or an instant",
        ":world redis appendfsync=often|parameter 'appendfsync': argument(s) must be one of",
        ":world redis disk-snyc=2s|there is no option 'disk-snyc'; did you mean disk-sync?",
        ":world redis disk-sync=2|the duration '2' lacks a unit",
        ":world redis loud|:world takes name=value, not 'loud'",
        ":set disk-sync|:set lacks a value for disk-sync",
        ":node a b|:node takes option=value behind the name, not 'b'",
        ":node main|there is a node main already: :use main speaks to it",
        ":client a/b|'a/b' cannot name a client: take letters, digits, dot, dash and underscore",
        ":help xyzzyx|there is no help on 'xyzzyx'; :help lists what there is",
        ":save a.kv b|:save does not take 'b': it is written :save FILE [over]",
        "? keyz == 1|there is no metric 'keyz'; did you mean keys? :metrics lists them",
        "? keys = 1|'? keys = 1' is written ? metric operator value",
        "? keys == 1|keys == 1: found 0",
        "? key.type|key.type needs a key behind it",
        "? key.type a < b|'b' is not a number: compare with == or !=",
        "?|'?' needs a metric",
      })
  void whatCannotBeFollowedSaysWhatWhereAndWhatToDo(String line, String problem) {
    assertThat(one(line)).startsWith("! " + problem);
    assertThat(lab.enter(line).failed()).isTrue();
  }

  @Test
  void metricsComeFromSnapshots() {
    lab.enter("SET a 12345");
    lab.enter("SELECT 3");
    lab.enter("HSET h f v");
    lab.enter("EXPIRE h 10");
    for (String holds :
        List.of(
            "? keys == 2",
            "? db0.keys == 1",
            "? db3.expires == 1",
            "? db7.keys == 0",
            "? key.encoding h == listpack",
            "? key.type nothing == none",
            "? key.ttl h <= 10000",
            "? client.db == 3",
            "? ledger.at_stake == 3",
            "? aof.unsynced_bytes > 100",
            "? node.up == 1")) {
      assertThat(say(holds)).as(holds).isEmpty();
    }
    assertThat(one("? keys")).isEqualTo("keys is 2");
    assertThat(lab.metrics()).containsEntry("keys", "2").containsEntry("db3.keys", "1");
  }

  @Test
  void stepsAreTakenBackAndWhatOnlyLookedIsNoStep() {
    lab.enter("SET a 1");
    lab.enter("INCR a");
    lab.enter("GET a");
    lab.enter("GET nothing");
    assertThat(one(":back")).isEqualTo("back at 00:00.000, without INCR a");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    lab.enter("CONFIG SET hash-max-listpack-entries 1");
    lab.enter("+ 3s");
    lab.enter("SET b 1");
    assertThat(one(":back 9"))
        .isEqualTo(
            "back at 00:00.000, without SET b 1, time passing,"
                + " CONFIG SET hash-max-listpack-entries 1, and 1 before (there were no more)");
    assertThat(one("DBSIZE")).isEqualTo("(integer) 0");
  }

  @Test
  void aLiveLabIsMovedByThePaceAndASteppedOneIsNot() {
    lab.enter("SET a 1 PX 1000");
    for (int i = 0; i < 30; i++) {
      lab.pace(50_000);
    }
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(1_500_000);
    assertThat(lab.journal()).as("strides of the wall are one").hasSize(2);
    lab.enter(":stepped");
    lab.pace(50_000);
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(1_500_000);
    lab.enter(":live 10");
    lab.pace(50_000);
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(2_000_000);
    assertThat(one(":pause")).isEqualTo("the clock stands still");
    assertThat(lab.live()).isFalse();
  }

  @Test
  void anotherWorldBeginsAnew() {
    lab.enter("SET a 1");
    lab.enter(":world redis seed=7 epoch=2020-02-02T00:00:00Z appendfsync=always disk-sync=2ms");
    assertThat(lab.nowMicros()).isEqualTo(1_580_601_600_000_000L);
    assertThat(one("DBSIZE")).isEqualTo("(integer) 0");
    lab.enter("SET a 1");
    assertThat(lab.nowMicros()).as("always waits for the disk").isEqualTo(1_580_601_600_002_000L);
    assertThat(one(":world"))
        .isEqualTo(
            ":world redis seed=7 version=7.0 epoch=2020-02-02T00:00:00Z appendfsync=always"
                + " disk-sync=2ms");
    assertThatThrownBy(() -> Lab.open(WorldSpec.DEFAULT.with("appendfsync", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWorldThatIsRefusedLeavesThisOneAsItIs() {
    lab.enter("SET a 1");
    lab.enter(":world redis bogus=1");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    assertThat(one(":back")).startsWith("back at");
  }

  @Test
  void aCommandOfRedisThatIsNotModelledIsNoSlip() {
    String remark = "a Redis command that is not modelled yet";
    for (String name : AbsentCommands.names()) {
      assertThat(say(name + " l"))
          .containsExactly(
              "(error) ERR unknown command '" + name + "', with args beginning with: 'l' ",
              "  " + remark);
      String typed = name.toUpperCase(Locale.ROOT);
      assertThat(one(":help " + name)).isEqualTo(typed + "\n  " + remark + ".");
      assertThat(one(":help :" + name)).startsWith("! there is no help on ':" + name + "'");
    }
    assertThat(say("PSYNCC l")).doesNotContain("  " + remark);
  }

  @Test
  void theCommandsOfTheTableAndThoseNotModelledAreAllOfRedis() {
    List<String> all = new ArrayList<>(AbsentCommands.names());
    lab.redis("main").orElseThrow().commands().all().forEach(each -> all.add(each.name()));
    assertThat(all).doesNotHaveDuplicates().hasSize(240);
  }

  @Test
  void helpIsPrintedFromTheTables() {
    assertThat(one(":help")).contains(":crash process|power [NODE]").contains("+ DURATION");
    assertThat(one(":help set")).startsWith("SET key value").contains(":set [NAME VALUE [NODE]]");
    assertThat(one(":help :set")).startsWith(":set");
    assertThat(one(":help config get")).startsWith("CONFIG GET parameter");
    assertThat(one(":help @list")).contains("LPUSH key element");
    assertThat(one(":help @lists")).startsWith("! there is no group @lists: there are @");
    for (DirectiveRow row : lab.directives()) {
      assertThat(one(":help :" + row.name())).startsWith(row.usage());
    }
  }

  @Test
  void quitEndsIt() {
    lab.enter(":quit");
    assertThat(lab.ended()).isTrue();
  }

  @Test
  void aSessionIsSavedAsAScript() {
    lab.enter("SET a 1");
    lab.pace(700_000);
    lab.pace(33_300);
    lab.enter("worker> GET a");
    lab.enter("# prose");
    lab.enter(":help");
    lab.enter("SETT a");
    lab.enter("? keys == 1");
    lab.enter("SET b 2");
    lab.enter(":back");
    lab.enter("SET c \"a > b\"");
    lab.enter("+ 2s");
    assertThat(one(":save s.kv")).isEqualTo("wrote 13 lines to s.kv");
    assertThat(written.get("s.kv"))
        .isEqualTo(
            """
            :world redis seed=1 version=7.0
            > SET a 1
            OK
            + 733300us
            worker> GET a
            "1"
            # prose
            > SETT a
            (error) ERR unknown command 'SETT', with args beginning with: 'a'
            ? keys == 1
            > SET c "a > b"
            OK
            + 2s
            """);
  }
}
