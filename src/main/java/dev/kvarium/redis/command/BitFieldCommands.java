package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BITFIELD: a string as packed integers of 1 to 64 bits, signed or not, at any bit, the highest bit
 * first.
 *
 * <p>What does not fit is wrapped, kept at the limit, or refused with a null, as the last OVERFLOW
 * before it says. All operations are read before the first of them is done.
 */
final class BitFieldCommands {
  private static final CommandError TYPE =
      new CommandError(
          "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but"
              + " i64 is.");
  private static final CommandError OVERFLOW_TYPE =
      new CommandError("ERR Invalid OVERFLOW type specified");
  private static final CommandError ONLY_GET =
      new CommandError("ERR BITFIELD_RO only supports the GET subcommand");

  private enum Verb {
    GET,
    SET,
    INCRBY
  }

  private enum Overflow {
    WRAP,
    SAT,
    FAIL
  }

  /** What is to be done with one integer. */
  private record Operation(Verb verb, Field field, long operand, Overflow overflow) {}

  private BitFieldCommands() {}

  static Reply handle(Call call, boolean readOnly) throws CommandError {
    List<Operation> operations = operations(call);
    long highest = -1;
    for (Operation each : operations) {
      if (each.verb() != Verb.GET) {
        highest = Math.max(highest, each.field().lastBit());
      }
    }
    if (highest < 0) {
      StringValue value = call.read(call.arg(1), StringValue.class);
      List<Reply> replies = new ArrayList<>(operations.size());
      for (Operation each : operations) {
        replies.add(Reply.of(get(value, each.field())));
      }
      return new Reply.Array(replies);
    }
    if (readOnly) {
      throw ONLY_GET;
    }
    StringValue there = call.write(call.arg(1), StringValue.class);
    boolean grows = BitCommands.falls(there, highest);
    StringValue raw = BitCommands.reaching(call, there, highest);
    List<Reply> replies = new ArrayList<>(operations.size());
    long changes = 0;
    for (Operation each : operations) {
      long old = get(raw, each.field());
      if (each.verb() == Verb.GET) {
        replies.add(Reply.of(old));
        continue;
      }
      long from = each.verb() == Verb.SET ? each.operand() : old;
      long by = each.verb() == Verb.SET ? 0 : each.operand();
      int passed = each.field().passes(from, by);
      if (passed != 0 && each.overflow() == Overflow.FAIL) {
        replies.add(Reply.Nil.STRING);
        continue;
      }
      long now = from + by;
      if (passed != 0) {
        boolean wraps = each.overflow() == Overflow.WRAP;
        now = wraps ? each.field().wrapped(now) : each.field().limit(passed);
      }
      put(raw, each.field(), now);
      replies.add(Reply.of(each.verb() == Verb.SET ? old : now));
      if (grows || old != now) {
        changes++;
      }
    }
    if (changes > 0) {
      BitCommands.changed(call, there == null, changes);
    }
    return new Reply.Array(replies);
  }

  private static List<Operation> operations(Call call) throws CommandError {
    List<Operation> operations = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int argc = call.argc();
    int i = 2;
    while (i < argc) {
      int rest = argc - i - 1;
      if (call.is(i, "OVERFLOW") && rest >= 1) {
        overflow = overflow(call, i + 1);
        i += 2;
        continue;
      }
      Verb verb;
      if (call.is(i, "GET") && rest >= 2) {
        verb = Verb.GET;
      } else if (call.is(i, "SET") && rest >= 3) {
        verb = Verb.SET;
      } else if (call.is(i, "INCRBY") && rest >= 3) {
        verb = Verb.INCRBY;
      } else {
        throw CommandError.SYNTAX;
      }
      Field field = Field.of(call, i + 1);
      long operand = verb == Verb.GET ? 0 : call.longArg(i + 3);
      operations.add(new Operation(verb, field, operand, overflow));
      i += verb == Verb.GET ? 3 : 4;
    }
    return operations;
  }

  private static Overflow overflow(Call call, int i) throws CommandError {
    for (Overflow overflow : Overflow.values()) {
      if (call.is(i, overflow.name())) {
        return overflow;
      }
    }
    throw OVERFLOW_TYPE;
  }

  private static long get(@Nullable StringValue value, Field field) {
    if (value == null) {
      return 0;
    }
    ByteBuffer bytes = value.view();
    long bits = 0;
    for (long at = field.offset(); at <= field.lastBit(); at++) {
      long place = at >> 3;
      int bit = place < bytes.limit() ? bytes.get((int) place) >> (7 - (at & 7)) & 1 : 0;
      bits = bits << 1 | bit;
    }
    return field.signed() ? field.extended(bits) : bits;
  }

  private static void put(StringValue raw, Field field, long number) {
    long at = field.lastBit();
    for (int i = 0; i < field.bits(); i++, at--) {
      int place = (int) (at >> 3);
      int mask = 0x80 >> (at & 7);
      int old = raw.byteAt(place);
      raw.setByte(place, (byte) ((number >> i & 1) == 1 ? old | mask : old & ~mask));
    }
  }

  /** An integer inside a string: where it begins and what it can hold. */
  private record Field(boolean signed, int bits, long offset) {
    /** From the words {@code i16 7} or {@code u8 #3}, the latter counted in integers. */
    static Field of(Call call, int i) throws CommandError {
      byte[] type = call.arg(i);
      int end = Bytes.indexOf(type, (byte) 0, 0);
      int length = end < 0 ? type.length : end;
      boolean signed = length > 0 && type[0] == 'i';
      if (length < 2 || !signed && type[0] != 'u' || !Numbers.isLong(type, 1, length - 1)) {
        throw TYPE;
      }
      long bits = Numbers.parseLong(type, 1, length - 1);
      if (bits < 1 || bits > (signed ? 64 : 63)) {
        throw TYPE;
      }
      byte[] word = call.arg(i + 1);
      int from = word.length > 0 && word[0] == '#' ? 1 : 0;
      if (!Numbers.isLong(word, from, word.length - from)) {
        throw BitCommands.badOffset();
      }
      long offset = Numbers.parseLong(word, from, word.length - from);
      return new Field(
          signed, (int) bits, BitCommands.offset(call, from == 1 ? offset * bits : offset));
    }

    long lastBit() {
      return offset + bits - 1;
    }

    private long max() {
      return signed ? Long.MAX_VALUE >> (64 - bits) : (1L << bits) - 1;
    }

    private long min() {
      return signed ? -max() - 1 : 0;
    }

    /**
     * Which limit a number passes when it is increased by another: 1 the upper, -1 the lower, 0
     * none. The differences wrap around, so that a number far below may count as far above, as it
     * does on the real server.
     */
    int passes(long number, long by) {
      long up = max() - number;
      long down = min() - number;
      if (!signed) {
        boolean above = number < 0 || number > max() || by > 0 && by > up;
        return above ? 1 : by < 0 && by < down ? -1 : 0;
      }
      if (number > max() || by > up && (bits < 64 || number >= 0 && by > 0)) {
        return 1;
      }
      return number < min() || by < down && (bits < 64 || number < 0 && by < 0) ? -1 : 0;
    }

    /** The upper limit or the lower. */
    long limit(int passed) {
      return passed > 0 ? max() : min();
    }

    /** The lowest bits of a sum that does not fit. */
    long wrapped(long sum) {
      return signed ? extended(sum) : sum & max();
    }

    /** The highest of the lowest bits repeated to the left. */
    long extended(long number) {
      return number << (64 - bits) >> (64 - bits);
    }
  }
}
