package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that take a string for a row of bits: bit 0 is the highest of the first byte. Those
 * that take it for packed numbers are in {@link BitFieldCommands}.
 */
public final class BitCommands {
  private static final CommandError OFFSET =
      new CommandError("ERR bit offset is not an integer or out of range");
  private static final CommandError BIT =
      new CommandError("ERR bit is not an integer or out of range");
  private static final CommandError ONE_OR_ZERO =
      new CommandError("ERR The bit argument must be 1 or 0.");
  private static final CommandError NOT_OF_MANY =
      new CommandError("ERR BITOP NOT must be called with a single source key.");

  private BitCommands() {}

  /** The rows of all commands on bits. */
  public static List<CommandRow> rows() {
    return List.of(
        row(
            "setbit",
            "key offset value",
            WRITE | DENYOOM,
            "2.2.0",
            "Sets or clears a bit of a string, which grows as far as is needed",
            KeySpec.ACCESS_UPDATE,
            BitCommands::setBit),
        row(
            "getbit",
            "key offset",
            READONLY | FAST,
            "2.2.0",
            "Gives a bit of a string",
            KeySpec.READ,
            BitCommands::getBit),
        row(
            "bitcount",
            "key [start end [BYTE | BIT]]",
            READONLY,
            "2.6.0",
            "Counts the bits of a string that are set",
            KeySpec.READ,
            BitCommands::bitCount),
        row(
            "bitpos",
            "key bit [start [end [BYTE | BIT]]]",
            READONLY,
            "2.8.7",
            "Finds the first bit of a string that is set, or that is clear",
            KeySpec.READ,
            BitCommands::bitPos),
        row(
            "bitop",
            "operation destkey key [key ...]",
            WRITE | DENYOOM,
            "2.6.0",
            "Combines strings bit by bit and stores what comes out",
            List.of(KeySpec.at(2, "OW UPDATE"), KeySpec.range(3, -1, 1, "RO ACCESS")),
            BitCommands::bitOp),
        row(
            "bitfield",
            "key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding offset value"
                + " | INCRBY encoding offset increment> ...]",
            WRITE | DENYOOM,
            "3.2.0",
            "Reads, sets and increments integers of any width inside a string",
            KeySpec.first("RW UPDATE ACCESS VARIABLE_FLAGS"),
            call -> BitFieldCommands.handle(call, false)),
        row(
            "bitfield_ro",
            "key [GET encoding offset [GET encoding offset ...]]",
            READONLY | FAST,
            "6.0.0",
            "Reads integers of any width inside a string",
            KeySpec.READ,
            call -> BitFieldCommands.handle(call, true)));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.BITMAP, since, summary, keys, handler);
  }

  /** A bit's place as it is given, from 0 to the last bit of the longest string. */
  static long offset(Call call, long offset) throws CommandError {
    if (offset < 0 || offset >> 3 >= call.maxBulkBytes() && !call.mustObey()) {
      throw OFFSET;
    }
    return offset;
  }

  static CommandError badOffset() {
    return OFFSET;
  }

  // Single bits.

  /**
   * The string of the first key to be edited, grown so that it has this bit; is made when it is not
   * there.
   */
  static StringValue reaching(Call call, @Nullable StringValue there, long bit) {
    byte[] key = call.arg(1);
    int bytes = (int) (bit >> 3) + 1;
    if (there == null) {
      StringValue created = StringValue.zeros(bytes);
      call.db().add(key, created);
      return created;
    }
    StringValue raw = StringEditCommands.editable(call, key, there);
    raw.extend(bytes);
    return raw;
  }

  /** Whether a string must grow, or be made, to have a bit. */
  static boolean falls(@Nullable StringValue there, long bit) {
    return there == null || there.length() <= bit >> 3;
  }

  private static Reply setBit(Call call) throws CommandError {
    long offset = offset(call, call.longArg(2, OFFSET));
    long bit = call.longArg(3, 0, 1, BIT);
    StringValue there = call.write(call.arg(1), StringValue.class);
    boolean grows = falls(there, offset);
    StringValue raw = reaching(call, there, offset);
    int at = (int) (offset >> 3);
    int mask = 0x80 >> (offset & 7);
    int old = raw.byteAt(at);
    boolean was = (old & mask) != 0;
    if (grows || was != (bit == 1)) {
      raw.setByte(at, (byte) (bit == 1 ? old | mask : old & ~mask));
      changed(call, there == null, 1);
    }
    return was ? Reply.ONE : Reply.ZERO;
  }

  /** States that the first key's string was changed, and counts the changes. */
  static void changed(Call call, boolean isNew, long changes) {
    if (isNew) {
      call.dirty(changes);
    } else {
      call.changed(call.arg(1), changes);
    }
    call.notice(Notice.STRING, "setbit", call.arg(1));
  }

  private static Reply getBit(Call call) throws CommandError {
    long offset = offset(call, call.longArg(2, OFFSET));
    StringValue value = call.read(call.arg(1), StringValue.class);
    if (value == null || offset >> 3 >= value.length()) {
      return Reply.ZERO;
    }
    return Reply.of(value.byteAt((int) (offset >> 3)) >> (7 - (offset & 7)) & 1);
  }

  // Ranges.

  /** Bits from one to another, both included; none when the first comes after the last. */
  private record Range(long first, long last) {
    static final Range NONE = new Range(0, -1);

    boolean isEmpty() {
      return first > last;
    }

    /** Bounds in units of so many bits, negative ones from the end, cut to what is there. */
    static Range of(long start, long end, long bytes, boolean bits) {
      long total = bits ? bytes * 8 : bytes;
      long from = Math.max(0, start < 0 ? total + start : start);
      long to = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
      if (from > to) {
        return NONE;
      }
      return bits ? new Range(from, to) : new Range(from * 8, to * 8 + 7);
    }
  }

  private static boolean inBits(Call call, int i) throws CommandError {
    if (i >= call.argc() || call.is(i, "BYTE")) {
      return false;
    } else if (call.is(i, "BIT")) {
      return true;
    }
    throw CommandError.SYNTAX;
  }

  private static Reply bitCount(Call call) throws CommandError {
    StringValue value = call.read(call.arg(1), StringValue.class);
    if (value == null) {
      return Reply.ZERO;
    }
    if (call.argc() == 2) {
      return Reply.of(count(value.view(), 0, value.length() * 8 - 1));
    } else if (call.argc() == 3 || call.argc() > 5) {
      throw CommandError.SYNTAX;
    }
    long start = call.longArg(2);
    long end = call.longArg(3);
    if (start < 0 && end < 0 && start > end) {
      return Reply.ZERO;
    }
    Range range = Range.of(start, end, value.length(), inBits(call, 4));
    return range.isEmpty()
        ? Reply.ZERO
        : Reply.of(count(value.view(), range.first(), range.last()));
  }

  /** The set bits from one to another, both included. */
  private static long count(ByteBuffer bytes, long first, long last) {
    if (first > last) {
      return 0;
    }
    int from = (int) (first >> 3);
    int to = (int) (last >> 3);
    int firstMask = 0xff >> (first & 7);
    int lastMask = 0xff << (7 - (last & 7)) & 0xff;
    if (from == to) {
      return Integer.bitCount(bytes.get(from) & firstMask & lastMask);
    }
    long count =
        Integer.bitCount(bytes.get(from) & firstMask) + Integer.bitCount(bytes.get(to) & lastMask);
    int i = from + 1;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      count += Long.bitCount(bytes.getLong(i));
    }
    for (; i < to; i++) {
      count += Integer.bitCount(bytes.get(i) & 0xff);
    }
    return count;
  }

  private static Reply bitPos(Call call) throws CommandError {
    long bit = call.longArg(2);
    if (bit != 0 && bit != 1) {
      throw ONE_OR_ZERO;
    }
    StringValue value = call.read(call.arg(1), StringValue.class);
    if (value == null) {
      return Reply.of(-bit);
    }
    int argc = call.argc();
    if (argc > 6) {
      throw CommandError.SYNTAX;
    }
    long start = argc > 3 ? call.longArg(3) : 0;
    boolean bits = inBits(call, 5);
    boolean endGiven = argc > 4;
    long end = endGiven ? call.longArg(4) : value.length() - 1;
    Range range = Range.of(start, end, value.length(), bits);
    if (range.isEmpty()) {
      return Reply.of(-1);
    }
    long found = find(value.view(), range, bit == 1);
    // behind an end that nobody named, the string goes on in clear bits
    return Reply.of(found < 0 && bit == 0 && !endGiven ? range.last() + 1 : found);
  }

  /** Where the first bit of a range stands that is set, or that is clear; -1 when none is. */
  private static long find(ByteBuffer bytes, Range range, boolean set) {
    int from = (int) (range.first() >> 3);
    int to = (int) (range.last() >> 3);
    int flip = set ? 0 : 0xff;
    long flips = set ? 0 : -1L;
    int firstMask = 0xff >> (range.first() & 7);
    int lastMask = 0xff << (7 - (range.last() & 7)) & 0xff;
    int i = from;
    while (i <= to) {
      if (i > from && i + Long.BYTES <= to && (bytes.getLong(i) ^ flips) == 0) {
        i += Long.BYTES;
        continue;
      }
      int wanted = (bytes.get(i) ^ flip) & 0xff;
      if (i == from) {
        wanted &= firstMask;
      }
      if (i == to) {
        wanted &= lastMask;
      }
      if (wanted != 0) {
        return i * 8L + Integer.numberOfLeadingZeros(wanted) - 24;
      }
      i++;
    }
    return -1;
  }

  // Whole strings.

  private enum Operation {
    AND,
    OR,
    XOR,
    NOT;

    static Operation of(byte[] word) throws CommandError {
      for (Operation operation : values()) {
        if (Bytes.equalsIgnoreCase(word, operation.name())) {
          return operation;
        }
      }
      throw CommandError.SYNTAX;
    }
  }

  private static Reply bitOp(Call call) throws CommandError {
    Operation operation = Operation.of(call.arg(1));
    if (operation == Operation.NOT && call.argc() != 4) {
      throw NOT_OF_MANY;
    }
    byte[][] sources = new byte[call.argc() - 3][];
    int longest = 0;
    for (int i = 0; i < sources.length; i++) {
      StringValue value = call.read(call.arg(3 + i), StringValue.class);
      sources[i] = value == null ? Bytes.EMPTY : value.bytes();
      longest = Math.max(longest, sources[i].length);
    }
    byte[] key = call.arg(2);
    Db db = call.db();
    if (longest == 0) {
      if (db.delete(key)) {
        call.dirty(1);
        call.notice(Notice.GENERIC, "del", key);
      }
      return Reply.ZERO;
    }
    db.set(key, StringValue.raw(combine(operation, sources, longest)));
    call.dirty(1);
    call.notice(Notice.STRING, "set", key);
    return Reply.of(longest);
  }

  private static byte[] combine(Operation operation, byte[][] sources, int longest) {
    byte[] result = Arrays.copyOf(sources[0], longest);
    if (operation == Operation.NOT) {
      for (int i = 0; i < longest; i++) {
        result[i] = (byte) ~result[i];
      }
      return result;
    }
    for (int s = 1; s < sources.length; s++) {
      byte[] source = sources[s];
      int common = source.length;
      switch (operation) {
        case AND -> {
          for (int i = 0; i < common; i++) {
            result[i] &= source[i];
          }
          Arrays.fill(result, common, longest, (byte) 0);
        }
        case OR -> {
          for (int i = 0; i < common; i++) {
            result[i] |= source[i];
          }
        }
        case XOR -> {
          for (int i = 0; i < common; i++) {
            result[i] ^= source[i];
          }
        }
        case NOT -> throw new IllegalStateException();
      }
    }
    return result;
  }
}
