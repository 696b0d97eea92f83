package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.event.KeyEvent;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private final TestNode redis = new TestNode();

  private long expired(KeyEvent.Cause cause) {
    return redis.events.stream()
        .filter(each -> each instanceof KeyEvent.Expired gone && gone.cause() == cause)
        .count();
  }

  @Test
  void aKeyDiesInTheMillisecondAfterItsLast() {
    redis.run("DEBUG SET-ACTIVE-EXPIRE 0");
    redis.run("SET k v PX 1500");
    redis.passMillis(1500);
    assertThat(redis.say("GET k")).isEqualTo("v");
    assertThat(redis.say("PTTL k")).isEqualTo("0");
    redis.passMillis(1);
    assertThat(redis.say("DBSIZE")).isEqualTo("1");
    assertThat(redis.say("GET k")).isEqualTo("nil");
    assertThat(redis.say("DBSIZE")).isEqualTo("0");
    assertThat(redis.events).contains(new KeyEvent.Expired(Blob.of("k"), 0, KeyEvent.Cause.LAZY));
  }

  @Test
  void withoutTheActiveCycleDeadKeysStayUntilTheyAreTouched() {
    redis.run("DEBUG SET-ACTIVE-EXPIRE 0");
    for (int i = 0; i < 10_000; i++) {
      redis.run("SET key:" + i + " v PX 50");
    }
    redis.passMillis(10_000);
    assertThat(redis.say("DBSIZE")).isEqualTo("10000");
    assertThat(redis.say("GET key:1")).isEqualTo("nil");
    assertThat(redis.say("DBSIZE")).isEqualTo("9999");
    assertThat(redis.say("KEYS *")).isEqualTo("[]");
    assertThat(redis.say("DBSIZE")).isEqualTo("9999");
    redis.run("DEBUG SET-ACTIVE-EXPIRE 1");
    redis.passMillis(300);
    assertThat(redis.say("DBSIZE")).isEqualTo("0");
    assertThat(expired(KeyEvent.Cause.ACTIVE)).isEqualTo(9_999);
  }

  @Test
  void theActiveCycleStopsWhenATenthOrLessOfASampleIsDead() {
    for (int i = 0; i < 1_000; i++) {
      redis.run("SET live:" + i + " v EX 1000");
    }
    redis.run("SET dead v PX 1");
    redis.passMillis(100);
    long left = redis.node.snapshot(0).filled().getFirst().expiring();
    assertThat(left).as("one look at 20 of 1,001 need not find it").isBetween(1_000L, 1_001L);
    redis.passMillis(10_000);
    assertThat(redis.say("DBSIZE")).as("100 looks at 20 do").isEqualTo("1000");
  }

  @Test
  void theActiveCycleGivesUpAfterItsShareOfTimeAndGoesOnBeforeSleeping() {
    redis.run("DEBUG SET-ACTIVE-EXPIRE 0");
    int keys = 25_000 + 20_000; // 25 ms at a µs each, and more
    for (int i = 0; i < keys; i++) {
      redis.run("SET key:" + i + " v PX 1");
    }
    redis.run("DEBUG SET-ACTIVE-EXPIRE 1");
    redis.passMillis(150);
    String info = redis.say("INFO stats");
    assertThat(info).contains("expired_time_cap_reached_count:");
    assertThat(info).doesNotContain("expired_time_cap_reached_count:0");
    long before = redis.node.snapshot(0).filled().getFirst().keys();
    redis.passMillis(5);
    redis.run("PING");
    long after = redis.node.snapshot(0).filled().getFirst().keys();
    assertThat(before - after).as("1 ms").isBetween(1_000L, 2_000L);
  }

  @Test
  void whatKeepsATtlAndWhatClearsIt() {
    redis.run("SET k 1 EX 100");
    redis.run("INCR k");
    assertThat(redis.say("TTL k")).isEqualTo("100");
    redis.run("APPEND k x");
    redis.run("RENAME k l");
    assertThat(redis.say("TTL l")).isEqualTo("100");
    redis.run("SET l v");
    assertThat(redis.say("TTL l")).isEqualTo("-1");
    assertThat(redis.say("TTL nosuch")).isEqualTo("-2");
  }

  @Test
  void theConditionsOfExpireAreJudgedByTheOldTime() {
    redis.run("SET k v");
    assertThat(redis.say("EXPIRE k 100 XX")).isEqualTo("0");
    assertThat(redis.say("EXPIRE k 100 GT")).isEqualTo("0");
    assertThat(redis.say("EXPIRE k 100 LT")).isEqualTo("1");
    assertThat(redis.say("EXPIRE k 50 GT")).isEqualTo("0");
    assertThat(redis.say("EXPIRE k 200 GT")).isEqualTo("1");
    assertThat(redis.say("EXPIRE k 300 NX")).isEqualTo("0");
    assertThat(redis.say("EXPIRE k 1 NX GT"))
        .isEqualTo("-ERR NX and XX, GT or LT options at the same time are not compatible");
    assertThat(redis.say("EXPIRE k 1 no")).isEqualTo("-ERR Unsupported option no");
    assertThat(redis.say("EXPIRE k 9223372036854775807"))
        .isEqualTo("-ERR invalid expire time in 'expire' command");
    assertThat(redis.say("EXPIRE k -1")).isEqualTo("1");
    assertThat(redis.say("EXISTS k")).isEqualTo("0");
  }
}
