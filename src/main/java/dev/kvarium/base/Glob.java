package dev.kvarium.base;

/**
 * The glob patterns of KEYS, SCAN MATCH, CONFIG GET and PSUBSCRIBE.
 *
 * <pre>
 *   *       any bytes, also none          [abc]   one of them      \x   x itself
 *   ?       any one byte                  [^a]    any but a
 *                                         [a-c]   a range, in either order
 * </pre>
 *
 * <p>A class without its closing bracket ends with the pattern. Bytes are compared as signed chars
 * inside a range, as on x86.
 */
public final class Glob {
  private final byte[] pattern;
  private final boolean ignoreCase;

  /**
   * Set when the rest of the pattern after a star was found nowhere in the rest of the text: then
   * no earlier star can help either, and the search ends. Without it a pattern of many stars would
   * take exponential time.
   */
  private boolean hopeless;

  private Glob(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  /** Whether {@code text} matches {@code pattern}. */
  public static boolean matches(byte[] pattern, byte[] text) {
    return new Glob(pattern, false).match(0, text, 0);
  }

  /** Whether {@code text} matches {@code pattern} when the case of ASCII letters is ignored. */
  public static boolean matchesIgnoreCase(byte[] pattern, byte[] text) {
    return new Glob(pattern, true).match(0, text, 0);
  }

  /** Whether {@code pattern} is the lone star that matches everything. */
  public static boolean matchesAll(byte[] pattern) {
    return pattern.length == 1 && pattern[0] == '*';
  }

  private boolean match(int p, byte[] text, int t) {
    while (p < pattern.length && t < text.length) {
      switch (pattern[p]) {
        case '*' -> {
          return matchStar(p, text, t);
        }
        case '?' -> {
          // Any byte will do.
        }
        case '[' -> {
          p = matchClass(p + 1, text[t]);
          if (p < 0) {
            return false;
          }
        }
        default -> {
          if (pattern[p] == '\\' && p + 1 < pattern.length) {
            p++;
          }
          if (!same(pattern[p], text[t])) {
            return false;
          }
        }
      }
      t++;
      p++;
    }
    if (t == text.length) {
      while (p < pattern.length && pattern[p] == '*' && text.length > 0) {
        p++;
      }
    }
    return p == pattern.length && t == text.length;
  }

  private boolean matchStar(int p, byte[] text, int t) {
    while (p + 1 < pattern.length && pattern[p + 1] == '*') {
      p++;
    }
    if (p + 1 == pattern.length) {
      return true;
    }
    for (; t < text.length; t++) {
      if (match(p + 1, text, t)) {
        return true;
      }
      if (hopeless) {
        return false;
      }
    }
    hopeless = true;
    return false;
  }

  /** The position of the bracket that ends the class when {@code c} is in it, or -1. */
  private int matchClass(int p, byte c) {
    boolean not = p < pattern.length && pattern[p] == '^';
    if (not) {
      p++;
    }
    boolean in = false;
    while (true) {
      if (p >= pattern.length) {
        p--;
        break;
      }
      if (pattern[p] == '\\' && p + 1 < pattern.length) {
        p++;
        in |= pattern[p] == c;
      } else if (pattern[p] == ']') {
        break;
      } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
        in |= inRange(pattern[p], pattern[p + 2], c);
        p += 2;
      } else {
        in |= same(pattern[p], c);
      }
      p++;
    }
    return in != not ? p : -1;
  }

  private boolean inRange(byte a, byte b, byte c) {
    byte low = a < b ? a : b;
    byte high = a < b ? b : a;
    return ignoreCase
        ? Bytes.lower(c) >= Bytes.lower(low) && Bytes.lower(c) <= Bytes.lower(high)
        : c >= low && c <= high;
  }

  private boolean same(byte a, byte b) {
    return a == b || ignoreCase && Bytes.lower(a) == Bytes.lower(b);
  }
}
