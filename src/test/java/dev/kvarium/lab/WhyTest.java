package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.script.LabState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyTest {
  private static final String LONG = "x".repeat(65);

  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String said(String line) {
    StringBuilder text = new StringBuilder();
    for (Part part : lab.enter(line).parts()) {
      if (part instanceof Part.Said said) {
        text.append(text.isEmpty() ? "" : "\n").append(said.text());
      } else if (part instanceof Part.Problem problem) {
        text.append("! ").append(problem.what());
      }
    }
    return text.toString();
  }

  private String why(String... lines) {
    for (String line : lines) {
      lab.enter(line);
    }
    return said(":why");
  }

  @Test
  void anEncodingIsExplainedByTheRuleOrByTheLimitThatWasPassed() {
    assertThat(said(":why")).startsWith("! there is nothing to give reasons for");
    assertThat(why("SET a 12")).contains("a is int: it reads as a 64-bit integer");
    assertThat(why("SET a hello")).contains("a is embstr: 5 B are not more than 44");
    assertThat(why("APPEND a x")).contains("embstr → raw: edited in place");
    assertThat(why("SET a " + LONG)).contains("a is raw: 65 B are more than 44");
    assertThat(why("HSET h f v"))
        .contains("h is listpack: 1 of at most hash-max-listpack-entries 512, and none is longer");
    lab.enter("HSET h g " + LONG);
    assertThat(why("HGET h f"))
        .startsWith("HGET h f, at 00:00.000")
        .contains("listpack → hashtable: 65 > hash-max-listpack-value 64 (")
        .contains(" — #6 HSET h g ");
    assertThat(why("SADD s 1 2"))
        .contains("s is intset: nothing but integers, 2 of at most set-max-intset-entries 512");
    assertThat(why("SADD s y")).contains("s is hashtable: intset → hashtable: ");
    assertThat(why("ZADD z 1 m")).contains("zset-max-listpack-entries 128");
    assertThat(why("CONFIG SET zset-max-listpack-entries 1", "ZADD z 2 n"))
        .contains("z is skiplist: listpack → skiplist: 2 > zset-max-listpack-entries 1");
  }

  @Test
  void whatTheServerDidByItselfAsTimePassedIsTold() {
    lab.enter(":stepped");
    lab.enter(":repeat 1030 SET k{n} v");
    assertThat(why("+ 150ms")).contains("db0.keys moved into 2,048 buckets");
    assertThat(why("+ 10ms")).contains("nothing was due that left a trace");
    lab.enter("SET gone x PX 50");
    lab.enter(":repeat 1100 SET m{n} v");
    lab.enter(":live");
    lab.pace(400_000);
    assertThat(said(":why"))
        .contains("since then: 1 key expired", "since then: db0.keys moved into 4,096 buckets");
  }

  @Test
  void anEncodingOfAnEarlierValueIsNoReason() {
    assertThat(why("SET a hello", "APPEND a x", "SET a " + LONG, "GET a"))
        .contains("a is raw: 65 B are more than 44")
        .doesNotContain("edited in place (");
  }

  @Test
  void aKeyThatIsGoneIsTracedToWhatTookIt() {
    assertThat(why("GET a")).contains("a is not there: no input has ever made it in db0");
    assertThat(why("SET a 1", "DEL a", "GET a"))
        .contains("a is not there: deleted — #2 DEL a, at 00:00.000");
    assertThat(why("SET b 1 PX 30", "+ 50ms", "GET b"))
        .contains("and this touch found it (lazily) — GET b, at 00:00.050");
    assertThat(why("SET c 1 PX 500", "+ 2s", "GET c"))
        .contains("and the active cycle came by — #6 + 2s, at 00:00.600");
    assertThat(why("SET d 1", "RENAME d e", "GET d"))
        .contains("d is not there: renamed to e — #8 RENAME d e");
    assertThat(why("FLUSHALL", "GET e")).contains("e is not there: gone with all 1 key of db0");
  }

  @Test
  void aWriteThatACrashTookIsNamed() {
    lab.enter("SET a 1");
    lab.enter("+ 2s");
    lab.enter("SET b 1");
    lab.enter("+ 200ms");
    lab.enter("SET late 1");
    assertThat(why(":crash power"))
        .contains("lost: SET late 1, acknowledged at 00:02.200; the last sync of the log ended at");
    assertThat(why(":restart")).contains("memory was empty; the log gave ");
    assertThat(why("GET late"))
        .contains("late is not there: missing from the log that the server read at its start")
        .contains("late was lost, though it was acknowledged: SET late 1 — #6 :crash power main");
    assertThat(said(":why a"))
        .contains("created: string, int — #1 SET a 1, at 00:00.000")
        .contains("gone from memory: the power was cut — #6 :crash power main")
        .contains("read from the log: string, int — #7 :restart main");
  }

  @Test
  void anErrorIsExplainedByWhatTheKeyHolds() {
    assertThat(why("SET a 1", "+ 1s", "LPUSH a x"))
        .contains("refused, so nothing was changed and nothing logged: WRONGTYPE")
        .contains("a holds a string, since #1 SET a 1, at 00:00.000; LPUSH is for the type list");
    assertThat(why("ZADD z 1 m", "INCR z")).contains("z holds a zset, since #3 ZADD z 1 m");
    assertThat(why("NOSUCH")).contains("no command of redis 7.0 has that name");
    assertThat(why("GET")).contains("it is written GET key");
    assertThat(why("SET t text", "INCR t")).contains("not an integer").contains("t is embstr");
  }

  @Test
  void nothingChangedAndTheBytesOfTheLogHaveTheirReasons() {
    assertThat(why("SET n 1", "SET n 2 NX"))
        .contains("SET changed nothing")
        .contains("n is there, since #1 SET n 1, at 00:00.000");
    assertThat(why("GET n")).contains("GET changes no data, so nothing went into the log");
    assertThat(why("SET n 3 EX 10"))
        .contains("log +57 B: SET n 3 PXAT 1767225610000, and not as it was entered");
    assertThat(why("SELECT 1", "SET n 3"))
        .contains("log +23 B: SELECT 1, since what follows is for another database")
        .contains("log +27 B: SET n 3, each word with its length before it");
    assertThat(why("SET k 1"))
        .contains("48 B: 24 B for its entry in the table of keys, 8 B for its name, 16 B for the");
  }

  @Test
  void whatClientsDoToOneAnotherIsTold() {
    assertThat(why("MSET a 1 name ada", "MULTI", "INCR a"))
        .contains("it is only queued: EXEC will run 1 command; nothing was looked at");
    assertThat(why("INCR name", "EXEC"))
        .contains("it ran 2 commands one behind the other")
        .contains("INCR failed: ERR value is not an integer")
        .contains("takes nothing back")
        .contains("log +21 B: INCR a")
        .doesNotContain("as it was entered")
        .doesNotContain("refused");
    assertThat(why("shop> WATCH a", "shop> MULTI", "SET a 5"))
        .contains("shop watches a, so its EXEC will run nothing");
    assertThat(why("shop> SET a 6", "shop> EXEC"))
        .contains("none of it was run: a watched key was changed")
        .contains("a was changed — #6 SET a 5");
    assertThat(why("worker> BLPOP jobs 2"))
        .contains("it waits, since there is nothing in jobs for it; 2.0 s at most");
    assertThat(why("+ 1s", "LPUSH jobs x"))
        .contains("worker had waited 1.0 s for jobs, longer than anybody else, and was served");
    assertThat(why("MULTI", "NOSUCH", "EXEC")).contains("thrown away").contains("while queueing");
  }

  @Test
  void aScriptThatFailedIsAStepWhenItHasWritten() {
    String half = "EVAL \"redis.call('SET', KEYS[1], 1) redis.call('LPUSH', KEYS[1], 1)\" 1 a";
    assertThat(why(half))
        .startsWith("#1 EVAL")
        .contains("the script ended with an error: WRONGTYPE")
        .contains("SET was done by then, and what was written stays")
        .contains("log +27 B: SET a 1");
    lab.enter(":back");
    assertThat(lab.enter("EXISTS a").replyText()).contains("(integer) 0");
    assertThat(why("EVAL \"redis.call('GET', KEYS[1]) error('no')\" 1 a"))
        .startsWith("EVAL")
        .contains("it had written nothing by then");
    assertThat(why("EVAL \"redis.call('INCR', KEYS[1]) redis.call('INCR', KEYS[2])\" 2 a b"))
        .contains("it ran as one, with nobody served in between: INCR, INCR");
    assertThat(why("EVAL \"return foo(\" 0")).contains("refused, so nothing was changed");
  }

  @Test
  void aConditionThatDidNotHoldIsNamed() {
    assertThat(why("SET n 1", "SET n 2 NX")).contains("NX asks that n is not there, and it is");
    assertThat(why("SET m 2 XX")).contains("XX asks that m is there already, and m is not there");
    assertThat(why("ZADD z 5 a 1 b", "ZADD z GT 3 a"))
        .contains("ZADD changed nothing")
        .contains("GT takes only a greater score, and a has 5, more than 3");
    assertThat(why("ZADD z GT 3 a 9 b"))
        .contains("GT takes only a greater score, and a has 5, more than 3")
        .doesNotContain("b has");
    assertThat(why("ZADD z LT 7 a")).contains("LT takes only a lesser score, and a has 5");
    assertThat(why("ZADD z NX inf a")).contains("NX adds only members that are not there");
    assertThat(why("ZADD z 5 a")).contains("a has 5, as it was to get");
    assertThat(why("EXPIRE n 10 XX")).contains("where there is one already, and it has none");
    assertThat(why("EXPIRE n 9 GT")).contains("no time at all counts as later than any");
    assertThat(why("EXPIRE n 10", "EXPIRE n 5 GT")).contains("late enough already, at 00:10.000");
    assertThat(why("EXPIRE n 20 LT")).contains("it dies earlier already, at 00:10.000");
    assertThat(why("EXPIRE n 20 NX")).contains("it has one, at 00:10.000");
    assertThat(why("MSETNX q 1 n 2")).contains("sets all or none, and n is there already");
    assertThat(why("HSETNX h f 1", "HSETNX h f 2")).contains("not there, and f is");
    assertThat(why("RENAMENX n z")).contains("RENAMENX asks that z is not there, and it is");
    assertThat(why("COPY n z")).contains("COPY without REPLACE asks that z is not there");
    assertThat(why("SADD s 1 2", "SADD s 2")).contains("2 is a member already");
    assertThat(why("LPUSHX l 1")).contains("LPUSHX pushes only onto a list that is there");
    assertThat(why("MOVE n 1", "SET n 1", "MOVE n 1"))
        .contains("the other database has no n, and it has one");
  }

  @Test
  void aHistoryFollowsWhatAKeyHoldsThroughItsNamesAndDatabases() {
    for (String line : List.of("SET a 1", "APPEND a x", "RENAME a b", "COPY b c", "SWAPDB 0 1")) {
      lab.enter(line);
    }
    assertThat(said(":why c"))
        .isEqualTo(
            """
            c, which is not there
              as a: created: string, int — #1 SET a 1, at 00:00.000
              as a: int → raw: edited in place (16 B → 24 B) — #2 APPEND a x, at 00:00.000
              as a: changed — #2 APPEND a x, at 00:00.000
              as b: took the place of a — #3 RENAME a b, at 00:00.000
              a copy of b — #4 COPY b c, at 00:00.000
              gone to db1 when db0 and db1 exchanged all their keys — #5 SWAPDB 0 1, at 00:00.000\
            """);
    assertThat(why("GET c")).contains("c is not there: gone to db1 when db0 and db1 exchanged");
    lab.enter("SELECT 1");
    assertThat(said(":why c"))
        .endsWith(
            "came from db0 when db1 and db0 exchanged all their keys — #5 SWAPDB 0 1,"
                + " at 00:00.000");
    assertThat(why("GET c")).contains("c is raw: int → raw: edited in place (16 B → 24 B) — #2");
    assertThat(said(":why a")).startsWith("a: no input has ever made such a key in db1");
  }

  @Test
  void theHistoryOfAKeyIsToldInItsOrder() {
    for (int i = 0; i < 5; i++) {
      lab.enter("INCR c");
    }
    lab.enter("EXPIRE c 10");
    lab.enter("PERSIST c");
    lab.enter("DEL c");
    assertThat(said(":why c"))
        .isEqualTo(
            """
            c, which is not there
              created: string, int — #1 INCR c, at 00:00.000
              changed 4 times, the last — #5 INCR c, at 00:00.000
              expires at 00:10.000 — #6 EXPIRE c 10, at 00:00.000
              expires no more — #7 PERSIST c, at 00:00.000
              deleted — #8 DEL c, at 00:00.000\
            """);
    assertThat(said(":why nosuch")).isEqualTo("nosuch: no input has ever made such a key in db0");
    for (int i = 0; i < 40; i++) {
      lab.enter("SET c " + i);
    }
    assertThat(said(":why c")).hasLineCount(26).contains("… and 21 lines more");
  }

  @Test
  void reasonsAreThoseOfTheLastInputAndNotOfTheTimeSince() {
    lab.enter("SET a 1 PX 100");
    lab.enter("GET a");
    lab.pace(1_000_000);
    assertThat(said(":why")).startsWith("GET a, at 00:00.000");
    assertThat(lab.enter("GET a").failed()).isFalse();
    assertThat(said(":why")).contains("time passing, at 00:00.200");
    lab.enter(":back");
    assertThat(said(":why")).startsWith("! ");
  }

  @Test
  void aCommandIsExplainedWithoutBeingRun() {
    lab.enter("SET c 1");
    String said = said(":explain SET c 100 EX 10");
    assertThat(said)
        .contains("would reply OK")
        .contains("would write 59 B into the log: SET c 100 PXAT 1767225610000")
        .contains("KeyEvent.Replaced key=c db=0 type=string encoding=int");
    assertThat(lab.enter(":explain SET c 100").parts()).anyMatch(Part.Glass.class::isInstance);
    assertThat(said(":explain LPUSH c 1"))
        .contains("would reply (error) WRONGTYPE")
        .contains("would write nothing into the log");
    assertThat(said(":explain HSET \"two words\" f v")).contains("key=\"two words\"");
    assertThat(said(":explain SET c 2 NX"))
        .contains("would reply (nil)")
        .contains("would change nothing: NX asks that c is not there, and it is");
    assertThat(said(":explain BLPOP nowhere 0")).startsWith("would get no reply yet, and wait");
    assertThat(said(":explain")).startsWith("! :explain lacks a command");
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void explainingAndAskingLeavesNoTrace(long seed) {
    Lab asked = Lab.open(WorldSpec.DEFAULT.withSeed(seed));
    Lab left = Lab.open(WorldSpec.DEFAULT.withSeed(seed));
    RandomSession other = new RandomSession(seed + 1);
    for (String line : new RandomSession(seed).lines(60)) {
      asked.enter(line);
      left.enter(line);
      String explained = other.command();
      assertThat(asked.enter(":explain " + explained).failed()).as(explained).isFalse();
      for (String question : List.of(":why", ":why s1", ":why h1", ":worlds")) {
        asked.enter(question);
      }
      assertThat(asked.events().all()).as(explained).isEqualTo(left.events().all());
      assertThat(asked.journal()).hasSameSizeAs(left.journal());
    }
    assertThat(LabState.of(asked)).isEqualTo(LabState.of(left));
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54})
  void whatAHistorySaysOfAKeyIsSoInTheStore(long seed) {
    Lab random = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    for (String line : new RandomSession(seed).lines(120)) {
      random.enter(line);
      if (random.redis("main").isEmpty()) {
        continue;
      }
      for (String key : List.of("s0", "s1", "c0", "h0", "l1", "t2", "z3")) {
        for (int db = 0; db < 3; db++) {
          Blob name = Blob.of(key);
          boolean there = random.scene("main").value(db, name).isPresent();
          assertThat(KeyHistory.of(random, "main", db, name, Long.MAX_VALUE).isThere())
              .as("seed %d, %s in db%d after %s", seed, key, db, line)
              .isEqualTo(there);
        }
      }
    }
  }
}
