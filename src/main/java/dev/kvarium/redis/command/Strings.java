package dev.kvarium.redis.command;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;

/** Makes the strings of a node out of what commands are given. */
public final class Strings {
  private final StringValue[] shared = StringValue.sharedIntegers();

  /** What SET stores for an argument: int, embstr or raw. The array is kept. */
  public StringValue of(byte[] argument) {
    return Numbers.isLong(argument)
        ? of(Numbers.parseLong(argument))
        : StringValue.argument(argument);
  }

  /** An integer as a value: shared when small. */
  public StringValue of(long integer) {
    return integer >= 0 && integer < StringValue.SHARED_INTEGERS
        ? shared[(int) integer]
        : StringValue.integer(integer);
  }

  /** Whether a value is an integer that may be changed in place. */
  static boolean isOwnInteger(Value value) {
    return value instanceof StringValue string && string.isInteger() && !string.isShared();
  }
}
