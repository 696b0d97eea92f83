package dev.kvarium.redis.aof;

import java.util.List;

/**
 * What a server says when a command of its log is answered with an error: that cannot be if the log
 * is what the server wrote, so a byte has changed, and loading goes on all the same.
 *
 * <p>Errors that stand ready in the server are told as they go over the wire, with {@code -} and
 * code; those that a command words itself without.
 */
public final class LoadingErrors {
  private static final String PLAIN = "ERR ";

  private static final List<String> READY =
      List.of(
          "ERR no such key",
          "ERR syntax error",
          "ERR source and destination objects are the same",
          "ERR index out of range");

  private LoadingErrors() {}

  /**
   * The line for the server's own log.
   *
   * @param error with its code
   * @param command its name
   */
  public static String line(String error, String command) {
    boolean worded = error.startsWith(PLAIN) && !READY.contains(error);
    return "== CRITICAL == This server is sending an error to its AOF-loading-client: '"
        + (worded ? error.substring(PLAIN.length()) : "-" + error)
        + "' after processing the command '"
        + command
        + "'";
  }
}
