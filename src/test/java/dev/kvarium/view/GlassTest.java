package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.event.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlassTest {
  private static final Blob KEY = Blob.of("user:1");

  @Test
  void aNewKeyShowsItsEncodingItsTimeToLiveAndItsWayIntoTheLog() {
    assertThat(
            line(
                new KeyEvent.Created(KEY, 0, "string", "embstr"),
                new KeyEvent.ExpirySet(KEY, 0, Scenes.NOW / 1_000 + 30_000),
                new CommandEvent.Ran("you", "set", 1),
                new AofEvent.Buffered(4_331, 57, "SET user:1 ada PXAT 1")))
        .isEqualTo(
            "listpack, 2 fields in 31 B · expires in 30.0 s · log +57 B, 300 B not on disk (480"
                + " ms)");
  }

  @Test
  void aStreamSaysWhetherItsNodeKnewTheFieldsAndWhenANewOneWasOpened() {
    assertThat(line(new StreamEvent.Appended(KEY, 0, "5-2", true, 2, 38)))
        .isEqualTo("its node knows the fields, only values were written");
    assertThat(
            line(
                new StreamEvent.NodeOpened(KEY, 0, "9-0", "stream-node-max-entries", 100, 100, 2),
                new StreamEvent.Appended(KEY, 0, "9-0", true, 1, 30)))
        .isEqualTo("▲ a new node, number 2: 100 entries ≥ stream-node-max-entries 100");
    assertThat(
            line(
                new StreamEvent.Deleted(KEY, 0, "5-1", false),
                new StreamEvent.Deleted(KEY, 0, "5-2", false),
                new StreamEvent.Deleted(KEY, 0, "6-0", true)))
        .isEqualTo(
            "2 entries marked as deleted, their bytes stay · a node freed with the last live"
                + " entry");
    assertThat(line(new StreamEvent.Trimmed(KEY, 0, 101, 1, 1, 40)))
        .isEqualTo("trimmed of 101 entries, 1 node freed, 1 marked in a node that stays");
  }

  @Test
  void entriesThatPassBetweenAGroupAndItsConsumersAreToldTogether() {
    Blob group = Blob.of("g");
    Blob alice = Blob.of("alice");
    Blob bob = Blob.of("bob");
    assertThat(
            line(
                new StreamEvent.Delivered(KEY, 0, group, alice, "1-0", 1, true),
                new StreamEvent.Delivered(KEY, 0, group, alice, "2-0", 1, true),
                new StreamEvent.Delivered(KEY, 0, group, alice, "3-0", 1, true),
                new StreamEvent.Delivered(KEY, 0, group, alice, "4-0", 1, true)))
        .isEqualTo("1-0, 2-0, 3-0 and 1 more delivered to alice, pending");
    assertThat(
            line(
                new StreamEvent.Claimed(KEY, 0, group, alice, bob, "1-0", 2),
                new StreamEvent.Dropped(KEY, 0, group, alice, "2-0"),
                new StreamEvent.Acknowledged(KEY, 0, group, bob, "1-0")))
        .isEqualTo(
            "1-0 claimed by bob from alice, delivered 2 times · 2-0 pending for alice no more: the"
                + " entry itself was deleted · 1-0 acknowledged, pending for bob no more");
  }

  @Test
  void scriptsThatCallTheSameAreToldOnce() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      events.addAll(script("get", "set"));
    }
    assertThat(line(events.toArray(new Event[0])))
        .isEqualTo("▲ GET, SET ran as one: nothing came in between, 1,200 times");
    for (String each : List.of("incr", "decr", "del", "hset", "ping")) {
      events.addAll(script(each));
    }
    assertThat(line(events.toArray(new Event[0])))
        .contains("INCR ran inside the script", "… and 2 more scripts")
        .doesNotContain("PING");
  }

  private static List<Event> script(String... commands) {
    List<Event> events = new ArrayList<>();
    events.add(new ScriptEvent.Started("you", "0".repeat(40), false));
    for (String each : commands) {
      events.add(new CommandEvent.Called("you", "eval", each, 1));
    }
    events.add(new ScriptEvent.Ended("you", "0".repeat(40), commands.length, 0));
    return events;
  }

  @Test
  void nothingChangedNoLine() {
    assertThat(line(new KeyEvent.Hit(KEY, 0), new CommandEvent.Ran("you", "get", 0))).isEmpty();
    assertThat(line(new KeyEvent.Missed(KEY, 0))).isEmpty();
    assertThat(line()).isEmpty();
  }

  @Test
  void aPassedLimitIsNamedAndIsTheOneThingThatIsNotDim() {
    StyledText line =
        styled(
            new EncodingEvent.Converted(
                KEY,
                0,
                "hash",
                "listpack",
                "hashtable",
                "hash-max-listpack-value",
                64,
                65,
                96,
                232),
            new AofEvent.Buffered(0, 90, "HSET"));
    assertThat(line.text())
        .isEqualTo(
            "▲ listpack → hashtable: value of 65 B > hash-max-listpack-value 64 · 96 B → 232 B"
                + " · log +90 B, 300 B not on disk (480 ms)");
    assertThat(line.pieces().getFirst().style().dim()).isFalse();
    assertThat(line.pieces().getLast().style().dim()).isTrue();
  }

  @Test
  void aConversionWithoutAParameterSaysWhatForcedIt() {
    assertThat(
            line(
                new EncodingEvent.Converted(
                    KEY, 0, "set", "intset", "hashtable", "not an integer", 0, 0, 64, 280)))
        .isEqualTo("▲ intset → hashtable: not an integer · 64 B → 280 B");
    assertThat(line(new EncodingEvent.Widened(KEY, 0, 16, 32, 70_000)))
        .isEqualTo("▲ intset widened 16 → 32 bits: 70,000 does not fit into 16");
    assertThat(
            line(
                new EncodingEvent.Converted(
                    KEY,
                    0,
                    "hash",
                    "listpack",
                    "hashtable",
                    "hash-max-listpack-entries",
                    512,
                    513,
                    6_192,
                    28_816)))
        .isEqualTo(
            "▲ listpack → hashtable: 513 fields > hash-max-listpack-entries 512 · 6,192 B → 28.1"
                + " KiB");
  }

  @Test
  void keysThatAreGoneSayHow() {
    assertThat(line(new KeyEvent.Deleted(KEY, 0))).isEqualTo("user:1 deleted");
    assertThat(line(new KeyEvent.Expired(KEY, 0, KeyEvent.Cause.LAZY)))
        .isEqualTo("user:1 expired: its time had passed, this touch removed it");
    assertThat(line(new KeyEvent.Renamed(KEY, 0, Blob.of("user:2"), 0)))
        .isEqualTo("user:1 renamed to user:2");
    assertThat(line(new KeyEvent.Flushed(3, 12))).isEqualTo("db3 emptied of 12 keys");
  }

  @Test
  void aKeyThatExpiredAndWasWrittenAnewSaysBoth() {
    assertThat(
            line(
                new KeyEvent.Expired(KEY, 0, KeyEvent.Cause.LAZY),
                new KeyEvent.Created(KEY, 0, "hash", "listpack")))
        .startsWith("the one before had expired")
        .endsWith("listpack, 2 fields in 31 B");
  }

  @Test
  void manyKeysAreCountedAndTheFirstAreNamed() {
    assertThat(
            line(
                new KeyEvent.Created(Blob.of("a"), 0, "string", "int"),
                new KeyEvent.Created(Blob.of("b"), 0, "string", "int"),
                new KeyEvent.Replaced(Blob.of("c d"), 0, "string", "int")))
        .isEqualTo("2 keys created: a, b · 1 key changed: \"c d\"");
    Event[] four = new Event[4];
    for (int i = 0; i < four.length; i++) {
      four[i] = new KeyEvent.Deleted(Blob.of("k" + i), 0);
    }
    assertThat(line(four)).isEqualTo("4 keys deleted: k0, k1, k2, …");
  }

  @Test
  void growingTablesAreToldWhenTheyBegin() {
    assertThat(
            line(
                new DictEvent.RehashStarted("db0.keys", 4, 8),
                new DictEvent.RehashStepped("db0.keys", 1)))
        .isEqualTo("▲ db0.keys grows 4 → 8 buckets, moved step by step");
  }

  @Test
  void factsOfOtherNodesAreTheirOwn() {
    List<EventLog.Entry> step =
        List.of(new EventLog.Entry(0, Scenes.NOW, "replica", new KeyEvent.Deleted(KEY, 0)));
    assertThat(Glass.line(step, Scenes.small()).isEmpty()).isTrue();
  }

  @Test
  void bucketsAreThoseOfTheKeysOfTheStep() {
    List<EventLog.Entry> step =
        List.of(
            new EventLog.Entry(0, Scenes.NOW, "main", new KeyEvent.Hit(KEY, 0)),
            new EventLog.Entry(1, Scenes.NOW, "main", new KeyEvent.Changed(KEY, 0)),
            new EventLog.Entry(2, Scenes.NOW, "main", new CommandEvent.Ran("you", "get", 0)));
    assertThat(Glass.buckets(step, Scenes.small()).stream().map(StyledText::text))
        .containsExactly("user:1 hangs in bucket 5 of 8 of db0.keys");
  }

  private static String line(Event... events) {
    return styled(events).text();
  }

  private static StyledText styled(Event... events) {
    List<EventLog.Entry> step = new ArrayList<>();
    for (Event event : events) {
      step.add(new EventLog.Entry(step.size(), Scenes.NOW, "main", event));
    }
    return Glass.line(step, Scenes.small());
  }
}
