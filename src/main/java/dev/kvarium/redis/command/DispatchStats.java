package dev.kvarium.redis.command;

import java.util.Arrays;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What INFO tells of the commands that ran and failed; zeroed by CONFIG RESETSTAT. */
public final class DispatchStats {
  private static final int SAMPLES = 16;

  public long commands;
  public long errors;

  /** Changes to the data since the start. */
  public long dirty;

  private final long[] perSecond = new long[SAMPLES];
  private int samples;
  private long sampledCommands;
  private long sampledMillis;

  private final TreeMap<String, Long> errorsByCode = new TreeMap<>();

  void error(String text) {
    errors++;
    int space = text.indexOf(' ');
    errorsByCode.merge(space < 0 ? text : text.substring(0, space), 1L, Long::sum);
  }

  /** How often each error code was answered, by code. */
  public SequencedMap<String, Long> errorsByCode() {
    return errorsByCode;
  }

  /** Takes note of how many commands ran since this was called last. */
  public void sample(long nowMillis) {
    long millis = nowMillis - sampledMillis;
    if (millis > 0) {
      perSecond[samples++ % SAMPLES] = (commands - sampledCommands) * 1000 / millis;
      sampledCommands = commands;
      sampledMillis = nowMillis;
    }
  }

  /** Commands a second, the mean of the last 16 samples. */
  public long perSecond() {
    return Arrays.stream(perSecond).sum() / SAMPLES;
  }

  public void reset() {
    commands = 0;
    errors = 0;
    sampledCommands = 0;
    errorsByCode.clear();
  }
}
