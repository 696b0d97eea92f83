package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the times to live of a database are at one moment, and how keys whose time has passed were
 * removed from the node.
 *
 * @param nowMillis the moment, Unix time
 * @param keys of the database
 * @param expiring how many of them have a time to live
 * @param looked how many of those were looked at: all, up to {@link #MOST_LOOKED}
 * @param stale how many of those looked at are past their time and still there
 * @param ranges the others by the time that is left
 * @param soonest the first to die among those looked at, the stale ones before all
 * @param active whether the active cycle is on
 * @param pace how hard it looks
 * @param stalePercent its estimate of the share of stale keys among those that expire
 * @param gaveUp how often it stopped because its time was up
 * @param lastCycle the last active cycle that looked at a key, in any database
 * @param removedLazily keys of the node that somebody touched too late, since its start
 * @param removedActively keys of the node that the cycle found, since its start
 */
public record ExpirySnapshot(
    long nowMillis,
    int db,
    long keys,
    long expiring,
    long looked,
    long stale,
    List<Range> ranges,
    List<Due> soonest,
    boolean active,
    Pace pace,
    double stalePercent,
    long gaveUp,
    Optional<Cycle> lastCycle,
    long removedLazily,
    long removedActively) {
  /** How many keys are looked at. */
  public static final int MOST_LOOKED = 200_000;

  private static final int MOST_DUE = 5;
  private static final long SECOND = 1_000;
  private static final long[] BOUNDS = {
    SECOND,
    10 * SECOND,
    60 * SECOND,
    600 * SECOND,
    3_600 * SECOND,
    86_400 * SECOND,
    7 * 86_400 * SECOND,
    Long.MAX_VALUE
  };

  /** Keys that have so much time left: from the one, included, to the other, excluded. */
  public record Range(long fromMillis, long toMillis, long keys) {}

  /** A key and the Unix time at which it dies. */
  public record Due(Blob key, long atMillis) {}

  /**
   * What the active cycle did once.
   *
   * @param atMillis Unix time
   * @param fast whether it was the short one before the server sleeps
   * @param micros how long it took, of {@code mostMicros} at most
   */
  public record Cycle(
      long atMillis,
      boolean fast,
      long looked,
      long removed,
      int loops,
      long micros,
      long mostMicros,
      boolean gaveUp) {}

  /**
   * How hard the active cycle looks.
   *
   * @param effort {@code active-expire-effort}
   * @param hz calls a second
   * @param acceptablePercent a database is looked at again while more of a loop were stale
   * @param slowMicros for how long at each call
   * @param fastMicros for how long before the server sleeps, once a call had given up
   */
  public record Pace(
      int effort,
      int hz,
      int keysPerLoop,
      int acceptablePercent,
      long slowMicros,
      long fastMicros) {}

  /** The times to live of one database of a keyspace. */
  public static ExpirySnapshot of(
      Keyspace keyspace, int number, boolean active, Pace pace, long nowMillis) {
    Db db = keyspace.db(number);
    long[] counts = new long[BOUNDS.length];
    List<Due> soonest = new ArrayList<>();
    long looked = 0;
    long stale = 0;
    try (DictIterator<Boolean> iterator = db.expires().iterator()) {
      while (looked < MOST_LOOKED && iterator.advance()) {
        Dict.Entry<Boolean> entry = iterator.entry();
        looked++;
        due(soonest, entry);
        long left = entry.number - nowMillis;
        if (left < 0) {
          stale++;
        } else {
          int range = 0;
          while (left >= BOUNDS[range] && range < BOUNDS.length - 1) {
            range++;
          }
          counts[range]++;
        }
      }
    }
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      ranges.add(new Range(i == 0 ? 0 : BOUNDS[i - 1], BOUNDS[i], counts[i]));
    }
    KeyspaceStats stats = keyspace.stats();
    return new ExpirySnapshot(
        nowMillis,
        number,
        db.size(),
        db.expiring(),
        looked,
        stale,
        List.copyOf(ranges),
        List.copyOf(soonest),
        active,
        pace,
        stats.expiredStalePercent,
        stats.expiredTimeCapReached,
        stats.lastCycle,
        stats.removedLazily,
        stats.removedActively);
  }

  private static void due(List<Due> soonest, Dict.Entry<Boolean> entry) {
    if (soonest.size() == MOST_DUE && entry.number >= soonest.getLast().atMillis()) {
      return;
    }
    soonest.add(new Due(Blob.of(entry.key), entry.number));
    soonest.sort(Comparator.comparingLong(Due::atMillis).thenComparing(Due::key));
    if (soonest.size() > MOST_DUE) {
      soonest.removeLast();
    }
  }
}
