package dev.kvarium.app;

import java.util.Arrays;

/**
 * What happened in which part of time, from the start of an application on. A part takes a
 * millisecond; whenever there would be more than 16,384, two and two become one.
 */
public final class Course {
  private static final int MOST = 1 << 14;
  private static final int FIRST = 256;
  private static final long PART_MICROS = 1_000;

  private long partMicros = PART_MICROS;
  private int last = -1;
  private int flown = -1;
  private int[] hits = new int[FIRST];
  private int[] misses = new int[FIRST];
  private int[] queries = new int[FIRST];
  private int[] inFlight = new int[FIRST];
  private int[] ended = new int[FIRST];

  /** How long a part takes now. */
  public long partMicros() {
    return partMicros;
  }

  /** How many parts there are. */
  public int parts() {
    return last + 1;
  }

  /** Reads of a part that the cache answered at once. */
  public int hits(int part) {
    return part <= last ? hits[part] : 0;
  }

  /** Reads of a part that it did not. */
  public int misses(int part) {
    return part <= last ? misses[part] : 0;
  }

  /** Queries that began in a part. */
  public int queries(int part) {
    return part <= last ? queries[part] : 0;
  }

  /** The most queries that were on their way at the same time in a part. */
  public int inFlight(int part) {
    return part <= last ? inFlight[part] : 0;
  }

  /** Entries whose time was over in a part. */
  public int ended(int part) {
    return part <= last ? ended[part] : 0;
  }

  void ended(long micros) {
    int part = part(micros);
    ended[part]++;
  }

  void read(long micros, boolean hit) {
    int part = part(micros);
    if (hit) {
      hits[part]++;
    } else {
      misses[part]++;
    }
  }

  /** A query began; so many were on their way before. */
  void query(long micros, int before) {
    flight(micros, before, before + 1);
    queries[flown]++;
  }

  /** So many queries were on their way since this was said last, and so many are from now on. */
  void flight(long micros, int before, int after) {
    int part = part(micros);
    if (before > 0) {
      for (int i = flown + 1; i <= part; i++) {
        inFlight[i] = Math.max(inFlight[i], before);
      }
    }
    inFlight[part] = Math.max(inFlight[part], Math.max(before, after));
    flown = part;
  }

  private int part(long micros) {
    while (micros / partMicros >= MOST) {
      halve();
    }
    int part = (int) (micros / partMicros);
    if (part >= hits.length) {
      int room = Math.min(MOST, Math.max(part + 1, hits.length * 2));
      hits = Arrays.copyOf(hits, room);
      misses = Arrays.copyOf(misses, room);
      queries = Arrays.copyOf(queries, room);
      inFlight = Arrays.copyOf(inFlight, room);
      ended = Arrays.copyOf(ended, room);
    }
    last = Math.max(last, part);
    return part;
  }

  private void halve() {
    int half = (last + 2) / 2;
    for (int i = 0; i < half; i++) {
      int a = 2 * i;
      int b = a + 1 < hits.length ? a + 1 : a;
      boolean two = b > a;
      hits[i] = hits[a] + (two ? hits[b] : 0);
      misses[i] = misses[a] + (two ? misses[b] : 0);
      queries[i] = queries[a] + (two ? queries[b] : 0);
      inFlight[i] = Math.max(inFlight[a], inFlight[b]);
      ended[i] = ended[a] + (two ? ended[b] : 0);
    }
    Arrays.fill(hits, half, hits.length, 0);
    Arrays.fill(misses, half, misses.length, 0);
    Arrays.fill(queries, half, queries.length, 0);
    Arrays.fill(inFlight, half, inFlight.length, 0);
    Arrays.fill(ended, half, ended.length, 0);
    partMicros *= 2;
    last = half - 1;
    flown = flown / 2;
  }

  /** A copy that does not change, up to an instant. */
  Course copy(int now, long micros) {
    Course copy = new Course();
    copy.partMicros = partMicros;
    copy.last = last;
    copy.flown = flown;
    copy.hits = hits.clone();
    copy.misses = misses.clone();
    copy.queries = queries.clone();
    copy.inFlight = inFlight.clone();
    copy.ended = ended.clone();
    if (now > 0) {
      copy.flight(micros, now, now);
    }
    return copy;
  }
}
