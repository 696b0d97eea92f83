package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.StringCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.LongDouble;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands that read a string as a number and add to it. */
final class CounterCommands {
  private static final int FLAGS = WRITE | DENYOOM | FAST;
  private static final byte[] KEEPTTL = Bytes.latin1("KEEPTTL");
  private static final CommandError DECREMENT_OVERFLOW =
      new CommandError("ERR decrement would overflow");
  private static final CommandError NOT_FINITE =
      new CommandError("ERR increment would produce NaN or Infinity");

  private final Strings strings;

  CounterCommands(Strings strings) {
    this.strings = strings;
  }

  List<CommandRow> rows() {
    return List.of(
        row(
            "incr",
            "key",
            FLAGS,
            "1.0.0",
            "Adds one to the integer that a key holds",
            KeySpec.ACCESS_UPDATE,
            call -> add(call, 1)),
        row(
            "decr",
            "key",
            FLAGS,
            "1.0.0",
            "Takes one from the integer that a key holds",
            KeySpec.ACCESS_UPDATE,
            call -> add(call, -1)),
        row(
            "incrby",
            "key increment",
            FLAGS,
            "1.0.0",
            "Adds to the integer that a key holds",
            KeySpec.ACCESS_UPDATE,
            call -> add(call, call.longArg(2))),
        row(
            "decrby",
            "key decrement",
            FLAGS,
            "1.0.0",
            "Takes from the integer that a key holds",
            KeySpec.ACCESS_UPDATE,
            this::decrBy),
        row(
            "incrbyfloat",
            "key increment",
            FLAGS,
            "2.6.0",
            "Adds to the number, with fractions, that a key holds",
            KeySpec.ACCESS_UPDATE,
            this::incrByFloat));
  }

  private Reply decrBy(Call call) throws CommandError {
    long decrement = call.longArg(2);
    if (decrement == Long.MIN_VALUE) {
      throw DECREMENT_OVERFLOW;
    }
    return add(call, -decrement);
  }

  private Reply add(Call call, long increment) throws CommandError {
    byte[] key = call.arg(1);
    StringValue value = call.write(key, StringValue.class);
    long old = value == null ? 0 : integer(value);
    long sum = old + increment;
    if (((old ^ sum) & (increment ^ sum)) < 0) {
      throw CommandError.OVERFLOW;
    }
    if (value == null) {
      call.db().add(key, strings.of(sum));
      call.dirty(1);
    } else {
      if (value.isInteger() && !value.isShared() && !strings.shares(sum)) {
        value.setInteger(sum);
      } else {
        call.db().become(key, strings.of(sum), "an integer again");
      }
      call.changed(key, 1);
    }
    call.notice(Notice.STRING, "incrby", key);
    return new Reply.Int(sum);
  }

  private static long integer(StringValue value) throws CommandError {
    if (value.isInteger()) {
      return value.integer();
    }
    byte[] text = value.bytes();
    if (!Numbers.isLong(text)) {
      throw CommandError.NOT_AN_INTEGER;
    }
    return Numbers.parseLong(text);
  }

  /** Logged as the SET that it comes to, since fractions may be added otherwise elsewhere. */
  private Reply incrByFloat(Call call) throws CommandError {
    byte[] key = call.arg(1);
    StringValue value = call.write(key, StringValue.class);
    LongDouble old = value == null ? LongDouble.ZERO : number(value);
    LongDouble sum = old.plus(number(call.arg(2)));
    if (!sum.isFinite()) {
      throw NOT_FINITE;
    }
    byte[] text = sum.toBytes();
    if (value == null) {
      call.db().add(key, StringValue.text(text));
      call.dirty(1);
    } else {
      call.db().become(key, StringValue.text(text), "not an integer");
      call.changed(key, 1);
    }
    call.notice(Notice.STRING, "incrbyfloat", key);
    call.propagate(StringCommands.SET, key, text, KEEPTTL);
    return Reply.of(text);
  }

  private static LongDouble number(StringValue value) throws CommandError {
    return value.isInteger() ? LongDouble.of(value.integer()) : number(value.bytes());
  }

  private static LongDouble number(byte[] text) throws CommandError {
    if (!LongDouble.isNumber(text)) {
      throw CommandError.NOT_A_FLOAT;
    }
    return LongDouble.parse(text);
  }
}
