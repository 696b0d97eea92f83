package dev.kvarium.view;

/**
 * Numbers with their units, as every picture writes them: bytes exact up to 9,999 and with one
 * decimal beyond, groups of three digits parted by commas, times in the unit that keeps them short.
 */
public final class Quantity {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantity() {}

  /** {@code 9,999 B}, {@code 12.4 KiB}. Rounded to the nearest tenth. */
  public static String bytes(long bytes) {
    if (bytes > -10_000 && bytes < 10_000) {
      return count(bytes) + " B";
    }
    long size = Math.abs(bytes);
    int unit = 0;
    long whole = 1024;
    while (unit < UNITS.length - 1 && size / 1024 >= whole) {
      whole *= 1024;
      unit++;
    }
    // a tenth of a unit is no whole number of bytes, so round by the rest
    long tenths = size / whole * 10 + (size % whole * 10 + whole / 2) / whole;
    if (tenths >= 10_240 && unit < UNITS.length - 1) {
      tenths = 10;
      unit++;
    }
    return (bytes < 0 ? "-" : "") + count(tenths / 10) + "." + tenths % 10 + " " + UNITS[unit];
  }

  /** {@code 1,234,567}. */
  public static String count(long number) {
    String digits = Long.toString(number);
    int start = number < 0 ? 1 : 0;
    StringBuilder out = new StringBuilder(digits.length() + 6);
    for (int i = 0; i < digits.length(); i++) {
      if (i > start && (digits.length() - i) % 3 == 0) {
        out.append(',');
      }
      out.append(digits.charAt(i));
    }
    return out.toString();
  }

  /** A count with its noun: {@code 1 key}, {@code 2,000 keys}. */
  public static String count(long number, String singular) {
    return count(number, singular, singular + "s");
  }

  public static String count(long number, String singular, String plural) {
    return count(number) + " " + (number == 1 ? singular : plural);
  }

  /**
   * A span of time: {@code 250 µs}, {@code 1.5 ms}, {@code 30.0 s}, {@code 2 min 5 s}, {@code 3 h
   * 12 min}, {@code 4 d 2 h}. Cut, never rounded up, so that nothing seems to be over before it is.
   */
  public static String span(long micros) {
    if (micros < 0) {
      return "-" + span(-micros);
    }
    if (micros < 1_000) {
      return micros + " µs";
    }
    if (micros < 10_000) {
      return micros / 1_000 + "." + micros % 1_000 / 100 + " ms";
    }
    if (micros < 1_000_000) {
      return micros / 1_000 + " ms";
    }
    long seconds = micros / 1_000_000;
    if (seconds < 100) {
      return seconds + "." + micros % 1_000_000 / 100_000 + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min" + rest(seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, "min");
    }
    return count(seconds / 86_400) + " d" + rest(seconds % 86_400 / 3_600, "h");
  }

  private static String rest(long number, String unit) {
    return number == 0 ? "" : " " + number + " " + unit;
  }

  /** Virtual time since the world began: {@code 00:04.120}, {@code 1:02:03.004} from an hour on. */
  public static String clock(long micros) {
    long millis = Math.max(0, micros) / 1_000;
    long hours = millis / 3_600_000;
    String minutes = two(millis / 60_000 % 60) + ":" + two(millis / 1_000 % 60);
    long rest = millis % 1_000;
    String decimals = "." + (rest < 100 ? "0" : "") + two(rest);
    return (hours > 0 ? hours + ":" : "") + minutes + decimals;
  }

  private static String two(long number) {
    return (number < 10 ? "0" : "") + number;
  }
}
