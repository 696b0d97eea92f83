package dev.kvarium.redis.command;

import java.util.SequencedMap;
import java.util.TreeMap;

/** What INFO tells of the commands that ran and failed; zeroed by CONFIG RESETSTAT. */
public final class DispatchStats {
  public long commands;
  public long errors;
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

  public void reset() {
    commands = 0;
    errors = 0;
    errorsByCode.clear();
  }
}
