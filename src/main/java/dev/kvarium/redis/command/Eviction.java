package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when the data takes more than {@code maxmemory}.
 *
 * <p>No list of all keys by their age is kept. A few are drawn, by default 5, and the best of them
 * goes; the next best are remembered in a pool of 16, where they compete with those that are drawn
 * the next time. So the choice is nearly as good as a list's, for 16 places of memory.
 *
 * <pre>
 *   drawn:  k7 3 s   k2 91 s   k9 40 s         pool (unused for):  k7 3  k9 40  k2 91  k5 300
 *                                              goes: ───────────────────────────────── k5
 * </pre>
 *
 * <p>Source: the behaviour of evict.c in 7.0.15.
 */
final class Eviction {
  private static final int POOL = 16;

  private record Candidate(int db, byte[] key, long score) {}

  private final Keyspace keyspace;
  private final Settings settings;
  private final Gate gate;
  private final PubSub pubSub;
  private final Effects effects;
  private final Probe probe;
  private final List<Candidate> pool = new ArrayList<>();
  private int nextDb;

  Eviction(
      Keyspace keyspace,
      Settings settings,
      Gate gate,
      PubSub pubSub,
      Effects effects,
      Probe probe) {
    this.keyspace = keyspace;
    this.settings = settings;
    this.gate = gate;
    this.pubSub = pubSub;
    this.effects = effects;
    this.probe = probe;
  }

  /** Removes keys while there are too many bytes and the policy finds any. */
  void makeRoom() {
    String policy = settings.evictionPolicy;
    if (settings.maxMemoryBytes == 0
        || policy.equals("noeviction")
        || keyspace.paused
        || keyspace.loading
        || settings.isReplica()) {
      return;
    }
    while (gate.isOutOfMemory()) {
      Candidate victim = policy.endsWith("-random") ? anyOf(policy) : bestOf(policy);
      if (victim == null) {
        return;
      }
      evict(victim, policy);
    }
  }

  private void evict(Candidate victim, String policy) {
    Db db = keyspace.db(victim.db());
    Value value = db.peek(victim.key());
    if (value == null) {
      return;
    }
    if (probe.listening()) {
      long bytes = keyspace.memory().of(victim.key(), value);
      probe.emit(
          new EvictionEvent.Evicted(
              Blob.of(victim.key()), victim.db(), policy, victim.score(), bytes));
    }
    db.delete(victim.key());
    keyspace.stats().evicted++;
    effects.single(victim.db(), new byte[][] {settings.deletionOfEvicted(), victim.key()});
    pubSub.notice(Notice.EVICTED, "evicted", victim.key(), victim.db());
  }

  private boolean isVolatile(String policy) {
    return policy.startsWith("volatile-");
  }

  private Dict<?> candidates(Db db, String policy) {
    return isVolatile(policy) ? db.expires() : db.keys();
  }

  /** Any key, the databases by turns. */
  private @Nullable Candidate anyOf(String policy) {
    for (int i = 0; i < keyspace.databases(); i++) {
      nextDb = (nextDb + 1) % keyspace.databases();
      Dict<?> keys = candidates(keyspace.db(nextDb), policy);
      if (!keys.isEmpty()) {
        return new Candidate(nextDb, keys.randomEntry(keyspace.randomness()).key, 0);
      }
    }
    return null;
  }

  /** The best of the pool, once some more were drawn into it. */
  private @Nullable Candidate bestOf(String policy) {
    while (true) {
      boolean any = false;
      for (int i = 0; i < keyspace.databases(); i++) {
        Dict<?> keys = candidates(keyspace.db(i), policy);
        if (!keys.isEmpty()) {
          any = true;
          draw(i, keys, policy);
        }
      }
      if (!any) {
        return null;
      }
      while (!pool.isEmpty()) {
        Candidate best = pool.removeLast();
        Db db = keyspace.db(best.db());
        if (db.peek(best.key()) != null
            && (!isVolatile(policy) || db.expireAtMillis(best.key()) >= 0)) {
          return best;
        }
      }
    }
  }

  private <V> void draw(int number, Dict<V> keys, String policy) {
    Db db = keyspace.db(number);
    Dict.@Nullable Entry<V>[] drawn = Dict.newSample(settings.evictionSamples);
    int count = keys.sample(drawn, drawn.length, keyspace.randomness());
    for (int i = 0; i < count; i++) {
      Dict.Entry<V> entry = drawn[i];
      Value value = entry == null ? null : db.peek(entry.key);
      if (entry != null && value != null) {
        enter(new Candidate(number, entry.key, score(db, entry.key, value, policy)));
      }
    }
  }

  private long score(Db db, byte[] key, Value value, String policy) {
    if (policy.endsWith("-lru")) {
      return keyspace.ageing().idleSeconds(value);
    }
    return policy.endsWith("-lfu")
        ? 255 - keyspace.ageing().frequency(value)
        : Long.MAX_VALUE - db.expireAtMillis(key);
  }

  /** Puts one into the pool, which is sorted, unless it is full of better ones. */
  private void enter(Candidate one) {
    int at = 0;
    while (at < pool.size() && pool.get(at).score() < one.score()) {
      at++;
    }
    if (pool.size() < POOL) {
      pool.add(at, one);
    } else if (at > 0) {
      pool.add(at, one);
      pool.removeFirst();
    }
  }
}
