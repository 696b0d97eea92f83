package dev.kvarium.redis.keyspace;

import dev.kvarium.event.KeyEvent;
import dev.kvarium.structure.Dict;
import dev.kvarium.world.Clock;
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
 * <p>After every sixteenth loop it looks at the clock, and gives up when a quarter of the time
 * until the next call is used: 25 ms at {@code hz 10}. Then it looks for another millisecond each
 * time before the server sleeps, at most every 2 ms. {@code active-expire-effort} from 1 to 10
 * makes loops longer by 5 keys, the share of dead keys that is put up with smaller by 1 %, and the
 * time longer by 2 % of that between two calls.
 *
 * <p>In the lab, where the time stands still, a key that dies takes {@value #NANOS_PER_DEAD} ns and
 * what its value takes to be freed, one that lives {@value #NANOS_PER_LOOK} ns; and {@link
 * #BUCKETS_PER_CRON} buckets of a table are moved in place of 1 ms. Source: expire.c and server.c
 * of 7.0.15.
 */
public final class KeyspaceCron {
  private static final long NANOS_PER_DEAD = 1_000;
  private static final long NANOS_PER_LOOK = 100;
  private static final long NANOS_PER_FREED = 164;

  /** Buckets moved in one call at most: 1 ms at 0.1 µs a bucket. */
  public static final int BUCKETS_PER_CRON = 10_000;

  private static final int KEYS_PER_LOOP = 20;
  private static final int DATABASES_PER_CALL = 16;
  private static final int ACCEPTABLE_STALE_PERCENT = 10;
  private static final int LOOPS_BETWEEN_CHECKS = 16;
  private static final long FAST_MICROS = 1_000;
  private static final int SLOW_PERCENT = 25;
  private static final int BUCKETS_PER_KEY = 20;
  private static final int BUCKETS_AT_ONCE = 100;
  private static final double WEIGHT_OF_NEWEST = 0.05;

  private final Keyspace keyspace;
  private final Clock clock;
  private int nextExpireDb;
  private int nextResizeDb;
  private int nextRehashDb;
  private boolean gaveUp;
  private long lastFastMicros;

  public KeyspaceCron(Keyspace keyspace, Clock clock) {
    this.keyspace = keyspace;
    this.clock = clock;
  }

  /** How hard is looked for expired keys, by {@code active-expire-effort} and {@code hz}. */
  public static ExpirySnapshot.Pace pace(int effort, int hz) {
    int more = effort - 1;
    return new ExpirySnapshot.Pace(
        effort,
        hz,
        KEYS_PER_LOOP + KEYS_PER_LOOP / 4 * more,
        ACCEPTABLE_STALE_PERCENT - more,
        Math.max(1, (SLOW_PERCENT + 2 * more) * 1_000_000L / hz / 100),
        FAST_MICROS + FAST_MICROS / 4 * more);
  }

  /**
   * Does what is due at each call.
   *
   * @param expire whether expired keys are looked for at all
   * @param pace how hard
   * @param rehash whether tables are moved on without a command
   */
  public void run(boolean expire, ExpirySnapshot.Pace pace, boolean rehash) {
    if (expire) {
      expireCycle(pace, pace.slowMicros(), false);
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
  public void beforeSleep(ExpirySnapshot.Pace pace, long nowMicros) {
    boolean worthIt =
        gaveUp || keyspace.stats().expiredStalePercent / 100 >= pace.acceptablePercent();
    if (worthIt && nowMicros >= lastFastMicros + 2 * pace.fastMicros()) {
      lastFastMicros = nowMicros;
      expireCycle(pace, pace.fastMicros(), true);
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

  /** How long a cycle takes by now, µs: by the clock of a server, or reckoned. */
  private long micros(long stopwatch, long looked, long removed, long freed) {
    return stopwatch >= 0
        ? (clock.stopwatchNanos() - stopwatch) / 1_000
        : (removed * NANOS_PER_DEAD + (looked - removed) * NANOS_PER_LOOK + freed * NANOS_PER_FREED)
            / 1_000;
  }

  private void expireCycle(ExpirySnapshot.Pace pace, long mostMicros, boolean fast) {
    final long stopwatch = clock.stopwatchNanos();
    final long freedBefore = keyspace.stats().freedElements;
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
        Loop loop = lookAtSome(db, pace.keysPerLoop());
        looked += loop.looked;
        removed += loop.removed;
        long freed = keyspace.stats().freedElements - freedBefore;
        if (loops % LOOPS_BETWEEN_CHECKS == 0
            && micros(stopwatch, looked, removed, freed) > mostMicros) {
          gaveUp = true;
          keyspace.stats().expiredTimeCapReached++;
        }
        again =
            loop.ran
                && (loop.looked == 0
                    || loop.removed * 100 / loop.looked > pace.acceptablePercent());
      }
    }
    double percent = looked == 0 ? 0 : (double) removed / looked;
    KeyspaceStats stats = keyspace.stats();
    stats.expiredStalePercent =
        percent * 100 * WEIGHT_OF_NEWEST + stats.expiredStalePercent * (1 - WEIGHT_OF_NEWEST);
    long micros = micros(stopwatch, looked, removed, stats.freedElements - freedBefore);
    stats.expireCycleMicros += micros;
    if (looked > 0) {
      stats.lastCycle =
          Optional.of(
              new ExpirySnapshot.Cycle(
                  keyspace.nowMillis(), fast, looked, removed, loops, micros, mostMicros, gaveUp));
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
