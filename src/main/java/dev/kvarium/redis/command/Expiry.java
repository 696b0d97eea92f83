package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Keyspace;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time to live as an argument gives it: in seconds or milliseconds, from now or from 1970.
 *
 * @param at which word holds the number
 */
record Expiry(int at, boolean seconds, boolean relative) {
  /** The option of this name with its number behind it, or null when the name is another. */
  static @Nullable Expiry option(Call call, int i) {
    byte[] word = call.arg(i);
    if (i + 1 >= call.argc() || word.length < 2 || word.length > 4) {
      return null;
    }
    if (word.length == 2) {
      return call.is(i, "EX")
          ? new Expiry(i + 1, true, true)
          : call.is(i, "PX") ? new Expiry(i + 1, false, true) : null;
    }
    return call.is(i, "EXAT")
        ? new Expiry(i + 1, true, false)
        : call.is(i, "PXAT") ? new Expiry(i + 1, false, false) : null;
  }

  /** Whether both were given by the same option; the later number counts then. */
  boolean sameKind(Expiry other) {
    return seconds == other.seconds && relative == other.relative;
  }

  /** The Unix time in ms, which must be after 1970. */
  long positiveMillis(Call call) throws CommandError {
    long value = call.longArg(at);
    if (value <= 0 || seconds && value > Long.MAX_VALUE / 1000) {
      throw invalid(call);
    }
    long millis = seconds ? value * 1000 : value;
    if (relative) {
      millis += call.keyspace().nowMillis();
    }
    if (millis <= 0) {
      throw invalid(call);
    }
    return millis;
  }

  /** The Unix time in ms, which may be long past. */
  long millis(Call call) throws CommandError {
    long value = call.longArg(at);
    if (seconds) {
      if (value > Long.MAX_VALUE / 1000 || value < Long.MIN_VALUE / 1000) {
        throw invalid(call);
      }
      value *= 1000;
    }
    long base = relative ? call.keyspace().nowMillis() : 0;
    if (value > Long.MAX_VALUE - base) {
      throw invalid(call);
    }
    return value + base;
  }

  private static CommandError invalid(Call call) {
    return new CommandError(
        "ERR invalid expire time in '" + call.row().name().toLowerCase(Locale.ROOT) + "' command");
  }

  /**
   * Whether a key is not even kept with such a time: it has passed, and neither a log nor a primary
   * says when it is gone.
   */
  static boolean hasPassed(Keyspace keyspace, long atMillis) {
    return atMillis <= keyspace.nowMillis() && !keyspace.loading && !keyspace.follows;
  }
}
