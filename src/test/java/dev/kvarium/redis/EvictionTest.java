package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.Event;
import dev.kvarium.event.EvictionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes when memory is short, and what stays. */
class EvictionTest {
  private final TestNode redis = new TestNode(RedisConfig.standard(), true);

  private List<String> evicted() {
    return redis.events.stream()
        .filter(EvictionEvent.Evicted.class::isInstance)
        .map(each -> ((EvictionEvent.Evicted) (Event) each).key().toString())
        .toList();
  }

  private double meanNumber() {
    return evicted().stream()
        .mapToInt(key -> Integer.parseInt(key.substring(4)))
        .average()
        .orElseThrow();
  }

  /** Fills the memory with so many keys beyond the hundred that fit. */
  private void overfill(String policy, int more) {
    for (int i = 0; i < 100; i++) {
      redis.run("SET key:" + i + " " + "v".repeat(100) + " EX " + (1000 + i));
      redis.passMillis(1000);
    }
    redis.run("CONFIG SET maxmemory 0"); // what is counted of commands takes memory, too
    redis.run("INFO memory");
    long used = Long.parseLong(redis.say("INFO memory").split("used_memory:")[1].split("\r")[0]);
    redis.run("CONFIG SET maxmemory " + (used + 1000) + " maxmemory-policy " + policy);
    for (int i = 0; i < more; i++) {
      redis.run("SET more:" + i + " " + "v".repeat(100));
    }
  }

  @Test
  void theLeastRecentlyUsedGoFirst() {
    overfill("allkeys-lru", 30);
    assertThat(evicted()).isNotEmpty().allMatch(key -> key.startsWith("key:"));
    // drawn five at a time, so not the very oldest, but old ones
    assertThat(meanNumber()).isLessThan(50);
    assertThat(redis.say("INFO stats")).contains("evicted_keys:" + evicted().size());
  }

  @Test
  void theNearestToTheirEndGoFirst() {
    overfill("volatile-ttl", 30);
    assertThat(evicted()).isNotEmpty().allMatch(key -> key.startsWith("key:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lfu", "volatile-lfu", "allkeys-random", "volatile-random"})
  void everyPolicyMakesRoom(String policy) {
    overfill(policy, 30);
    assertThat(evicted()).isNotEmpty();
    assertThat(redis.say("SET one:more x")).isEqualTo("OK");
  }

  @Test
  void withoutAPolicyWritesAreRefused() {
    overfill("noeviction", 30);
    assertThat(evicted()).isEmpty();
    assertThat(redis.say("SET one:more " + "v".repeat(100)))
        .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.");
    assertThat(redis.say("GET key:5")).hasSize(100);
  }

  @Test
  void aVolatilePolicyLeavesTheOthersAlone() {
    overfill("volatile-random", 300);
    assertThat(evicted()).hasSize(100).allMatch(key -> key.startsWith("key:"));
    assertThat(redis.say("SET one:more " + "v".repeat(100))).startsWith("-OOM");
  }
}
