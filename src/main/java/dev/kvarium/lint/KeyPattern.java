package dev.kvarium.lint;

/**
 * The pattern that a key's name has in common with others of its kind.
 *
 * <p>Runs of digits become {@code #}, and so do parts of eight or more hexadecimal digits among
 * which there is a digit, with hyphens or without; a version such as {@code v2} stays. So {@code
 * v2:user:1000:name} belongs to {@code v2:user:#:name}.
 */
final class KeyPattern {
  private static final int MOST_CHARS = 80;
  private static final int FEWEST_HEX = 8;

  private KeyPattern() {}

  static String of(String key) {
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    for (int i = 0; i <= key.length(); i++) {
      if (i == key.length() || isSeparator(key.charAt(i))) {
        part(pattern, key, from, i);
        if (i < key.length()) {
          pattern.append(key.charAt(i));
        }
        from = i + 1;
      }
    }
    if (pattern.length() > MOST_CHARS) {
      pattern.setLength(MOST_CHARS - 1);
      pattern.append('…');
    }
    return pattern.toString();
  }

  /** Whether a part of a key is a version, {@code v2}. */
  static boolean isVersion(String key, int from, int to) {
    if (to - from < 2 || key.charAt(from) != 'v' && key.charAt(from) != 'V') {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      if (!isDigit(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSeparator(char c) {
    return c == ':' || c == '{' || c == '}' || c == '/' || c == '.' || c == '|' || c == '_';
  }

  private static void part(StringBuilder pattern, String key, int from, int to) {
    if (isVersion(key, from, to)) {
      pattern.append(key, from, to);
    } else if (isHex(key, from, to)) {
      pattern.append('#');
    } else {
      for (int i = from; i < to; i++) {
        if (!isDigit(key.charAt(i))) {
          pattern.append(key.charAt(i));
        } else if (i == from || !isDigit(key.charAt(i - 1))) {
          pattern.append('#');
        }
      }
    }
  }

  private static boolean isHex(String key, int from, int to) {
    int hex = 0;
    boolean digit = false;
    for (int i = from; i < to; i++) {
      char c = key.charAt(i);
      if (isDigit(c)) {
        digit = true;
        hex++;
      } else if (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
        hex++;
      } else if (c != '-') {
        return false;
      }
    }
    return digit && hex >= FEWEST_HEX;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
