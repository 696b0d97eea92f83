package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What took at least {@code latency-monitor-threshold} milliseconds, by kind of work: the last 160
 * seconds in which there was such, and of each second the longest.
 */
public final class LatencyMonitor {
  private static final int MOST_SAMPLES = 160;

  /** The longest of a second. */
  public record Sample(long unixSeconds, long millis) {}

  /** What is known of one kind of work. */
  public static final class Series {
    private final List<Sample> samples = new ArrayList<>();
    private long longestMillis;

    private void add(long second, long millis) {
      longestMillis = Math.max(longestMillis, millis);
      boolean sameSecond = !samples.isEmpty() && samples.getLast().unixSeconds() == second;
      if (sameSecond) {
        long before = samples.removeLast().millis();
        samples.add(new Sample(second, Math.max(before, millis)));
        return;
      }
      samples.add(new Sample(second, millis));
      if (samples.size() > MOST_SAMPLES) {
        samples.removeFirst();
      }
    }

    /** The oldest first; at least one. */
    public List<Sample> samples() {
      return samples;
    }

    /** The longest ever. */
    public long longestMillis() {
      return longestMillis;
    }
  }

  private final Settings settings;
  private final TreeMap<String, Series> byEvent = new TreeMap<>();

  public LatencyMonitor(Settings settings) {
    this.settings = settings;
  }

  /** Takes note of some work, if it took long enough. */
  public void sample(String event, long millis, long unixSeconds) {
    long threshold = settings.latencyThresholdMillis;
    if (threshold > 0 && millis >= threshold) {
      byEvent.computeIfAbsent(event, name -> new Series()).add(unixSeconds, millis);
    }
  }

  /** All kinds of work that there are samples of. */
  public SequencedMap<String, Series> byEvent() {
    return byEvent;
  }

  /** Forgets a kind of work, named in any case; whether there was one. */
  boolean reset(String event) {
    return byEvent.keySet().removeIf(event::equalsIgnoreCase);
  }

  /** Forgets all; how many kinds there were. */
  int reset() {
    int count = byEvent.size();
    byEvent.clear();
    return count;
  }
}
