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

  /** The facts of one kind, in their order. */
  private <E> List<E> facts(Class<E> kind) {
    return redis.events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void everyChoiceIsHeldAgainstThatOfAllKeys() {
    overfill("allkeys-lru", 0);
    long sum = 0;
    for (int i = 0; i < 60; i++) {
      redis.passMillis(700);
      redis.run("GET key:" + i % 7);
      long oldest = 0;
      for (int key = 0; key < 100; key++) {
        String idle = redis.say("OBJECT IDLETIME key:" + key);
        oldest = idle.equals("nil") ? oldest : Math.max(oldest, Long.parseLong(idle));
      }
      int before = facts(EvictionEvent.Evicted.class).size();
      redis.run("SET more:" + i + " " + "v".repeat(100));
      List<EvictionEvent.Evicted> gone = facts(EvictionEvent.Evicted.class);
      if (gone.size() > before) {
        EvictionEvent.Evicted first = gone.get(before);
        assertThat(first.bestScore()).as("%s of %d", first, i).isEqualTo(oldest);
      }
      for (EvictionEvent.Evicted each : gone.subList(before, gone.size())) {
        assertThat(each.regret()).isEqualTo(each.bestScore() - each.scoreNow());
        sum += each.regret();
        assertThat(each.regretSoFar()).isEqualTo(sum);
      }
    }
    assertThat(facts(EvictionEvent.Evicted.class)).hasSizeGreaterThan(20);
    List<EvictionEvent.Sampled> drawn = facts(EvictionEvent.Sampled.class);
    assertThat(drawn).allMatch(each -> each.drawn().size() <= 5 && each.pool().size() <= 16);
  }

  @Test
  void withoutTenacitySixteenGoBeforeACommandAndATimerGoesOn() {
    for (int i = 0; i < 500; i++) {
      redis.run("SET key:" + i + " " + "v".repeat(100));
    }
    redis.run("CONFIG SET maxmemory-policy allkeys-lru maxmemory-eviction-tenacity 0");
    redis.run("CONFIG SET maxmemory 1000000");
    assertThat(evicted()).isEmpty();
    assertThat(redis.say("SET key:1 now")).as("no room yet, but there will be").isEqualTo("OK");
    assertThat(evicted()).hasSize(16);
    assertThat(facts(EvictionEvent.Postponed.class)).hasSize(1);
    assertThat(redis.say("INFO stats")).doesNotContain("current_eviction_exceeded_time:-");
    redis.passMillis(50);
    assertThat(evicted()).hasSizeGreaterThan(60);
    int settled = evicted().size();
    redis.passMillis(500);
    assertThat(evicted()).hasSize(settled);
    assertThat(facts(EvictionEvent.Postponed.class)).hasSize(settled / 16);
    redis.run("CONFIG SET maxmemory-eviction-tenacity 100");
    redis.run("CONFIG SET maxmemory 985000");
    redis.run("PING");
    assertThat(evicted()).as("all at once").hasSizeGreaterThan(settled + 16);
    assertThat(facts(EvictionEvent.Postponed.class)).hasSize(settled / 16);
  }

  @Test
  void aTableGrowsIntoWhatIsLeftAlone() {
    redis.run("CONFIG SET maxmemory 1000000 maxmemory-policy allkeys-random");
    for (int i = 0; i < 5_000; i++) {
      redis.run("SET " + i + " v");
      long used = redis.node.evictionSnapshot().usedBytes();
      assertThat(used).as("after %d", i).isLessThan(1_000_000 + 26_000); // a command's first call
    }
    assertThat(evicted()).hasSizeGreaterThan(3_000);
  }
}
