package dev.kvarium.memcached;

import java.util.OptionalLong;

/**
 * Numbers as memcached reads them from a command: decimal, blanks and a sign in front allowed,
 * ended by a blank or the end.
 */
final class CNumbers {
  private CNumbers() {}

  /** 64 bits without a sign; empty for what is none, or does not fit. */
  static OptionalLong unsigned64(byte[] word) {
    return unsigned64(word, 0, word.length);
  }

  static OptionalLong unsigned64(byte[] bytes, int from, int to) {
    return number(bytes, from, to, true);
  }

  /** The low 32 bits of what {@link #unsigned64} reads. */
  static OptionalLong unsigned32(byte[] bytes, int from, int to) {
    OptionalLong number = number(bytes, from, to, true);
    return number.isEmpty() ? number : OptionalLong.of(number.getAsLong() & 0xffff_ffffL);
  }

  /** 32 bits with a sign: a longer number is cut, as a C compiler cuts it. */
  static OptionalLong signed32(byte[] bytes, int from, int to) {
    OptionalLong number = number(bytes, from, to, false);
    return number.isEmpty() ? number : OptionalLong.of((int) number.getAsLong());
  }

  private static OptionalLong number(byte[] word, int begin, int end, boolean unsigned) {
    int i = begin;
    while (i < end && isBlank(word[i])) {
      i++;
    }
    boolean negative = i < end && word[i] == '-';
    if (i < end && (negative || word[i] == '+')) {
      i++;
    }
    int from = i;
    long value = 0;
    for (; i < end && word[i] >= '0' && word[i] <= '9'; i++) {
      int digit = word[i] - '0';
      if (unsigned) {
        if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
          return OptionalLong.empty();
        }
      } else if (value > (Long.MAX_VALUE - digit) / 10) {
        return OptionalLong.empty();
      }
      value = value * 10 + digit;
    }
    if (i == from || i < end && !isBlank(word[i])) {
      return OptionalLong.empty();
    }
    if (negative) {
      value = -value;
    }
    if (unsigned && value < 0 && negative) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(value);
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
