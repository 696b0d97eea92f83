package dev.kvarium.redis.keyspace;

import dev.kvarium.event.KeyEvent;
import dev.kvarium.structure.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done to the databases ten times a second: expired keys are looked for, sparse tables
 * shrunk, tables that are being resized moved on.
 *
 * <p><b>Looking for expired keys.</b> Of each database in turn 20 keys that can expire are looked
 * at, bucket after bucket where the last call ended; those whose time has passed are removed. As
 * long as more than a tenth of them were, it goes on with the next 20, then with the next database.
 * So memory held by dead keys stays at about a tenth of all, at a price that follows the number of
 * keys that die.
 *
 * <p>Worked example: 10,000 keys die at once. Each loop finds 20 of 20 dead; 500 loops later all
 * are gone. Had only one of twenty died, one loop of 20 would have been all, and the rest would
 * wait for the next tenth of a second.
 *
 * <p>The real server gives up after 25 ms, and then looks for another millisecond each time before
 * it sleeps, at most every 2 ms. Here, where the time stands still, the limits are {@link
 * #KEYS_PER_CYCLE} and {@link #KEYS_PER_FAST_CYCLE} keys, what a server was seen to do in about
 * those times; and {@link #BUCKETS_PER_CRON} buckets of a table are moved in place of 1 ms. Source:
 * expire.c and server.c of 7.0.15.
 */
public final class KeyspaceCron {
  /** Keys looked at in one cycle at most: 25 ms at about 1 µs a key that dies. */
  public static final int KEYS_PER_CYCLE = 25_000;

  /** Keys looked at in one fast cycle at most: 1 ms. */
  public static final int KEYS_PER_FAST_CYCLE = 1_000;

  /** Buckets moved in one call at most: 1 ms at 0.1 µs a bucket. */
  public static final int BUCKETS_PER_CRON = 10_000;

  private static final int KEYS_PER_LOOP = 20;
  private static final int DATABASES_PER_CALL = 16;
  private static final int ACCEPTABLE_STALE_PERCENT = 10;
  private static final int LOOPS_BETWEEN_CHECKS = 16;
  private static final long FAST_MICROS = 1_000;
  private static final int BUCKETS_PER_KEY = 20;
  private static final int BUCKETS_AT_ONCE = 100;
  private static final double WEIGHT_OF_NEWEST = 0.05;

  private final Keyspace keyspace;
  private int nextExpireDb;
  private int nextResizeDb;
  private int nextRehashDb;
  private boolean gaveUp;
  private long lastFastMicros;

  public KeyspaceCron(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /**
   * Does a tenth of a second's work.
   *
   * @param expire whether expired keys are looked for at all
   * @param effort 1 to 10, how hard
   * @param rehash whether tables are moved on without a command
   */
  public void run(boolean expire, int effort, boolean rehash) {
    if (expire) {
      expireCycle(effort - 1, KEYS_PER_CYCLE / 25 * (25 + 2 * (effort - 1)), false);
    }
    int calls = Math.min(DATABASES_PER_CALL, keyspace.databases());
    for (int i = 0; i < calls; i++) {
      Db db = keyspace.db(nextResizeDb);
      nextResizeDb = following(nextResizeDb);
      db.keys().shrinkIfSparse();
      db.expires().shrinkIfSparse();
    }
    if (rehash) {
      rehash(calls);
    }
    if (keyspace.probe().listening()) {
      keyspace.stateSteps();
    }
  }

  /**
   * Looks for expired keys a little, when the last cycle gave up: before the server sleeps.
   *
   * <p>It is meant to look as well when the share of stale keys is at least the acceptable one. But
   * 7.0.15 keeps that share as a fraction and compares it with whole percents, so that it never is.
   */
  public void beforeSleep(int effort, long nowMicros) {
    boolean worthIt =
        gaveUp
            || keyspace.stats().expiredStalePercent / 100
                >= ACCEPTABLE_STALE_PERCENT - (effort - 1);
    long pauseMicros = 2 * (FAST_MICROS + FAST_MICROS / 4 * (effort - 1));
    if (worthIt && nowMicros >= lastFastMicros + pauseMicros) {
      lastFastMicros = nowMicros;
      expireCycle(effort - 1, KEYS_PER_FAST_CYCLE / 4 * (4 + effort - 1), true);
    }
  }

  /** Moves on the first database that needs it; the next call begins with it again. */
  private void rehash(int calls) {
    for (int i = 0; i < calls; i++) {
      Db db = keyspace.db(nextRehashDb);
      if (moveOn(db.keys()) || moveOn(db.expires())) {
        return;
      }
      nextRehashDb = following(nextRehashDb);
    }
  }

  private int following(int db) {
    return (db + 1) % keyspace.databases();
  }

  private static boolean moveOn(Dict<?> dict) {
    if (!dict.isRehashing()) {
      return false;
    }
    for (int moved = 0; moved < BUCKETS_PER_CRON; moved += BUCKETS_AT_ONCE) {
      if (!dict.rehash(BUCKETS_AT_ONCE)) {
        break;
      }
    }
    return true;
  }

  private void expireCycle(int effort, int limit, boolean fast) {
    int perLoop = KEYS_PER_LOOP + KEYS_PER_LOOP / 4 * effort;
    int acceptable = ACCEPTABLE_STALE_PERCENT - effort;
    int calls = gaveUp ? keyspace.databases() : Math.min(DATABASES_PER_CALL, keyspace.databases());
    gaveUp = false;
    long looked = 0;
    long removed = 0;
    int loops = 0;
    for (int i = 0; i < calls && !gaveUp; i++) {
      Db db = keyspace.db(nextExpireDb);
      nextExpireDb = following(nextExpireDb);
      boolean again = true;
      while (again && !gaveUp) {
        loops++;
        Loop loop = lookAtSome(db, perLoop);
        looked += loop.looked;
        removed += loop.removed;
        if (loops % LOOPS_BETWEEN_CHECKS == 0 && looked > limit) {
          gaveUp = true;
          keyspace.stats().expiredTimeCapReached++;
        }
        again = loop.ran && (loop.looked == 0 || loop.removed * 100 / loop.looked > acceptable);
      }
    }
    double percent = looked == 0 ? 0 : (double) removed / looked;
    KeyspaceStats stats = keyspace.stats();
    stats.expiredStalePercent =
        percent * 100 * WEIGHT_OF_NEWEST + stats.expiredStalePercent * (1 - WEIGHT_OF_NEWEST);
    if (looked > 0) {
      stats.lastCycle =
          Optional.of(new ExpirySnapshot.Cycle(keyspace.nowMillis(), fast, looked, removed));
    }
  }

  /** What one look at some keys found. */
  private record Loop(boolean ran, long looked, long removed) {
    static final Loop NONE = new Loop(false, 0, 0);
  }

  private Loop lookAtSome(Db db, int perLoop) {
    Dict<Boolean> expires = db.expires();
    int size = expires.size();
    if (size == 0) {
      db.averageTtlMillis = 0;
      return Loop.NONE;
    }
    int buckets = expires.buckets();
    if (buckets > Dict.INITIAL_SIZE && size * 100L / buckets < 1) {
      return Loop.NONE;
    }
    int wanted = Math.min(size, perLoop);
    long bucketsLeft = (long) wanted * BUCKETS_PER_KEY;
    long now = keyspace.nowMillis();
    long looked = 0;
    long removed = 0;
    long ttlSum = 0;
    long ttls = 0;
    List<Dict.Entry<Boolean>> chain = new ArrayList<>();
    while (looked < wanted && bucketsLeft > 0) {
      for (int table = 0; table < 2 && (table == 0 || expires.isRehashing()); table++) {
        bucketsLeft--;
        if (expires.buckets(table) == 0) {
          continue;
        }
        int bucket = (int) db.expiresCursor & (expires.buckets(table) - 1);
        chain.clear();
        for (Dict.Entry<Boolean> e = expires.chain(table, bucket); e != null; e = e.next()) {
          chain.add(e);
        }
        for (Dict.Entry<Boolean> entry : chain) {
          looked++;
          long ttl = entry.number - now;
          if (ttl < 0) {
            db.expire(entry.key, KeyEvent.Cause.ACTIVE);
            removed++;
          } else if (ttl > 0) {
            ttlSum += ttl;
            ttls++;
          }
        }
      }
      db.expiresCursor++;
    }
    if (ttls > 0) {
      long mean = ttlSum / ttls;
      long before = db.averageTtlMillis == 0 ? mean : db.averageTtlMillis;
      db.averageTtlMillis = before / 50 * 49 + mean / 50;
    }
    return new Loop(true, looked, removed);
  }
}
