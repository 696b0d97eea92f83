package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DumpTest {
  private final TestNode redis = new TestNode();

  private byte[] dump(String key) {
    return ((Reply.Bulk) redis.run("DUMP " + key)).bytes();
  }

  private String restore(String key, String ttl, byte[] payload, String... options) {
    byte[][] words = new byte[4 + options.length][];
    words[0] = Bytes.of("RESTORE");
    words[1] = Bytes.of(key);
    words[2] = Bytes.of(ttl);
    words[3] = payload;
    for (int i = 0; i < options.length; i++) {
      words[4 + i] = Bytes.of(options[i]);
    }
    return TestNode.text(redis.run(words));
  }

  @Test
  void theExamplesOfTheEssaysAreTrue() {
    redis.run("SET k 1");
    assertThat(Bytes.hex(dump("k"))).isEqualTo("00c0010a002678e7b6d10111fc");
    redis.run("SET a " + "a".repeat(30));
    assertThat(Bytes.hex(dump("a"))).startsWith("00c3091e016161e01100016161" + "0a00");
    redis.run("RPUSH l a");
    assertThat(Bytes.hex(dump("l"))).startsWith("1201020a0a00000001008161" + "02ff0a00");
  }

  @Test
  void aKeyThatIsNotThereHasNoPayload() {
    assertThat(redis.say("DUMP nosuch")).isEqualTo("nil");
  }

  @Test
  void restoreMakesTheKeyAndItsTimeToLive() {
    redis.run("HSET h f v");
    byte[] payload = dump("h");
    assertThat(restore("copy", "5000", payload)).isEqualTo("OK");
    assertThat(redis.say("HGETALL copy")).isEqualTo("[f, v]");
    assertThat(redis.say("PTTL copy")).isEqualTo("5000");
    assertThat(redis.events)
        .anyMatch(each -> each instanceof KeyEvent.Created c && c.key().toString().equals("copy"));
    redis.passMillis(5001);
    assertThat(redis.say("EXISTS copy")).isEqualTo("0");
  }

  @Test
  void aKeyInTheWayIsKeptUnlessReplaced() {
    redis.run("SET k old");
    byte[] payload = dump("k");
    redis.run("SET k new EX 100");
    assertThat(restore("k", "0", payload)).isEqualTo("-BUSYKEY Target key name already exists.");
    assertThat(restore("k", "0", payload, "replace")).isEqualTo("OK");
    assertThat(redis.say("GET k")).isEqualTo("old");
    assertThat(redis.say("TTL k")).isEqualTo("-1");
  }

  @Test
  void aTimeThatHasPassedRemovesWhatWasThere() {
    redis.run("SET k v");
    byte[] payload = dump("k");
    assertThat(restore("k", "1000", payload, "REPLACE", "ABSTTL")).isEqualTo("OK");
    assertThat(redis.say("EXISTS k")).isEqualTo("0");
  }

  @Test
  void idleTimeIsTakenOver() {
    redis.run("SET k v");
    assertThat(restore("idle", "0", dump("k"), "IDLETIME", "1000")).isEqualTo("OK");
    assertThat(redis.say("OBJECT IDLETIME idle")).isEqualTo("1000");
    redis.run("CONFIG SET maxmemory-policy allkeys-lfu");
    assertThat(restore("often", "0", dump("k"), "FREQ", "100")).isEqualTo("OK");
    assertThat(redis.say("OBJECT FREQ often")).isEqualTo("100");
  }

  @Test
  void aChangedByteOrALaterVersionIsRefused() {
    redis.run("SET k v");
    byte[] payload = dump("k");
    for (int i = 0; i < payload.length; i++) {
      byte[] changed = payload.clone();
      changed[i] ^= 4;
      assertThat(restore("x", "0", changed))
          .isEqualTo("-ERR DUMP payload version or checksum are wrong");
    }
    assertThat(restore("x", "0", Arrays.copyOf(payload, 5)))
        .isEqualTo("-ERR DUMP payload version or checksum are wrong");
    assertThat(restore("x", "-1", payload)).isEqualTo("-ERR Invalid TTL value, must be >= 0");
  }
}
