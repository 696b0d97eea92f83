package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.ExactOrder;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import java.util.Optional;

/**
 * How much worse the keys were that eviction chose among a few than those that it would have chosen
 * among all: in seconds of idleness, steps of the counter, or milliseconds, by the policy.
 */
final class EvictionRegret {
  private final Keyspace keyspace;
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
  private ExactOrder.Ranking ranking = (db, key, value) -> Optional.empty();
  private long sum;
  private long choices;
  private long worse;

  EvictionRegret(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** The fact of an eviction that is about to happen. */
  EvictionEvent.Evicted of(
      Db db, byte[] key, Value value, EvictionPolicy by, long drawnMerit, long freedBytes) {
    if (policy != by) {
      begin(by);
    }
    choices++;
    Ageing ageing = keyspace.ageing();
    long now = keyspace.nowMillis();
    long meritNow = by.merit(db, key, value, ageing);
    Blob name = Blob.of(key);
    Blob best = name;
    long bestMerit = meritNow;
    if (by.by() != EvictionSnapshot.By.CHANCE) {
      Optional<ExactOrder.Place> first = keyspace.exactOrder().first(ranking);
      if (first.isPresent()) {
        Db bestDb = keyspace.db(first.get().db());
        byte[] bestKey = first.get().key().bytes();
        Value bestValue = bestDb.peek(bestKey);
        long merit = bestValue == null ? meritNow : by.merit(bestDb, bestKey, bestValue, ageing);
        if (merit > meritNow) {
          best = first.get().key();
          bestMerit = merit;
          worse++;
          sum += merit - meritNow;
        }
      }
    }
    return new EvictionEvent.Evicted(
        name,
        db.number(),
        by.text(),
        by.score(drawnMerit, now),
        freedBytes,
        by.score(meritNow, now),
        best,
        by.score(bestMerit, now),
        bestMerit - meritNow,
        sum);
  }

  private void begin(EvictionPolicy by) {
    policy = by;
    sum = 0;
    choices = 0;
    worse = 0;
    Ageing ageing = keyspace.ageing();
    ranking =
        (db, key, value) -> {
          long end = db.expires().isEmpty() ? -1 : db.expireAtMillisUntouched(key);
          if (by.takesExpiringOnly() && end < 0) {
            return Optional.empty();
          }
          return Optional.of(
              switch (by.by()) {
                case LAST_USE -> ageing.lastUseSeconds(value);
                case USES -> ageing.forgottenAtMinutes(value);
                case END -> end;
                case NOTHING, CHANCE -> 0L;
              });
        };
  }

  /** The sum of all regrets by the policy in force. */
  long sum() {
    return sum;
  }

  /** How many keys were chosen by it. */
  long choices() {
    return choices;
  }

  /** How often a better one was there. */
  long worse() {
    return worse;
  }
}
