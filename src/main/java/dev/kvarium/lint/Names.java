package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import java.util.Locale;

/** Keys and numbers as people read them. */
final class Names {
  private static final int MOST_CHARS = 200;

  private Names() {}

  /** A key's name: as it is where all of it can be printed, otherwise as redis-cli prints it. */
  static String shown(Blob key) {
    byte[] bytes = key.bytes();
    String text = isPlain(bytes) ? Bytes.latin1Text(bytes) : quoted(key);
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS - 1) + "…";
  }

  private static String quoted(Blob key) {
    String text = key.toString();
    boolean printable = key.equals(Blob.of(text));
    for (int i = 0; printable && i < text.length(); i++) {
      printable = !Character.isISOControl(text.charAt(i));
    }
    return printable ? text : Bytes.repr(key.bytes());
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte each : bytes) {
      if (each < ' ' || each == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** A whole number with commas. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A share with one digit behind the point, {@code 12.5 %}. */
  static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }
}
