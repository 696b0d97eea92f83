package dev.kvarium.view;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points of virtual time as they are typed: {@code 00:12.480} as pictures show it, or {@code 5s}.
 */
public final class Instants {
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,4}):(\\d{1,2})(?:\\.(\\d{1,6}))?");
  private static final Pattern SPAN =
      Pattern.compile("(\\d{1,10})(?:\\.(\\d{1,6}))?(us|µs|ms|s|m|min|h|d)");

  private Instants() {}

  /** Microseconds since the start of the world; empty when it cannot be read. */
  public static OptionalLong parse(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
      long seconds =
          hours * 3_600 + Long.parseLong(clock.group(2)) * 60 + Long.parseLong(clock.group(3));
      return OptionalLong.of(seconds * 1_000_000 + millionths(clock.group(4)));
    }
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (span.group(3)) {
          case "us", "µs" -> 1;
          case "ms" -> 1_000;
          case "s" -> 1_000_000;
          case "m", "min" -> 60_000_000L;
          case "h" -> 3_600_000_000L;
          default -> 86_400_000_000L;
        };
    long whole = Long.parseLong(span.group(1));
    return whole > Long.MAX_VALUE / 2 / unit
        ? OptionalLong.empty()
        : OptionalLong.of(whole * unit + millionths(span.group(2)) * unit / 1_000_000);
  }

  private static long millionths(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "00000").substring(0, 6));
  }
}
