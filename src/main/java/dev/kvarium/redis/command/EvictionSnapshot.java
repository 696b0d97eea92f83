package dev.kvarium.redis.command;

import dev.kvarium.event.EvictionEvent.Candidate;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node stands to its limit of memory, and who would go.
 *
 * @param limitBytes {@code maxmemory}, 0 for none
 * @param goesOn whether a timer goes on evicting
 * @param mayGo how many keys the policy may take
 * @param looked how many of them were looked at: all, up to {@link #MOST_LOOKED}
 * @param ranges those by seconds unused, uses, or milliseconds to their end, as the policy goes
 * @param pool the next to go last
 * @param choices how many keys the policy in force has chosen, while somebody listened
 * @param worse how many of those were not the best of all
 * @param regret by how much, in all
 */
public record EvictionSnapshot(
    String policy,
    By by,
    int samples,
    int tenacity,
    long limitBytes,
    long usedBytes,
    boolean goesOn,
    long mayGo,
    long looked,
    List<Range> ranges,
    List<Candidate> pool,
    long evicted,
    long expired,
    long choices,
    long worse,
    long regret) {
  /** How many keys are looked at. */
  public static final int MOST_LOOKED = 200_000;

  private static final long[] IDLE_SECONDS = {0, 1, 5, 15, 60, 300, 3_600, Long.MAX_VALUE};
  private static final long[] USES = {0, 1, 5, 6, 10, 20, 50, 100, 256};
  private static final long[] LEFT_MILLIS = {
    Long.MIN_VALUE, 0, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000, Long.MAX_VALUE
  };

  /** What speaks for a key to go. */
  public enum By {
    NOTHING,
    LAST_USE,
    USES,
    CHANCE,
    END
  }

  /** Keys with such a score: from the one, included, to the other, excluded. */
  public record Range(long from, long to, long keys) {}

  static EvictionSnapshot of(
      Keyspace keyspace, Settings settings, Eviction eviction, boolean goesOn) {
    EvictionPolicy policy = settings.evictionPolicy;
    long[] bounds =
        switch (policy.by()) {
          case USES -> USES;
          case END -> LEFT_MILLIS;
          case LAST_USE, CHANCE, NOTHING -> IDLE_SECONDS;
        };
    long[] counts = new long[bounds.length - 1];
    long mayGo = 0;
    long looked = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      Dict<?> keys = policy.candidates(db);
      mayGo += keys.size();
      looked += count(keys, db, policy, keyspace, bounds, counts, MOST_LOOKED - looked);
    }
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      ranges.add(new Range(bounds[i], bounds[i + 1], counts[i]));
    }
    return new EvictionSnapshot(
        policy.text(),
        policy.by(),
        settings.evictionSamples,
        settings.evictionTenacity,
        settings.maxMemoryBytes,
        keyspace.memory().total(),
        goesOn,
        policy == EvictionPolicy.NOEVICTION ? 0 : mayGo,
        looked,
        List.copyOf(ranges),
        eviction.pool(),
        keyspace.stats().evicted,
        keyspace.stats().expired,
        eviction.regret().choices(),
        eviction.regret().worse(),
        eviction.regret().sum());
  }

  private static <V> long count(
      Dict<V> keys,
      Db db,
      EvictionPolicy policy,
      Keyspace keyspace,
      long[] bounds,
      long[] counts,
      long most) {
    long looked = 0;
    try (DictIterator<V> iterator = keys.iterator()) {
      while (looked < most && iterator.advance()) {
        byte[] key = iterator.entry().key;
        Value value = db.peek(key);
        if (value != null) {
          looked++;
          long score = score(db, key, value, policy, keyspace);
          int range = 0;
          while (range < counts.length - 1 && score >= bounds[range + 1]) {
            range++;
          }
          counts[range]++;
        }
      }
    }
    return looked;
  }

  private static long score(
      Db db, byte[] key, Value value, EvictionPolicy policy, Keyspace keyspace) {
    Ageing ageing = keyspace.ageing();
    return switch (policy.by()) {
      case USES -> ageing.frequency(value);
      case END -> db.expireAtMillisUntouched(key) - keyspace.nowMillis();
      case LAST_USE, CHANCE, NOTHING -> ageing.idleSeconds(value);
    };
  }
}
