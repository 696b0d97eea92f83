package dev.kvarium.base;

/**
 * Writes JSON (RFC 8259) piece by piece: commas and quotes are its business, the nesting is the
 * caller's.
 */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();
  private boolean comma;

  /** Begins an object or an array with its bracket. */
  public JsonText open(char bracket) {
    separate();
    text.append(bracket);
    comma = false;
    return this;
  }

  /** Ends it with its bracket. */
  public JsonText close(char bracket) {
    text.append(bracket);
    comma = true;
    return this;
  }

  /** The name of a member whose value comes next. */
  public JsonText name(String name) {
    separate();
    appendQuoted(text, name);
    text.append(':');
    comma = false;
    return this;
  }

  /** A string. */
  public JsonText value(String value) {
    separate();
    appendQuoted(text, value);
    return this;
  }

  /** A whole number. */
  public JsonText value(long value) {
    separate();
    text.append(value);
    return this;
  }

  /** True or false. */
  public JsonText value(boolean value) {
    separate();
    text.append(value);
    return this;
  }

  /** A number where the text is one as JSON writes them, otherwise a string. */
  public JsonText numberOrText(String value) {
    if (!isNumber(value)) {
      return value(value);
    }
    separate();
    text.append(value);
    return this;
  }

  /** A member that is a string. */
  public JsonText member(String name, String value) {
    return name(name).value(value);
  }

  /** A member that is a whole number. */
  public JsonText member(String name, long value) {
    return name(name).value(value);
  }

  /** A member that is true or false. */
  public JsonText member(String name, boolean value) {
    return name(name).value(value);
  }

  /** Begins a new line, for the eye. */
  public JsonText line() {
    if (comma) {
      text.append(',');
      comma = false;
    }
    text.append('\n');
    return this;
  }

  /** Ends the line; what follows is a text of its own. */
  public JsonText end() {
    text.append('\n');
    comma = false;
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void separate() {
    if (comma) {
      text.append(',');
    }
    comma = true;
  }

  private static void appendQuoted(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      switch (each) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (each < 0x20 || each == 0x7f || isLone(value, i)) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              text.append(HEX.charAt(each >> shift & 15));
            }
          } else {
            text.append(each);
          }
        }
      }
    }
    text.append('"');
  }

  /** Whether half a character stands alone, which no encoder could write. */
  private static boolean isLone(String value, int i) {
    char each = value.charAt(i);
    if (Character.isHighSurrogate(each)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(each)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  /** Integers and plain decimals of at most 15 digits, which every reader keeps exactly. */
  private static boolean isNumber(String value) {
    int i = value.startsWith("-") ? 1 : 0;
    int digits = 0;
    int point = -1;
    for (int j = i; j < value.length(); j++) {
      char each = value.charAt(j);
      if (each == '.' && point < 0 && digits > 0) {
        point = j;
      } else if (each >= '0' && each <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    boolean leadingZero =
        digits > 1 && i < value.length() && value.charAt(i) == '0' && value.charAt(i + 1) != '.';
    return digits > 0 && digits <= 15 && point != value.length() - 1 && !leadingZero;
  }
}
