package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;

/**
 * How a parameter that is a number is read and written, and between what it lies.
 *
 * @param min the least it may be
 * @param max the greatest; of an unsigned number its 64 bits
 * @param unsigned whether the server keeps it in an unsigned type of C, so that a negative number
 *     is taken for a huge one
 */
record NumberForm(Unit unit, long min, long max, boolean unsigned) {
  /** In what the number is counted. */
  enum Unit {
    /** A plain integer. */
    PLAIN,
    /** Bytes: {@code 100}, {@code 64mb}. */
    MEMORY,
    /** Bytes, or a share of {@code maxmemory}: {@code 5%}, which is kept as -5. */
    MEMORY_OR_PERCENT,
    /** The bits of a file's mode, in octal digits. */
    OCTAL
  }

  /** A number as it was read, or in CONFIG SET's words why it cannot be. */
  record Reading(long number, String problem) {}

  Reading read(String given) {
    boolean memory = unit == Unit.MEMORY || unit == Unit.MEMORY_OR_PERCENT;
    if (memory) {
      MemoryText text = MemoryText.parse(given);
      if (text.valid()) {
        return within(text.bytes());
      }
    }
    if (unit == Unit.MEMORY_OR_PERCENT && given.length() > 1 && given.endsWith("%")) {
      byte[] digits = Bytes.latin1(given.substring(0, given.length() - 1));
      if (Numbers.isLong(digits) && Numbers.parseLong(digits) >= 0) {
        return within(-Numbers.parseLong(digits));
      }
    }
    if (unit == Unit.OCTAL && given.matches("[+-]?[0-7]{1,21}")) {
      return within(Long.parseLong(given, 8));
    }
    byte[] word = Bytes.latin1(given);
    if (unit == Unit.PLAIN && Numbers.isLong(word)) {
      return within(Numbers.parseLong(word));
    }
    return refused(
        switch (unit) {
          case PLAIN -> "argument couldn't be parsed into an integer";
          case MEMORY -> "argument must be a memory value";
          case MEMORY_OR_PERCENT -> "argument must be a memory or percent value";
          case OCTAL -> "argument couldn't be parsed as an octal number";
        });
  }

  private Reading within(long number) {
    if (unit == Unit.MEMORY_OR_PERCENT && number < 0) {
      return number < min
          ? refused("percentage argument must be less or equal to " + -min)
          : new Reading(number, "");
    }
    boolean inside =
        unsigned
            ? Long.compareUnsigned(number, min) >= 0 && Long.compareUnsigned(number, max) <= 0
            : number >= min && number <= max;
    if (inside) {
      return new Reading(number, "");
    }
    return refused("argument must be between " + bound(min) + " and " + bound(max) + " inclusive");
  }

  private static Reading refused(String problem) {
    return new Reading(0, problem);
  }

  private String bound(long number) {
    return unit == Unit.OCTAL
        ? Long.toOctalString(number)
        : unsigned ? Long.toUnsignedString(number) : Long.toString(number);
  }

  /** The number as CONFIG GET tells it. */
  String text(long number) {
    return switch (unit) {
      case PLAIN -> Long.toString(number);
      case MEMORY -> Long.toUnsignedString(number);
      case MEMORY_OR_PERCENT -> number < 0 ? -number + "%" : Long.toString(number);
      case OCTAL -> Long.toOctalString(number);
    };
  }
}
