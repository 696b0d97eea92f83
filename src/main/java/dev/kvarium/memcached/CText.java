package dev.kvarium.memcached;

/** Numbers as C's library reads them from the front of a text. */
final class CText {
  private CText() {}

  /** As {@code atoi}: blanks, a sign, digits; 0 where there are none; wraps at 32 bits. */
  static int atoi(String text) {
    int i = blanks(text);
    boolean negative = i < text.length() && text.charAt(i) == '-';
    if (i < text.length() && (negative || text.charAt(i) == '+')) {
      i++;
    }
    long value = 0;
    while (i < text.length() && isDigit(text.charAt(i)) && value < 1L << 53) {
      value = value * 10 + (text.charAt(i++) - '0');
    }
    return (int) (negative ? -value : value);
  }

  /** As {@code atof}, for decimal numbers; 0 where there is none. */
  static double atof(String text) {
    int from = blanks(text);
    for (int end = text.length(); end > from; end--) {
      String part = text.substring(from, end);
      if (part.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
        return Double.parseDouble(part);
      }
    }
    return 0;
  }

  private static int blanks(String text) {
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
