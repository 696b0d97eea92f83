package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.Locale;

/**
 * A number of bytes as people write it in a configuration: {@code 100}, {@code 64mb}, {@code 1g}.
 */
record MemoryText(boolean valid, long bytes) {
  private static final MemoryText INVALID = new MemoryText(false, 0);

  /** Reads a plain integer; or one with a unit, where no digits at all are 0. */
  static MemoryText parse(String text, boolean withUnit) {
    if (!withUnit) {
      byte[] word = Bytes.latin1(text);
      return Numbers.isLong(word) ? new MemoryText(true, Numbers.parseLong(word)) : INVALID;
    }
    int end = 0;
    while (end < text.length() && (text.charAt(end) >= '0' && text.charAt(end) <= '9')) {
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
    byte[] digits = Bytes.latin1(("0" + text.substring(0, end)).replaceFirst("^0+(?=.)", ""));
    if (unit < 0 || !Numbers.isLong(digits)) {
      return INVALID;
    }
    long high = Math.multiplyHigh(Numbers.parseLong(digits), unit);
    long low = Numbers.parseLong(digits) * unit;
    return high != 0 || low < 0 ? INVALID : new MemoryText(true, low);
  }
}
