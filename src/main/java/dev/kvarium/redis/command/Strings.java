package dev.kvarium.redis.command;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StringValue;
import org.jspecify.annotations.Nullable;

/** Makes the strings of a node out of what commands are given. */
public final class Strings {
  /** The shared integers that were asked for; making all of them would slow the start down. */
  private final @Nullable StringValue[] shared = new StringValue[StringValue.SHARED_INTEGERS];

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
    return shares(integer) ? shared((int) integer) : StringValue.integer(integer);
  }

  private StringValue shared(int integer) {
    StringValue there = shared[integer];
    if (there == null) {
      there = StringValue.sharedInteger(integer);
      shared[integer] = there;
    }
    return there;
  }

  /** Whether an integer is one of those that keys share. */
  boolean shares(long integer) {
    return integer >= 0 && integer < StringValue.SHARED_INTEGERS && settings.shareIntegers;
  }
}
