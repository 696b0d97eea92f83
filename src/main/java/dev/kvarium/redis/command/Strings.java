package dev.kvarium.redis.command;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StringValue;

/** Makes the strings of a node out of what commands are given. */
public final class Strings {
  private final StringValue[] shared = StringValue.sharedIntegers();
  private final Settings settings;

  public Strings(Settings settings) {
    this.settings = settings;
  }

  /** What SET stores for an argument: int, embstr or raw. The array is kept. */
  public StringValue of(byte[] argument) {
    return Numbers.isLong(argument)
        ? of(Numbers.parseLong(argument))
        : StringValue.argument(argument);
  }

  /** An integer as a value: shared when small. */
  public StringValue of(long integer) {
    return shares(integer) ? shared[(int) integer] : StringValue.integer(integer);
  }

  /** Whether an integer is one of those that keys share. */
  boolean shares(long integer) {
    return integer >= 0 && integer < StringValue.SHARED_INTEGERS && settings.shareIntegers;
  }
}
