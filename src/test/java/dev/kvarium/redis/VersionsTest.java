package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.EncodingEvent;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.wire.Reply;
import org.junit.jupiter.api.Test;

/** What differs between the versions that a node may model. */
class VersionsTest {
  private static TestNode node(RedisVersion version) {
    return new TestNode(RedisConfig.standard().as(version), true);
  }

  @Test
  void versionSixPacksIntoZiplistsAndNamesItsParametersAfterThem() {
    TestNode old = node(RedisVersion.V6_2);
    old.run("HSET h f v");
    old.run("ZADD z 1 a");
    old.run("RPUSH l a");
    old.run("SADD s a");
    assertThat(old.say("OBJECT ENCODING h")).isEqualTo("ziplist");
    assertThat(old.say("OBJECT ENCODING z")).isEqualTo("ziplist");
    assertThat(old.say("OBJECT ENCODING l")).isEqualTo("quicklist");
    assertThat(old.say("OBJECT ENCODING s")).isEqualTo("hashtable");
    assertThat(old.say("CONFIG GET *listpack*")).isEqualTo("[]");
    assertThat(old.say("CONFIG SET hash-max-ziplist-entries 1")).isEqualTo("OK");
    old.run("HSET h g w");
    assertThat(old.say("OBJECT ENCODING h")).isEqualTo("hashtable");
    assertThat(old.events)
        .anyMatch(
            each ->
                each instanceof EncodingEvent.Converted c
                    && c.from().equals("ziplist")
                    && c.limit().equals("hash-max-ziplist-entries"));
    assertThat(old.say("INFO server")).contains("redis_version:6.2.14");
  }

  @Test
  void versionSixCutsAndMergesItsZiplists() {
    TestNode old = node(RedisVersion.V6_2);
    old.run("CONFIG SET list-max-ziplist-size 4");
    old.run("CONFIG SET list-compress-depth 1");
    for (int i = 0; i < 40; i++) {
      old.run("RPUSH l " + "word".repeat(20) + i);
    }
    for (int i = 0; i < 30; i++) {
      old.run("LINSERT l BEFORE " + "word".repeat(20) + i + " " + i);
      old.run("LSET l " + i + " " + "x".repeat(i * 10));
      old.run("LREM l 1 " + "word".repeat(20) + (39 - i));
    }
    assertThat(old.say("LLEN l")).isEqualTo(Integer.toString(40 + 30 - 30 + lost(old)));
    assertThat(old.say("LRANGE l 0 -1")).contains("x".repeat(290));
    assertThat(old.run("DUMP l")).isInstanceOf(Reply.Bulk.class);
  }

  /** LSET may have overwritten what LREM was to find. */
  private static int lost(TestNode node) {
    return Integer.parseInt(node.say("LLEN l")) - 40;
  }

  @Test
  void versionSevenTwoPacksSmallSets() {
    TestNode newer = node(RedisVersion.V7_2);
    newer.run("SADD s 1 2 3");
    assertThat(newer.say("OBJECT ENCODING s")).isEqualTo("intset");
    newer.run("SADD s a");
    assertThat(newer.say("OBJECT ENCODING s")).isEqualTo("listpack");
    assertThat(newer.say("SMEMBERS s")).isEqualTo("[1, 2, 3, a]");
    assertThat(newer.say("SADD s a 2 b")).isEqualTo("1");
    assertThat(newer.say("SREM s 2 nobody")).isEqualTo("1");
    assertThat(newer.say("SISMEMBER s b")).isEqualTo("1");
    assertThat(newer.say("SSCAN s 0")).isEqualTo("[0, [1, 3, a, b]]");
    assertThat(newer.say("SRANDMEMBER s 10")).contains("1", "3", "a", "b");
    newer.run("CONFIG SET set-max-listpack-entries 4");
    newer.run("SADD s c");
    assertThat(newer.say("OBJECT ENCODING s")).isEqualTo("hashtable");
    newer.run("CONFIG SET set-max-listpack-entries 128");
    newer.run("SADD long " + "x".repeat(65));
    assertThat(newer.say("OBJECT ENCODING long")).isEqualTo("hashtable");
    newer.run("SADD many " + "a b c d e f ".repeat(30).strip());
    assertThat(newer.say("OBJECT ENCODING many")).isEqualTo("hashtable");
  }

  @Test
  void versionSevenTwoPacksSmallListsAndGoesBack() {
    TestNode newer = node(RedisVersion.V7_2);
    newer.run("CONFIG SET list-max-listpack-size 8");
    newer.run("RPUSH l 1 2 3 4 5 6 7 8");
    assertThat(newer.say("OBJECT ENCODING l")).isEqualTo("listpack");
    newer.run("LPUSH l 0");
    assertThat(newer.say("OBJECT ENCODING l")).isEqualTo("quicklist");
    newer.run("LTRIM l 0 6");
    assertThat(newer.say("OBJECT ENCODING l")).isEqualTo("quicklist");
    newer.run("LTRIM l 1 4");
    assertThat(newer.say("OBJECT ENCODING l")).isEqualTo("listpack");
    assertThat(newer.say("LRANGE l 0 -1")).isEqualTo("[1, 2, 3, 4]");
    newer.run("COPY l m");
    assertThat(newer.say("OBJECT ENCODING m")).isEqualTo("listpack");
    assertThat(newer.events)
        .anyMatch(
            each ->
                each instanceof EncodingEvent.Converted c
                    && c.from().equals("quicklist")
                    && c.to().equals("listpack"));
  }

  @Test
  void eachVersionTakesItsOwnPayloadsAndThoseBeforeIt() {
    String[] make = {
      "HSET h f v g 1",
      "ZADD z 1 a 2.5 b",
      "RPUSH l a b c",
      "SADD s a 1",
      "SET t x",
      "XADD x 1-1 a b"
    };
    for (RedisVersion from : RedisVersion.values()) {
      TestNode giver = node(from);
      for (String line : make) {
        giver.run(line);
      }
      for (RedisVersion to : RedisVersion.values()) {
        TestNode taker = node(to);
        for (String key : new String[] {"h", "z", "l", "s", "t", "x"}) {
          byte[] payload = ((Reply.Bulk) giver.run("DUMP " + key)).bytes();
          String answer = taker.restore(key, payload);
          if (to.rdb() < from.rdb()) {
            assertThat(answer).isEqualTo("-ERR DUMP payload version or checksum are wrong");
          } else {
            assertThat(answer).as("%s of %s in %s", key, from, to).isEqualTo("OK");
            TestNode own = node(to);
            for (String line : make) {
              own.run(line);
            }
            assertThat(taker.say("OBJECT ENCODING " + key))
                .isEqualTo(own.say("OBJECT ENCODING " + key));
            assertThat(taker.say("DEBUG DIGEST-VALUE " + key))
                .isEqualTo(giver.say("DEBUG DIGEST-VALUE " + key));
          }
        }
      }
    }
  }
}
