package dev.kvarium.redis.command;

import java.util.Locale;

/**
 * A number of bytes as people write it in a configuration: {@code 100}, {@code 64mb}, {@code 1g}.
 *
 * @param bytes 64 bits without a sign
 */
record MemoryText(boolean valid, long bytes) {
  private static final MemoryText INVALID = new MemoryText(false, 0);
  private static final int MOST_DIGITS = 127;

  /**
   * Reads an integer with or without a unit, where no digits at all are 0. As in the server a
   * number beyond 64 bits is the greatest of them, and what the unit carries beyond them is lost.
   */
  static MemoryText parse(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    long unit =
        switch (text.substring(end).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 1;
          case "k" -> 1000;
          case "kb" -> 1024;
          case "m" -> 1000 * 1000;
          case "mb" -> 1024 * 1024;
          case "g" -> 1000L * 1000 * 1000;
          case "gb" -> 1024L * 1024 * 1024;
          default -> -1;
        };
    if (unit < 0 || end > MOST_DIGITS) {
      return INVALID;
    }
    return new MemoryText(true, unsigned("0" + text.substring(0, end)) * unit);
  }

  private static long unsigned(String digits) {
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }
}
