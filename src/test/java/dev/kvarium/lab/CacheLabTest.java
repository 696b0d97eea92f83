package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Memcached in the lab: typed to as by telnet, stepped and taken back as everything is. */
class CacheLabTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String reply(String line) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).as("%s: %s", line, outcome).isFalse();
    return outcome.replyText().orElse("");
  }

  private void begin(String options) {
    assertThat(lab.enter(":world memcached " + options).failed()).isFalse();
  }

  @Test
  void aValueIsTheLineBehindItsCommand() {
    begin("m=8");
    assertThat(lab.prompt()).isEqualTo("memcached> ");
    assertThat(reply("set a 0 0 5")).isEmpty();
    assertThat(lab.prompt()).isEqualTo("memcached(7 B of the value)> ");
    assertThat(reply("hello")).isEqualTo("STORED");
    assertThat(reply("get a")).isEqualTo("VALUE a 0 5\nhello\nEND");
    assertThat(reply("> mg a v s")).isEqualTo("VA 5 s5\nhello");
  }

  @Test
  void aStepBackTakesACommandWithAllThatThereWasOfItsValue() {
    begin("m=8");
    reply("set a 0 0 2");
    reply("aa");
    reply("set a 0 0 5");
    reply("he");
    assertThat(lab.prompt()).isEqualTo("memcached(3 B of the value)> ");
    lab.enter(":back");
    assertThat(lab.prompt()).isEqualTo("memcached> ");
    assertThat(reply("get a")).isEqualTo("VALUE a 0 2\naa\nEND");
    lab.enter(":back 2"); // the get, and what was stored before it
    assertThat(lab.prompt()).isEqualTo("memcached> ");
    assertThat(reply("get a")).isEqualTo("END");
  }

  /** A memcached that SIGSTOP stopped answers what it was sent when SIGCONT comes. */
  @Test
  void whatItIsSentWhileItStandsStillIsAnsweredLate() {
    begin("m=8");
    reply("set brief 0 2 1");
    reply("x");
    reply(":freeze");
    assertThat(lab.enter("? node.frozen == 1").failed()).isFalse();
    assertThat(lab.enter(":freeze").failed()).isTrue();
    reply("set a 0 0 2");
    assertThat(reply("yy")).isEmpty();
    assertThat(reply("ann> get a")).isEmpty();
    reply("+ 5s");
    assertThat(lab.enter(":thaw").parts().stream().map(Part::toString).toList())
        .anySatisfy(part -> assertThat(part).contains("you", "STORED"))
        .anySatisfy(part -> assertThat(part).contains("ann", "VALUE a 0 2\nyy\nEND"));
    assertThat(reply("get brief")).isEqualTo("END");
    reply(":back 3"); // the read, :thaw and the time
    assertThat(lab.enter("? node.frozen == 1").failed()).isFalse();
  }

  @Test
  void whatItHadNotReadIsGoneWithItsProcess() {
    begin("m=8");
    reply(":freeze");
    reply("set a 0 0 2");
    reply("yy");
    reply(":crash process");
    reply(":restart");
    assertThat(reply("get a")).isEqualTo("END");
  }

  private String why(String line) {
    return ((Part.Said) lab.enter(line).parts().getFirst()).text();
  }

  @Test
  void theHistoryOfAnItemTellsWhatBecameOfItAndByWhat() {
    begin("m=2 slab_automove=0");
    reply("set a 0 0 3");
    reply("abc");
    reply("set a 0 0 4");
    reply("abcd");
    assertThat(why(":why a"))
        .isEqualTo(
            "a\n  stored: class 1, 63 B in a chunk of 96 B — #1 set a 0 0 3, at 00:00.000\n"
                + "  replaced: class 1, 64 B in a chunk of 96 B — #3 set a 0 0 4, at 00:00.000");
    reply("delete a");
    assertThat(why(":why a"))
        .startsWith("a, which is not there")
        .endsWith("taken out by a command — #5 delete a, at 00:00.000");
    lab.enter(":repeat 2000 set n{n} 0 0 900\\n{x900}");
    assertThat(why(":why n1"))
        .startsWith("n1, which is not there")
        .contains("thrown away to make room in class 12", "nobody had ever read it — #6 :repeat");
    reply("set b 0 1 1");
    reply("x");
    lab.enter("+ 3s");
    reply("get b");
    assertThat(why(":why b"))
        .contains("moved from the list HOT to COLD — #9 + 3s", "its time had passed, and ");
    assertThat(why(":why nobody")).isEqualTo("nobody: no input has ever stored such an item");
  }

  @Test
  void whatAHistorySaysOfAnItemIsSoInTheStore() {
    begin("m=2");
    String[] lines = {
      "set a 0 0 1",
      "x",
      "touch a 1",
      "+ 500ms",
      "gat 5 a",
      "+ 2s",
      "get a",
      "append a 0 0 1",
      "y",
      "flush_all",
      "get a",
      "set a 0 0 1",
      "z",
      ":repeat 3000 set f{n} 0 0 900\\n{x900}",
      "set f1 0 0 1",
      "q",
      "+ 5s",
      "delete f3000",
      ":restart main",
      "set a 0 0 1",
      "x",
    };
    for (String line : lines) {
      lab.enter(line);
      if (lab.memcached("main").isPresent()) {
        for (String key : List.of("a", "f1", "f3000")) {
          boolean there = lab.memcached("main").get().peek(Blob.of(key).bytes()).isPresent();
          boolean told = ItemHistory.of(lab, "main", Blob.of(key)).isThere();
          // an item past its time is still in the table until somebody notices
          assertThat(told || !there).as(key + " after " + line).isTrue();
          if (!line.startsWith("+") && !line.startsWith("flush") && !line.startsWith("touch")) {
            assertThat(told).as(key + " after " + line).isEqualTo(there);
          }
        }
      }
    }
  }

  @Test
  void aValueThatLooksLikeADirectiveIsMarked() {
    begin("m=8");
    reply("set a 0 0 5");
    assertThat(reply("> :back")).isEqualTo("STORED");
    reply("set b 0 0 0");
    assertThat(reply(">")).isEqualTo("STORED");
  }

  @Test
  void eachClientHasItsOwnValueToSend() {
    begin("m=8");
    reply("set a 0 0 1");
    assertThat(reply("other> get a")).isEqualTo("END");
    assertThat(reply("1")).isEqualTo("STORED");
    assertThat(lab.clients()).containsExactly("you", "other");
  }

  @Test
  void stepsAreTakenBackAndLookingIsNone() {
    begin("m=8");
    reply("set a 0 0 1");
    reply("1");
    reply("stats");
    reply("incr a 5");
    assertThat(lab.enter(":back").failed()).isFalse();
    assertThat(reply("get a")).isEqualTo("VALUE a 0 1\n1\nEND");
  }

  @Test
  void figuresOfStatsAreMetrics() {
    begin("m=8");
    reply("set a 0 0 1");
    reply("1");
    reply("get a");
    reply("get b");
    for (String check :
        List.of(
            "? stats.curr_items == 1",
            "? stats.get_misses == 1",
            "? slabs.1.used_chunks == 1",
            "? items.1.number_hot == 1",
            "? node.up == 1",
            "~ ItemEvent.Missed b")) {
      assertThat(lab.enter(check).failed()).as(check).isFalse();
    }
  }

  @Test
  void aCrashLeavesNothing() {
    begin("m=8");
    reply("set a 0 0 1");
    reply("1");
    assertThat(lab.enter(":crash process").parts().toString()).contains("gone: 1 item, all");
    assertThat(lab.enter("get a").failed()).isTrue();
    assertThat(lab.enter(":restart").failed()).isFalse();
    assertThat(reply("get a")).isEqualTo("END");
  }

  @Test
  void bothKindsOfNodesLiveInOneWorld() {
    assertThat(lab.enter(":node cache memcached m=8").failed()).isFalse();
    assertThat(reply("you@cache> version")).isEqualTo("VERSION 1.6.18");
    assertThat(reply("SET a 1")).isEqualTo("OK");
    assertThat(lab.nodes()).containsExactly("main", "cache");
    assertThat(lab.scene("main").models()).isEqualTo("redis 7.0");
    assertThat(lab.scene("cache").models()).isEqualTo("memcached 1.6.18");
  }

  @Test
  void aRedisStandsBesideAMemcached() {
    begin("m=8");
    assertThat(lab.enter(":node store redis").failed()).isFalse();
    assertThat(reply("you@store> SET a 1")).isEqualTo("OK");
    assertThat(lab.scene("store").models()).isEqualTo("redis 7.0");
  }

  @Test
  void aRecordingReplays() {
    begin("m=8");
    reply("set a 0 0 5");
    reply("hello");
    reply("get a");
    String text = Recording.of(lab, Recording.Extent.SCRIPT);
    assertThat(text).startsWith(":world memcached seed=1 version=1.6.18 m=8\n");
    Lab again = Lab.open(WorldSpec.DEFAULT);
    for (String line : text.lines().toList()) {
      if (line.startsWith(":") || line.startsWith(">")) {
        assertThat(again.enter(line).failed()).as(line).isFalse();
      }
    }
    assertThat(again.enter("get a").replyText()).contains("VALUE a 0 5\nhello\nEND");
  }

  @Test
  void aLineIsEnteredManyTimes() {
    begin("m=4 slab_automove=0");
    Outcome outcome = lab.enter(":repeat 45000 set s{n} 0 0 20\\n{x20}");
    assertThat(outcome.parts().toString()).contains("45,000 × STORED").contains("thrown away");
    assertThat(lab.enter("? stats.evictions == 1312").failed()).isFalse();
    assertThat(lab.enter(":repeat 3 INCR {n} {n}").parts().toString()).contains("3 × ERROR");
  }

  @Test
  void commandsOfAMemcachedAreCompletedAtItsPrompt() {
    begin("m=8");
    Completions completions = new Completions(new LabTyping(lab));
    assertThat(completions.at("to").stream().map(Suggestion::word)).containsExactly("touch");
    assertThat(completions.at("stats sl").stream().map(Suggestion::word)).containsExactly("slabs");
    assertThat(completions.hint("set a 0 ")).isEqualTo("EXPTIME BYTES [noreply]");
    assertThat(completions.marks("HSET a")).containsExactly(new Mark(0, 4, Mark.Kind.WRONG));
    assertThat(completions.marks("get a")).containsExactly(new Mark(0, 3, Mark.Kind.NAME));
    reply("set apple 0 0 5");
    assertThat(completions.at("s")).isEmpty();
    assertThat(completions.hint("get")).isEmpty();
    assertThat(completions.marks("get")).isEmpty();
    reply("hello");
    assertThat(completions.at("get ap"))
        .containsExactly(new Suggestion("apple", "keys", "class 1"));
    assertThat(lab.enter(":help touch").parts().toString())
        .contains("touch KEY EXPTIME [noreply]", "new time to live");
    assertThat(lab.enter(":help tuch").parts().toString()).contains("touch");
  }

  @Test
  void everyCommandThatIsOfferedIsKnownToTheServer() {
    begin("m=8");
    for (CacheRow row : CacheRow.ALL) {
      if (!row.name().equals("quit") && !row.name().equals("watch")) {
        String answer = reply(row.name() + (row.syntax().contains("KEY") ? " k" : ""));
        boolean known =
            !answer.equals("ERROR") || !row.syntax().isEmpty() && !row.syntax().startsWith("[");
        assertThat(known).as(row.name() + ": " + answer).isTrue();
      }
    }
  }

  @Test
  void anItemIsLookedAtWithoutBeingRead() {
    begin("m=8");
    reply("set a 0 0 5");
    reply("hello");
    for (String check :
        List.of(
            "? item.exists a == 1",
            "? item.value a == hello",
            "? item.class a == 1",
            "? item.list a == hot",
            "? item.bytes a == 65",
            "? stats.cmd_get == 0",
            "? slabs.29.total_pages == 0",
            "? items.29.number_hot == 0")) {
      assertThat(lab.enter(check).failed()).as(check).isFalse();
    }
    reply("flush_all");
    assertThat(lab.enter("? item.exists a == 0").failed()).isFalse();
    assertThat(lab.enter("? slabs.99.total_pages == 0").failed()).isTrue();
  }
}
