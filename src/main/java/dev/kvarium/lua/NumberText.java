package dev.kvarium.lua;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.FloatText;
import dev.kvarium.base.Numbers;

/** Numbers as text in Lua, both ways. */
public final class NumberText {
  /** Says that a text was no number: a NaN that no text and no sum gives. */
  private static final long NONE = 0x7ff8_dead_dead_deadL;

  /** The NaN that the processor makes of 0/0; printed with a minus. */
  static final double MADE_NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);

  private NumberText() {}

  static boolean isNone(double value) {
    return Double.isNaN(value) && Double.doubleToRawLongBits(value) == NONE;
  }

  static double none() {
    return Double.longBitsToDouble(NONE);
  }

  /**
   * What C's {@code strtod} reads in all of a text, spaces around it allowed; {@link #isNone} when
   * it is no number. A zero byte ends the text.
   */
  static double parse(byte[] text) {
    int end = Bytes.indexOf(text, (byte) 0, 0);
    if (end < 0) {
      end = text.length;
    }
    if (end > 0 && end < 17 && Numbers.isLong(text, 0, end)) {
      return Numbers.parseLong(text, 0, end);
    }
    FloatText read = FloatText.scan(text, 0, end);
    if (read.kind() == FloatText.Kind.NONE) {
      return none();
    }
    for (int i = read.end(); i < end; i++) {
      if (!FloatText.isSpace(text[i])) {
        return none();
      }
    }
    if (read.kind() == FloatText.Kind.NAN) {
      return read.negative() ? MADE_NAN : Double.longBitsToDouble(0x7ff8_0000_0000_0000L);
    }
    return read.toDouble();
  }

  /** A number in 14 digits, as {@code tostring} shows it. */
  public static String of(double value) {
    long whole = (long) value;
    if (whole == value && whole > -100_000_000_000_000L && whole < 100_000_000_000_000L) {
      return whole == 0 && 1 / value < 0 ? "-0" : Long.toString(whole);
    }
    return CFormat.general(value, 14, false);
  }

  static LuaString string(double value) {
    return LuaString.of(of(value));
  }

  /** A C cast to a 64-bit integer: what does not fit becomes the least. */
  public static long toLong(double value) {
    return value >= -9.223372036854775808e18 && value < 9.223372036854775808e18
        ? (long) value
        : Long.MIN_VALUE;
  }

  /** How Lua 5.1 makes an integer of 32 bits: the low bits of the 64-bit one. */
  static int toInt(double value) {
    return (int) toLong(value);
  }
}
