package dev.kvarium.lab;

import java.math.BigDecimal;
import java.util.Locale;

/** Lengths of time as they are typed, {@code 500ms} or {@code 1.5s}, and as they are shown. */
public final class Durations {
  private static final long DAY_MICROS = 86_400_000_000L;

  /** The longest that is taken: a node's cron runs through it ten times a second. */
  private static final long LONGEST_MICROS = 400 * DAY_MICROS;

  private Durations() {}

  /** Reads a number with a unit: us, ms, s, m, h or d. */
  public static long parseMicros(String text) throws Refusal {
    int split = 0;
    while (split < text.length()
        && (Character.isDigit(text.charAt(split)) || text.charAt(split) == '.')) {
      split++;
    }
    String number = text.substring(0, split);
    String unit = text.substring(split).toLowerCase(Locale.ROOT);
    if (number.isEmpty()) {
      throw new Refusal(
          "'" + text + "' is not a duration: write a number and a unit, such as 500ms or 2s");
    }
    if (unit.isEmpty()) {
      throw new Refusal(
          "the duration '"
              + text
              + "' lacks a unit: write "
              + text
              + "ms, "
              + text
              + "s or another of us ms s m h d");
    }
    long unitMicros = unitMicros(unit);
    if (unitMicros == 0) {
      throw new Refusal(
          "'"
              + unit.strip()
              + "' in '"
              + text
              + "' is not a unit of time: there are us ms s m h d");
    }
    BigDecimal micros;
    try {
      micros = new BigDecimal(number).multiply(BigDecimal.valueOf(unitMicros));
    } catch (NumberFormatException notANumber) {
      throw new Refusal("'" + number + "' in '" + text + "' is not a number");
    }
    if (micros.compareTo(BigDecimal.valueOf(LONGEST_MICROS)) > 0) {
      throw new Refusal("the duration '" + text + "' is too long: at most 400d");
    }
    return micros.longValue();
  }

  /** Reads a time since the start of the world: {@code 4.2s}, or {@code 00:04.200} as shown. */
  static long parseSinceStart(String text) throws Refusal {
    if (text.indexOf(':') < 0) {
      return parseMicros(text);
    }
    if (!text.matches("([0-9]{1,5}:)?[0-9]{1,2}:[0-9]{1,2}([.][0-9]{1,6})?")) {
      throw new Refusal("'" + text + "' is not a time: write it as 00:04.200 or 1:02:03.004");
    }
    long micros = 0;
    for (String part : text.split(":")) {
      long here = new BigDecimal(part).movePointRight(6).longValue();
      micros = micros * 60 + here;
    }
    return micros;
  }

  private static long unitMicros(String unit) {
    return switch (unit) {
      case "us", "µs" -> 1;
      case "ms" -> 1_000;
      case "s" -> 1_000_000;
      case "m", "min" -> 60_000_000L;
      case "h" -> 3_600_000_000L;
      case "d" -> DAY_MICROS;
      default -> 0;
    };
  }

  /** A length of time in the largest unit that gives a whole number: {@code 1500ms}, {@code 2s}. */
  public static String exact(long micros) {
    if (micros == 0) {
      return "0s";
    }
    if (micros % 3_600_000_000L == 0) {
      return micros / 3_600_000_000L + "h";
    }
    if (micros % 60_000_000L == 0) {
      return micros / 60_000_000L + "m";
    }
    if (micros % 1_000_000 == 0) {
      return micros / 1_000_000 + "s";
    }
    return micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
  }

  /** A time since the start of the world as the views show it: {@code 00:12.480}. */
  public static String sinceStart(long micros) {
    long millis = micros / 1_000;
    long hours = millis / 3_600_000;
    String rest =
        String.format(
            Locale.ROOT,
            "%02d:%02d.%03d",
            millis / 60_000 % 60,
            millis / 1_000 % 60,
            millis % 1_000);
    return hours == 0 ? rest : hours + ":" + rest;
  }

  /** The same to the microsecond, {@code 00:12.480005}, as {@code :seek} takes it. */
  static String toMicro(long micros) {
    long beyond = micros % 1_000;
    return beyond == 0
        ? sinceStart(micros)
        : sinceStart(micros) + String.format(Locale.ROOT, "%03d", beyond);
  }
}
