package dev.kvarium.app;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * An application as views see it.
 *
 * @param startMicros Unix time at which it began
 * @param beganMicros Unix time at which the last clients began to ask
 * @param nowMicros Unix time now
 * @param reads that were answered
 * @param hits of these, those that the cache answered at once
 * @param staleHits of these, with an entry past the time up to which it was fresh
 * @param shared reads that another client's query answered
 * @param staleReads reads that got an older version than the database held when they began
 * @param writes that are done
 * @param abandoned requests whose process ended
 * @param open requests that are not answered yet
 * @param queries that were sent to the database
 * @param inFlight of these, those on their way now
 * @param peak the most that were on their way at the same time
 * @param peakMicros Unix time of that
 * @param course what happened when
 * @param readTimes how long reads took
 * @param missTimes how long those took that the cache did not answer at once
 * @param writeTimes how long writes took
 * @param recent the last requests, the oldest first
 * @param database what it asks
 */
public record AppSnapshot(
    String name,
    AppSettings settings,
    long startMicros,
    long beganMicros,
    long nowMicros,
    long reads,
    long hits,
    long staleHits,
    long shared,
    long staleReads,
    long writes,
    long abandoned,
    long open,
    long queries,
    int inFlight,
    int peak,
    long peakMicros,
    Course course,
    Times readTimes,
    Times missTimes,
    Times writeTimes,
    List<Served> recent,
    DatabaseSnapshot database) {

  /** A request that was answered: by which client, from when to when, from where. */
  public record Served(int client, long fromMicros, long toMicros, String from) {}

  /** How long requests took, in microseconds, to three digits. */
  public record Times(long count, long p50, long p90, long p99, long p999, long max, double mean) {
    static Times of(Histogram histogram) {
      return new Times(
          histogram.getTotalCount(),
          histogram.getValueAtPercentile(50),
          histogram.getValueAtPercentile(90),
          histogram.getValueAtPercentile(99),
          histogram.getValueAtPercentile(99.9),
          histogram.getMaxValue(),
          histogram.getMean());
    }
  }

  /** The share of reads that the cache answered at once, from 0 to 1; 0 without any. */
  public double hitRatio() {
    return reads == 0 ? 0 : (double) hits / reads;
  }
}
