package dev.kvarium.lua;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of Lua being matched against a text: {@code %a+ . [^x-z] (…) %1 %b() %f[…] ^ $} with
 * {@code * + - ?} behind a single class.
 *
 * <p>Every character that is tried counts as a step of the script, so that a pattern which tries
 * very many ways ends as any long script does.
 */
final class Pattern {
  private static final int MOST_CAPTURES = 32;
  private static final int UNFINISHED = -1;
  private static final int POSITION = -2;

  private final Lua lua;
  final byte[] text;
  private final byte[] pattern;
  private int captures;
  private final int[] start = new int[MOST_CAPTURES];
  private final int[] length = new int[MOST_CAPTURES];

  Pattern(Lua lua, byte[] text, byte[] pattern) {
    this.lua = lua;
    this.text = text;
    this.pattern = pattern;
  }

  /** Where a match that begins here ends, or -1. */
  int match(int from, int patternFrom) {
    captures = 0;
    return matchAt(from, patternFrom);
  }

  private int at(int p) {
    return p < pattern.length ? pattern[p] & 255 : 0;
  }

  private int matchAt(int from, int patternFrom) {
    int s = from;
    int p = patternFrom;
    while (true) {
      lua.charge(1);
      if (p >= pattern.length || pattern[p] == 0) {
        return s;
      }
      switch (pattern[p]) {
        case '(' -> {
          return at(p + 1) == ')' ? open(s, p + 2, POSITION) : open(s, p + 1, UNFINISHED);
        }
        case ')' -> {
          return close(s, p + 1);
        }
        case '$' -> {
          if (at(p + 1) == 0) {
            return s == text.length ? s : -1;
          }
        }
        case '%' -> {
          int kind = at(p + 1);
          if (kind == 'b') {
            s = balance(s, p + 2);
            if (s < 0) {
              return -1;
            }
            p += 4;
            continue;
          }
          if (kind == 'f') {
            p += 2;
            if (at(p) != '[') {
              throw lua.errorAt("missing '[' after '%f' in pattern");
            }
            int end = classEnd(p);
            int before = s == 0 ? 0 : text[s - 1] & 255;
            int here = s < text.length ? text[s] & 255 : 0;
            if (inSet(before, p, end - 1) || !inSet(here, p, end - 1)) {
              return -1;
            }
            p = end;
            continue;
          }
          if (kind >= '0' && kind <= '9') {
            s = again(s, kind);
            if (s < 0) {
              return -1;
            }
            p += 2;
            continue;
          }
        }
        default -> {}
      }
      int end = classEnd(p);
      boolean fits = s < text.length && single(text[s] & 255, p, end);
      switch (at(end)) {
        case '?' -> {
          if (fits) {
            int rest = matchAt(s + 1, end + 1);
            if (rest >= 0) {
              return rest;
            }
          }
          p = end + 1;
        }
        case '*' -> {
          return most(s, p, end);
        }
        case '+' -> {
          return fits ? most(s + 1, p, end) : -1;
        }
        case '-' -> {
          return fewest(s, p, end);
        }
        default -> {
          if (!fits) {
            return -1;
          }
          s++;
          p = end;
        }
      }
    }
  }

  private int most(int s, int p, int end) {
    int count = 0;
    while (s + count < text.length && single(text[s + count] & 255, p, end)) {
      count++;
    }
    lua.charge(count);
    while (count >= 0) {
      int rest = matchAt(s + count, end + 1);
      if (rest >= 0) {
        return rest;
      }
      count--;
    }
    return -1;
  }

  private int fewest(int from, int p, int end) {
    int s = from;
    while (true) {
      int rest = matchAt(s, end + 1);
      if (rest >= 0) {
        return rest;
      }
      if (s < text.length && single(text[s] & 255, p, end)) {
        s++;
      } else {
        return -1;
      }
    }
  }

  private int open(int s, int p, int kind) {
    if (captures >= MOST_CAPTURES) {
      throw lua.errorAt("too many captures");
    }
    start[captures] = s;
    length[captures] = kind;
    captures++;
    int rest = matchAt(s, p);
    if (rest < 0) {
      captures--;
    }
    return rest;
  }

  private int close(int s, int p) {
    int which = captures - 1;
    while (which >= 0 && length[which] != UNFINISHED) {
      which--;
    }
    if (which < 0) {
      throw lua.errorAt("invalid pattern capture");
    }
    length[which] = s - start[which];
    int rest = matchAt(s, p);
    if (rest < 0) {
      length[which] = UNFINISHED;
    }
    return rest;
  }

  private int balance(int s, int p) {
    if (at(p) == 0 || at(p + 1) == 0) {
      throw lua.errorAt("unbalanced pattern");
    }
    if (s >= text.length || text[s] != pattern[p]) {
      return -1;
    }
    int depth = 1;
    for (int i = s + 1; i < text.length; i++) {
      if (text[i] == pattern[p + 1]) {
        if (--depth == 0) {
          return i + 1;
        }
      } else if (text[i] == pattern[p]) {
        depth++;
      }
    }
    return -1;
  }

  private int again(int s, int digit) {
    int which = digit - '1';
    if (which < 0 || which >= captures || length[which] == UNFINISHED) {
      throw lua.errorAt("invalid capture index");
    }
    int size = length[which];
    if (size < 0 || text.length - s < size) {
      return -1;
    }
    for (int i = 0; i < size; i++) {
      if (text[start[which] + i] != text[s + i]) {
        return -1;
      }
    }
    return s + size;
  }

  private int classEnd(int from) {
    int p = from;
    int c = at(p++);
    if (c == '%') {
      if (p >= pattern.length) {
        throw lua.errorAt("malformed pattern (ends with '%')");
      }
      return p + 1;
    }
    if (c == '[') {
      if (at(p) == '^') {
        p++;
      }
      do {
        if (p >= pattern.length) {
          throw lua.errorAt("malformed pattern (missing ']')");
        }
        c = at(p++);
        if (c == '%' && p < pattern.length) {
          p++;
        }
      } while (at(p) != ']' || p >= pattern.length);
      return p + 1;
    }
    return p;
  }

  private boolean single(int c, int p, int end) {
    return switch (pattern[p]) {
      case '.' -> true;
      case '%' -> inClass(c, at(p + 1));
      case '[' -> inSet(c, p, end - 1);
      default -> (pattern[p] & 255) == c;
    };
  }

  private boolean inSet(int c, int from, int end) {
    int p = from;
    boolean found = true;
    if (at(p + 1) == '^') {
      found = false;
      p++;
    }
    while (++p < end) {
      if (at(p) == '%') {
        p++;
        if (inClass(c, at(p))) {
          return found;
        }
      } else if (at(p + 1) == '-' && p + 2 < end) {
        p += 2;
        if (at(p - 2) <= c && c <= at(p)) {
          return found;
        }
      } else if (at(p) == c) {
        return found;
      }
    }
    return !found;
  }

  private static boolean inClass(int c, int kind) {
    boolean in =
        switch (kind | 32) {
          case 'a' -> isLetter(c);
          case 'c' -> c < 32 || c == 127;
          case 'd' -> isDigit(c);
          case 'l' -> c >= 'a' && c <= 'z';
          case 'p' -> c > 32 && c < 127 && !isLetter(c) && !isDigit(c);
          case 's' -> c == ' ' || c >= 9 && c <= 13;
          case 'u' -> c >= 'A' && c <= 'Z';
          case 'w' -> isLetter(c) || isDigit(c);
          case 'x' -> isDigit(c) || (c | 32) >= 'a' && (c | 32) <= 'f';
          case 'z' -> c == 0;
          default -> false;
        };
    boolean known = isLetter(kind) && "acdlpsuwxz".indexOf(kind | 32) >= 0;
    if (!known) {
      return kind == c;
    }
    return (kind >= 'A' && kind <= 'Z') != in;
  }

  private static boolean isLetter(int c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** How many values a match gives: its captures, or itself. */
  int count() {
    return captures == 0 ? 1 : captures;
  }

  /** A capture of the match from one place to another; the match itself when there is none. */
  Object capture(int i, int from, int to) {
    if (i >= captures) {
      if (i != 0) {
        throw lua.errorAt("invalid capture index");
      }
      return piece(from, to - from);
    }
    if (length[i] == UNFINISHED) {
      throw lua.errorAt("unfinished capture");
    }
    return length[i] == POSITION ? (Object) (start[i] + 1.0) : piece(start[i], length[i]);
  }

  private LuaString piece(int from, int size) {
    return lua.made(java.util.Arrays.copyOfRange(text, from, from + size));
  }

  /** All captures. */
  Object[] captures(int from, int to) {
    Object[] all = new Object[count()];
    for (int i = 0; i < all.length; i++) {
      all[i] = capture(i, from, to);
    }
    return all;
  }

  /** The captures alone, none when there is none. */
  Object @Nullable [] own(int from, int to) {
    return captures == 0 ? null : captures(from, to);
  }
}
