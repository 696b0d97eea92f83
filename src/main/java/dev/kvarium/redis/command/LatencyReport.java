package dev.kvarium.redis.command;

import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What took long, drawn in letters and told in words. */
final class LatencyReport {
  private static final int COLUMNS = 80;
  private static final int ROWS = 4;
  private static final String FILLS = "_o#";

  private final Settings settings;
  private final LatencyMonitor monitor;
  private final Clock clock;

  LatencyReport(Settings settings, LatencyMonitor monitor, Clock clock) {
    this.settings = settings;
    this.monitor = monitor;
    this.clock = clock;
  }

  // The drawing.

  /** Columns of up to four letters, and beneath each how long ago that was. */
  String graph(String event, LatencyMonitor.Series series) {
    List<LatencyMonitor.Sample> samples = series.samples();
    long high = 0;
    long low = Long.MAX_VALUE;
    List<String> labels = new ArrayList<>();
    for (LatencyMonitor.Sample sample : samples) {
      high = Math.max(high, sample.millis());
      low = Math.min(low, sample.millis());
      labels.add(age(clock.nowMicros() / 1_000_000 - sample.unixSeconds()));
    }
    StringBuilder out = new StringBuilder();
    out.append(event).append(" - high ").append(high).append(" ms, low ").append(low);
    out.append(" ms (all time high ").append(series.longestMillis()).append(" ms)\n");
    out.append("-".repeat(COLUMNS)).append('\n');
    for (int from = 0; from < samples.size(); from += COLUMNS) {
      int to = Math.min(samples.size(), from + COLUMNS);
      out.append(from == 0 ? "" : "\n");
      columns(out, samples.subList(from, to), labels.subList(from, to), low, high);
    }
    return out.toString();
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    } else if (seconds < 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  private static void columns(
      StringBuilder out,
      List<LatencyMonitor.Sample> samples,
      List<String> labels,
      long low,
      long high) {
    int steps = ROWS * FILLS.length();
    double range = high == low ? 1 : high - low;
    for (int row = 0; row < ROWS; row++) {
      for (LatencyMonitor.Sample sample : samples) {
        int step = (int) ((sample.millis() - low) * (double) steps / range);
        int fill = Math.clamp(step, 0, steps - 1) - (ROWS - row - 1) * FILLS.length();
        out.append(fill < 0 ? ' ' : fill < FILLS.length() ? FILLS.charAt(fill) : '|');
      }
      out.append('\n');
    }
    out.append(" ".repeat(samples.size())).append('\n');
    int longest = labels.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (String label : labels) {
        out.append(i < label.length() ? label.charAt(i) : ' ');
      }
      out.append('\n');
    }
  }

  // The words.

  /** What took long, and what may help. */
  String doctor() {
    if (monitor.byEvent().isEmpty()) {
      return settings.latencyThresholdMillis == 0
          ? "I cannot say anything, since nothing is watched. CONFIG SET latency-monitor-threshold"
              + " <milliseconds> makes me watch what takes that long.\n"
          : "Nothing has taken as long as latency-monitor-threshold since I began to watch.\n";
    }
    StringBuilder out = new StringBuilder("Some work took long in this server:\n\n");
    Set<String> advice = new LinkedHashSet<>();
    int number = 0;
    for (var each : monitor.byEvent().sequencedEntrySet()) {
      out.append(++number).append(". ").append(each.getKey()).append(": ");
      out.append(figures(each.getValue())).append('\n');
      advise(each.getKey(), advice);
    }
    out.append(advice.isEmpty() ? "" : "\nWhat may help:\n\n");
    advice.forEach(line -> out.append("- ").append(line).append('\n'));
    return out.toString();
  }

  private String figures(LatencyMonitor.Series series) {
    List<LatencyMonitor.Sample> samples = series.samples();
    long sum = samples.stream().mapToLong(LatencyMonitor.Sample::millis).sum();
    long average = sum / samples.size();
    long deviations =
        samples.stream().mapToLong(sample -> Math.abs(average - sample.millis())).sum();
    long since = clock.nowMicros() / 1_000_000 - samples.getFirst().unixSeconds();
    return String.format(
        Locale.ROOT,
        "%d latency spikes (average %dms, mean deviation %dms, period %.2f sec). Worst all time"
            + " event %dms.",
        samples.size(),
        average,
        deviations / samples.size(),
        (double) Math.max(1, since) / samples.size(),
        series.longestMillis());
  }

  private void advise(String event, Set<String> advice) {
    long threshold = settings.latencyThresholdMillis * 1_000;
    String large =
        "Deleting or expiring a large value keeps the server busy: make several small ones of it,"
            + " or remove it with UNLINK.";
    switch (event) {
      case "command" -> {
        if (settings.slowlogMicros < 0 || settings.slowlogMicros / 1_000 > threshold / 1_000) {
          advice.add(
              "Have the slow log take note of all that is watched here: CONFIG SET"
                  + " slowlog-log-slower-than "
                  + threshold
                  + ".");
        }
        advice.add("SLOWLOG GET says which commands took long.");
        advice.add(large);
      }
      case "fast-command" ->
          advice.add(
              "A command that cannot take long did: the machine gave the server too little"
                  + " processor time. Look at what else runs there.");
      case "expire-cycle" -> {
        advice.add("With a higher hz keys are expired in smaller portions: CONFIG SET hz 100.");
        advice.add(large);
      }
      default -> advice.add("Look at disk and machine while " + event + " is at work.");
    }
  }
}
