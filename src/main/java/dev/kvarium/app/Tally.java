package dev.kvarium.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How the requests of an application went: counts, latencies, and the course of it all in parts of
 * time, each a millisecond at first and twice as long whenever there are too many of them.
 */
public final class Tally {
  private static final int PRECISION = 3;
  private static final int RECENT = 4_096;

  /** Of so many keys it is known when their entries end. */
  private static final int MOST_ENDS = 10_000;

  private final long startMicros;
  private final Course course = new Course();
  private final Histogram reads = new Histogram(PRECISION);
  private final Histogram misses = new Histogram(PRECISION);
  private final Histogram writes = new Histogram(PRECISION);
  private final List<AppSnapshot.Served> recent = new ArrayList<>();
  private final Map<String, Long> ends = new LinkedHashMap<>();
  private long beganMicros;
  private int oldest;
  private long hits;
  private long shared;
  private long staleHits;
  private long staleReads;
  private long abandoned;
  private long queries;
  private int open;
  private int inFlight;
  private int peak;
  private long peakMicros;

  Tally(long startMicros) {
    this.startMicros = startMicros;
    beganMicros = startMicros;
  }

  /** Clients begin to ask. */
  void workload(long nowMicros) {
    beganMicros = nowMicros;
  }

  /** An entry is kept up to a time; the one before it, if its time is over, has ended then. */
  void kept(String key, long untilMicros, long nowMicros) {
    if (ends.size() < MOST_ENDS || ends.containsKey(key)) {
      Long before = ends.put(key, untilMicros);
      if (before != null && before <= nowMicros) {
        course.ended(before - startMicros);
      }
    }
  }

  /** An entry was removed before its time. */
  void dropped(String key) {
    ends.remove(key);
  }

  void began() {
    open++;
  }

  void abandoned() {
    open--;
    abandoned++;
  }

  void queryBegan(long nowMicros) {
    queries++;
    course.query(nowMicros - startMicros, inFlight++);
    if (inFlight > peak) {
      peak = inFlight;
      peakMicros = nowMicros;
    }
  }

  void queryEnded(long nowMicros) {
    course.flight(nowMicros - startMicros, inFlight--, inFlight);
  }

  void ended(Access.Result result, long nowMicros) {
    open--;
    Access access = result.access();
    Access.From from = result.from();
    if (access.isWrite()) {
      writes.recordValue(result.micros());
    } else {
      reads.recordValue(result.micros());
      hits += from.isHit() ? 1 : 0;
      staleHits += from == Access.From.STALE ? 1 : 0;
      shared += from == Access.From.SHARED ? 1 : 0;
      staleReads += result.isStale() ? 1 : 0;
      if (!from.isHit()) {
        misses.recordValue(result.micros());
      }
      course.read(access.startMicros() - startMicros, from.isHit());
    }
    AppSnapshot.Served served =
        new AppSnapshot.Served(
            access.clientNumber(),
            access.startMicros(),
            nowMicros,
            access.isWrite() ? "write" : from.word());
    if (recent.size() < RECENT) {
      recent.add(served);
    } else {
      recent.set(oldest, served);
      oldest = (oldest + 1) % RECENT;
    }
  }

  /** How many queries the application has sent to its database. */
  public long queries() {
    return queries;
  }

  /** The most that were on their way at the same time. */
  public int peak() {
    return peak;
  }

  /** How many reads have been answered. */
  public long reads() {
    return reads.getTotalCount();
  }

  /** Of these, those that the cache answered at once. */
  public long hits() {
    return hits;
  }

  AppSnapshot snapshot(String name, AppSettings settings, long nowMicros, DatabaseSnapshot base) {
    List<AppSnapshot.Served> served = new ArrayList<>(recent.subList(oldest, recent.size()));
    served.addAll(recent.subList(0, oldest));
    Course upToNow = course.copy(inFlight, nowMicros - startMicros);
    for (long each : ends.values()) {
      if (each <= nowMicros) {
        upToNow.ended(each - startMicros);
      }
    }
    return new AppSnapshot(
        name,
        settings,
        startMicros,
        beganMicros,
        nowMicros,
        reads.getTotalCount(),
        hits,
        staleHits,
        shared,
        staleReads,
        writes.getTotalCount(),
        abandoned,
        open,
        queries,
        inFlight,
        peak,
        peakMicros,
        upToNow,
        AppSnapshot.Times.of(reads),
        AppSnapshot.Times.of(misses),
        AppSnapshot.Times.of(writes),
        served,
        base);
  }
}
