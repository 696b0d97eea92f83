package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private void enter(String... lines) {
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
  }

  private String refused(String line) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).as(line).isTrue();
    return ((Part.Problem) outcome.parts().getFirst()).what();
  }

  /** A thousand lookups are not a thousand sentences. */
  @Test
  void ofManyLookupsSomeAreToldAndTheRestIsCounted() {
    enter(":node b", ":ring r twemproxy distribution=ketama hash=md5 main b");
    String told = lab.enter(":repeat 100 r> GET key:{n}").parts().toString();
    assertThat(told.split(" lies at ", -1)).hasSize(3); // one of each node
    assertThat(told).containsPattern("… and [0-9]+ more by ring r");
  }

  @Test
  void aKeyIsOnTheNodeOfItsRingAndOnNoOther() {
    enter(":node b", ":node c", ":ring r twemproxy hash=md5 main b c");
    Rings.Choice choice = new Rings.Choice("twemproxy", "", "md5", "", "");
    var ring = Rings.of(choice, Server.parseAll("main:6379:1,b:6379:1,c:6379:1"));
    for (int i = 0; i < 60; i++) {
      String key = "key:" + i;
      enter("r> SET " + key + " " + i);
      byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
      String node = ring.servers().get(ring.pick(bytes)).host();
      for (String each : List.of("main", "b", "c")) {
        enter(":use " + each, "? key.value " + key + (each.equals(node) ? " == " : " != ") + i);
      }
    }
  }

  @Test
  void aStepBackTakesTheRingBackToo() {
    enter(":node b", ":node c", ":ring r plain main b", ":ring r add c", "r> SET a 1");
    enter(":back 2");
    assertThat(lab.world().ring("r").orElseThrow().nodes()).isEqualTo("main,b");
    enter(":back");
    assertThat(lab.world().ring("r")).isEmpty();
  }

  @Test
  void theValueOfACacheGoesWhereItsCommandWent() {
    enter(":world memcached", ":node b kind=memcached", ":node c kind=memcached");
    enter(":ring r libmemcached main b c");
    for (int i = 0; i < 20; i++) {
      enter("r> set key:" + i + " 0 0 5", "r> value");
      assertThat(lab.enter("r> get key:" + i).parts().getFirst())
          .isInstanceOfSatisfying(
              Part.Replied.class, got -> assertThat(got.text()).contains("value"));
    }
    assertThat(refused("r> get key:1 key:2 key:3 key:4")).contains("belong to several nodes");
  }

  @Test
  void theSharesOfTheCircleAddUpToIt() {
    List<Server> servers = Server.parseAll("a:1:1,b:1:5,c:1:2");
    for (String dialect : List.of("twemproxy", "libmemcached", "libketama", "spymemcached")) {
      var ring = Rings.of(new Rings.Choice(dialect, "", "", "", ""), servers);
      RingSnapshot seen = RingSnapshot.of("r", dialect, ring, ring, Optional.empty());
      assertThat(seen.shares().stream().mapToLong(RingSnapshot.Share::arc).sum())
          .as(dialect)
          .isEqualTo(1L << 32);
      assertThat(seen.shares().stream().mapToInt(RingSnapshot.Share::keys).sum())
          .isEqualTo(seen.sampled());
    }
  }

  @Test
  void whatMovesWhenANodeJoinsWasCountedKeyByKey() {
    Rings.Choice choice = new Rings.Choice("twemproxy", "ketama", "md5", "", "");
    var before = Rings.of(choice, Server.parseAll("a:1:1,b:1:1,c:1:1,d:1:1"));
    var after = Rings.of(choice, Server.parseAll("a:1:1,b:1:1,c:1:1,d:1:1,e:1:1"));
    RingSnapshot seen = RingSnapshot.of("r", "", after, before, Optional.of(Blob.of("key:1")));
    assertThat(seen.shares().getLast().came()).isEqualTo(seen.moved());
    assertThat(seen.shares().stream().mapToInt(RingSnapshot.Share::went).sum())
        .isEqualTo(seen.moved());
    assertThat(seen.movedPercent()).isBetween(15.0, 25.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":ring r|:ring lacks the name of a library",
        ":ring r foo main|there is no dialect 'foo'",
        ":ring r twemproxy|a ring needs a server",
        ":ring r twemproxy main main|main is in the ring already",
        ":ring r twemproxy main:0|'0' in 'main:0' is not a weight from 1 to 1000000",
        ":ring r twemproxy nain|there is no node 'nain'",
        ":ring r twemproxy hsh=md5 main|:ring takes no 'hsh'",
        ":ring r twemproxy hash=md6 main|there is no hash of twemproxy 'md6'",
        ":ring main twemproxy main|main is a node",
        ":ring r add main|there is no ring 'r'",
        ":show ring r|there is no ring 'r'",
        ":show ring|there is no ring",
      })
  void whatCannotBeIsSaid(String line, String said) {
    assertThat(refused(line)).contains(said);
  }

  @Test
  void aRingThatIsNotThereIsMissedByItsName() {
    assertThat(MetricWords.of(List.of("ring.points", "w"), ">", "0", ""))
        .isEqualTo("there should be a ring w, and there is none");
  }

  @Test
  void aCommandWithoutAKeyHasNoNode() {
    enter(":node b", ":ring r twemproxy main b");
    assertThat(refused("r> PING")).contains("PING names no key");
    assertThat(refused("r> MGET a user:1 cart:77 order:abc z9 queue"))
        .contains("belong to several nodes");
  }
}
