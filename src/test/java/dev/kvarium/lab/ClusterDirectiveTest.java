package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A Redis Cluster made, moved about and used by lines of the lab. */
class ClusterDirectiveTest {
  private static Lab lab(String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (String line : lines) {
      enter(lab, line);
    }
    return lab;
  }

  private static String enter(Lab lab, String line) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).as(line + ": " + outcome.parts()).isFalse();
    return outcome.parts().toString();
  }

  private static String refused(Lab lab, String line) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).as(line).isTrue();
    return outcome.parts().toString();
  }

  @Test
  void slotsAreSharedOutAsRedisCliDoes() {
    Lab lab = lab(":cluster create 3 1");
    assertThat(lab.nodes()).containsExactly("main", "b", "c", "main2", "b2", "c2");
    assertThat(enter(lab, ":cluster"))
        .contains("main: primary, epoch 1, 5,461 slots: 0-5460")
        .contains("b: primary, epoch 2, 5,462 slots: 5461-10922")
        .contains("c: primary, epoch 3, 5,461 slots: 10923-16383")
        .contains("b2: replica of b");
    enter(lab, "? cluster.state@c2 == ok");
    enter(lab, "? repl.link@main2 == up");
  }

  @Test
  void aClientNotesWhatMovedSaysAndNotWhatAskSays() {
    Lab lab = lab(":cluster create 2", ":cluster client web refresh=no", "web> SET b 1");
    enter(lab, ":cluster move b b");
    enter(lab, ":cluster step 2");
    enter(lab, "web> GET {b}gone");
    enter(lab, "~ SlotEvent.Sent GET 3300 b:6379 ask");
    enter(lab, "web> GET {b}gone");
    enter(lab, "~ SlotEvent.Sent GET 3300 main:6379 map");
    enter(lab, "~ SlotEvent.Sent GET 3300 b:6379 ask");
    enter(lab, "!~ SlotEvent.Noted");
    enter(lab, ":cluster wait");
    enter(lab, "~ SlotEvent.Carried 3300 main:6379 b:6379 1");
    enter(lab, "? slotclient.ask web == 2");
    assertThat(enter(lab, "web> GET b")).contains("\"1\"");
    enter(lab, "~ SlotEvent.Noted 3300 b:6379 main:6379");
    enter(lab, "~ SlotEvent.Sent GET 3300 b:6379 moved");
    enter(lab, "web> GET b");
    enter(lab, "!~ SlotEvent.Sent GET 3300 main:6379");
    enter(lab, "? slotclient.moved web == 1");
    enter(lab, "? slotclient.map_reads web == 1");
  }

  @Test
  void whyTellsTheWayOfACommandAndWhatCameOfIt() {
    Lab lab = lab(":cluster create 2", ":cluster client web", "web> SET b 1");
    assertThat(enter(lab, ":why"))
        .contains("sent SET, slot 3300, to main, as its map says")
        .contains("b is int");
    enter(lab, "web> LPUSH b x");
    assertThat(enter(lab, ":why"))
        .contains("LPUSH ends in an error for the program: WRONGTYPE")
        .contains("b holds a string");
    enter(lab, "web> MGET b user:1");
    assertThat(enter(lab, ":why")).contains("CROSSSLOT");
  }

  @Test
  void noIncrementIsLostWhileSlotsMoveAndAReplicaTakesOver() {
    Lab lab =
        lab(
            ":cluster create 3 1",
            ":cluster client web",
            ":cluster traffic web clients=3 requests=1500 every=1ms INCR k:{n%60}",
            ":cluster reshard main b 20",
            "+ 700ms",
            ":cluster failover c",
            ":cluster wait",
            "+ 2s");
    for (int key = 0; key < 60; key++) {
      assertThat(enter(lab, "web> GET k:" + key)).contains("\"25\"");
    }
    enter(lab, "? slotclient.failed web == 0");
    enter(lab, "? cluster.all_keys == 60");
    enter(lab, "? cluster.slots@b == 5482");
  }

  @Test
  void whoComesDuringAMigrateIsSaidToWaitForIt() {
    Lab lab =
        lab(
            ":cluster create 2",
            ":cluster client web",
            ":cluster traffic web clients=2 requests=400 every=1ms INCR {shop}:{n%40}",
            "+ 50ms",
            ":cluster move {shop} b");
    assertThat(enter(lab, ":cluster wait"))
        .contains("INCR waits until MIGRATE is done")
        .doesNotContain("until the pause is over");
    enter(lab, "? cluster.all_hits == 40");
    enter(lab, "web> MGET {shop}:1 {shop}:2 {shop}:none");
    enter(lab, "? cluster.all_hits == 42");
  }

  @Test
  void theSameAgainGivesTheSameFacts() {
    String[] lines = {
      ":cluster create 3 1",
      ":cluster client web cache=yes",
      ":cluster traffic web requests=100 GET k:{n%10}",
      ":cluster rebalance b=2",
      "+ 500ms",
      ":cluster stop",
      "web> SET a 1"
    };
    Lab lab = lab(lines);
    int events = lab.events().size();
    World again = lab.repeated();
    assertThat(again.events().size()).isEqualTo(events);
    for (int i = 0; i < events; i++) {
      assertThat(again.events().get(i)).isEqualTo(lab.events().get(i));
    }
    Lab replayed = Lab.open(WorldSpec.DEFAULT);
    Recording.of(lab, Recording.Extent.STEPS).lines().forEach(line -> enter(replayed, line));
    assertThat(replayed.events().size()).isEqualTo(events);
    assertThat(lab.back(1)).hasSize(1);
  }

  @Test
  void aClientThatRemembersIsToldWhatChanged() {
    Lab lab = lab(":cluster create 2", ":cluster client web cache=yes", "SET b old");
    assertThat(enter(lab, "web> GET b")).contains("old");
    enter(lab, "web> GET b");
    enter(lab, "~ SlotEvent.Remembered GET 3300");
    enter(lab, "SET b new");
    enter(lab, "+ 10ms");
    assertThat(enter(lab, "web> GET b")).contains("new");
    enter(lab, "? slotclient.remembered web == 1");
  }

  @Test
  void aNodeJoinsAndIsGivenSlots() {
    Lab lab = lab(":cluster create 3", ":cluster add d", ":cluster add d2 d");
    assertThat(refused(lab, ":cluster rebalance")).contains("use-empty-masters");
    assertThat(enter(lab, ":cluster rebalance use-empty-masters d=0.02"))
        .contains("moving 37 slots from b to d");
    enter(lab, ":cluster wait");
    enter(lab, "? cluster.slots@d == 109");
    enter(lab, "? cluster.role@d2 == replica");
  }

  @Test
  void errorsSayWhatToDo() {
    Lab lab = lab();
    assertThat(refused(lab, ":cluster")).contains(":cluster create 3 1");
    assertThat(refused(lab, ":cluster creat 3")).contains("did you mean create");
    assertThat(refused(lab, ":cluster create 300")).contains("from 1 to 200 nodes");
    enter(lab, "SET a 1");
    assertThat(refused(lab, ":cluster create 3")).contains("only a start changes");
    lab = lab(":cluster create 2", ":cluster client web");
    assertThat(refused(lab, ":cluster create 2")).contains("in a cluster already");
    assertThat(refused(lab, ":cluster client web")).contains("there is a web already");
    assertThat(refused(lab, ":cluster reshard main main 5")).contains("to itself");
    assertThat(refused(lab, ":cluster reshard main b 9000")).contains("from 1 to 8192");
    assertThat(refused(lab, ":cluster move b main")).contains("main's already");
    assertThat(refused(lab, ":cluster step")).contains("no slot is being moved");
    assertThat(refused(lab, ":cluster failover b")).contains("nor a primary with one");
    assertThat(refused(lab, "web> MULTI")).contains("needs one of its own");
    assertThat(refused(lab, ":cluster traffic web BLPOP a 0")).contains("needs one of its own");
    assertThat(enter(lab, ":repeat 3 web> SET k{n} 1")).contains("3 × OK");
    assertThat(refused(lab, ":cluster traffic wbe GET a")).contains("did you mean web");
    enter(lab, "CLUSTER SETSLOT 3300 MIGRATING " + id(lab, "b"));
    assertThat(refused(lab, ":cluster rebalance b=2")).contains("CLUSTER SETSLOT 3300 STABLE");
  }

  private static String id(Lab lab, String node) {
    return lab.redis(node).orElseThrow().cluster().orElseThrow().self().id();
  }

  @Test
  void itIsListedWithItsHelp() {
    Lab lab = lab();
    assertThat(lab.directives().stream().map(DirectiveRow::name).toList()).contains("cluster");
    assertThat(enter(lab, ":help :cluster")).contains("rebalance");
  }
}
