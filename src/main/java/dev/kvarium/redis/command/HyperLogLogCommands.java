package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.MAY_REPLICATE;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.structure.HyperLogLog;
import dev.kvarium.structure.SparseRegisters;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The commands that estimate how many different elements there were. What they work on is a string
 * in the form of a {@link HyperLogLog}.
 */
public final class HyperLogLogCommands {
  private static final CommandError NOT_ONE =
      new CommandError("WRONGTYPE Key is not a valid HyperLogLog string value.");
  private static final CommandError DAMAGED =
      new CommandError("INVALIDOBJ Corrupted HLL object detected");
  private static final CommandError NO_KEY =
      new CommandError("ERR The specified key does not exist");
  private static final CommandError NOT_SPARSE = new CommandError("ERR HLL encoding is not sparse");

  private HyperLogLogCommands() {}

  /** The rows of all commands on HyperLogLogs. */
  public static List<CommandRow> rows() {
    return List.of(
        row(
            "pfadd",
            "key [element [element ...]]",
            WRITE | DENYOOM | FAST,
            "2.8.9",
            "Adds elements to a HyperLogLog",
            KeySpec.INSERT,
            HyperLogLogCommands::add),
        row(
            "pfcount",
            "key [key ...]",
            READONLY | MAY_REPLICATE,
            "2.8.9",
            "Estimates how many different elements were added to HyperLogLogs",
            List.of(KeySpec.range(1, -1, 1, "RW ACCESS")),
            HyperLogLogCommands::count),
        row(
            "pfmerge",
            "destkey [sourcekey [sourcekey ...]]",
            WRITE | DENYOOM,
            "2.8.9",
            "Unites HyperLogLogs",
            List.of(KeySpec.at(1, "RW ACCESS INSERT"), KeySpec.range(2, -1, 1, "RO ACCESS")),
            HyperLogLogCommands::merge),
        row(
            "pfdebug",
            "subcommand key",
            WRITE | DENYOOM | ADMIN,
            "2.8.9",
            "Shows and changes how a HyperLogLog is kept",
            List.of(KeySpec.at(2, "RW ACCESS")),
            HyperLogLogCommands::debug),
        row(
            "pfselftest",
            "",
            ADMIN,
            "2.8.9",
            "Tries out the registers and the estimate of HyperLogLogs",
            KeySpec.NONE,
            HyperLogLogTrial::run));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.HYPERLOGLOG, since, summary, keys, handler);
  }

  private static StringValue checked(StringValue value) throws CommandError {
    if (value.isInteger() || !HyperLogLog.isOne(value.shown(), (int) value.length())) {
      throw NOT_ONE;
    }
    return value;
  }

  /** The one of a key, to be edited; null when the key is not there. */
  private static @Nullable StringValue editable(Call call, byte[] key) throws CommandError {
    StringValue value = call.write(key, StringValue.class);
    return value == null ? null : StringEditCommands.editable(call, key, checked(value));
  }

  private static StringValue create(Call call, byte[] key) {
    StringValue created = StringValue.raw(HyperLogLog.empty());
    call.db().add(key, created);
    return created;
  }

  private static Reply add(Call call) throws CommandError {
    byte[] key = call.arg(1);
    StringValue there = editable(call, key);
    StringValue value = there == null ? create(call, key) : there;
    long updated = there == null ? 1 : 0;
    for (int i = 2; i < call.argc(); i++) {
      long hash = HyperLogLog.hash(call.arg(i));
      if (raise(call, value, HyperLogLog.register(hash), HyperLogLog.place(hash))) {
        updated++;
      }
    }
    if (updated == 0) {
      return Reply.ZERO;
    }
    HyperLogLog.forgetNumber(value.edit(0));
    BitCommands.changed(call, there == null, updated);
    call.notice(Notice.STRING, "pfadd", key);
    return Reply.ONE;
  }

  /**
   * Makes a register at least so high, and the whole dense where runs do not do; whether it was.
   */
  private static boolean raise(Call call, StringValue value, int register, int place)
      throws CommandError {
    if (!HyperLogLog.isSparse(value.shown())) {
      return HyperLogLog.get(value.shown(), register) < place
          && HyperLogLog.raise(value.edit(0), register, place);
    }
    if (place > SparseRegisters.HIGHEST) {
      densify(call, value, "a register", SparseRegisters.HIGHEST, place);
      return HyperLogLog.raise(value.edit(0), register, place);
    }
    long most = call.shaping().hllSparseMaxBytes;
    byte[] bytes = value.edit(SparseRegisters.MOST_GROWTH);
    int length = (int) value.length();
    int now = SparseRegisters.raise(bytes, length, register, place, most);
    switch (now) {
      case SparseRegisters.UNCHANGED -> {
        return false;
      }
      case SparseRegisters.DAMAGED -> throw DAMAGED;
      case SparseRegisters.TOO_LONG -> {
        densify(call, value, "hll-sparse-max-bytes", most, length + 1L);
        return HyperLogLog.raise(value.edit(0), register, place);
      }
      default -> {
        value.resize(now);
        HyperLogLog.forgetNumber(bytes);
        return true;
      }
    }
  }

  private static void densify(Call call, StringValue value, String limit, long most, long found)
      throws CommandError {
    long before = value.memoryBytes(0);
    byte[] dense = HyperLogLog.dense(value.shown(), (int) value.length());
    if (dense == null) {
      throw DAMAGED;
    }
    value.replace(dense);
    call.shaping().densified(limit, most, found, before, value.memoryBytes(0));
  }

  // Counting.

  private static Reply count(Call call) throws CommandError {
    if (call.argc() > 2) {
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      for (int i = 1; i < call.argc(); i++) {
        unite(call, i, registers);
      }
      return Reply.of(HyperLogLog.estimate(HyperLogLog.histogram(registers)));
    }
    byte[] key = call.arg(1);
    StringValue there = call.read(key, StringValue.class);
    if (there == null) {
      return Reply.ZERO;
    }
    call.shaping().at(call.db().number(), key);
    StringValue value = StringEditCommands.editable(call, key, checked(there));
    if (HyperLogLog.knowsNumber(value.shown())) {
      return Reply.of(HyperLogLog.number(value.shown()));
    }
    int[] histogram = HyperLogLog.histogram(value.shown(), (int) value.length());
    if (histogram.length == 0) {
      throw DAMAGED;
    }
    long number = HyperLogLog.estimate(histogram);
    HyperLogLog.putNumber(value.edit(0), number);
    call.changed(key, 1);
    return Reply.of(number);
  }

  /** Makes registers at least as high as those of a key; whether that is there, and dense. */
  private static boolean unite(Call call, int i, byte[] registers) throws CommandError {
    StringValue value = call.read(call.arg(i), StringValue.class);
    if (value == null) {
      return false;
    }
    byte[] bytes = checked(value).shown();
    if (!HyperLogLog.unite(bytes, (int) value.length(), registers)) {
      throw DAMAGED;
    }
    return !HyperLogLog.isSparse(bytes);
  }

  private static Reply merge(Call call) throws CommandError {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    boolean dense = false;
    for (int i = 1; i < call.argc(); i++) {
      dense |= unite(call, i, registers);
    }
    byte[] key = call.arg(1);
    StringValue there = editable(call, key);
    StringValue value = there == null ? create(call, key) : there;
    if (dense && HyperLogLog.isSparse(value.shown())) {
      densify(call, value, "united with a dense one", 0, 0);
    }
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] != 0) {
        raise(call, value, i, registers[i]);
      }
    }
    HyperLogLog.forgetNumber(value.edit(0));
    BitCommands.changed(call, there == null, 1);
    call.notice(Notice.STRING, "pfadd", key);
    return Reply.OK;
  }

  // Looking inside.

  private static Reply debug(Call call) throws CommandError {
    StringValue value = editable(call, call.arg(2));
    if (value == null) {
      throw NO_KEY;
    }
    boolean sparse = HyperLogLog.isSparse(value.shown());
    return switch (call.text(1).toLowerCase(Locale.ROOT)) {
      case "getreg" -> {
        toDense(call, value, sparse);
        byte[] bytes = value.shown();
        List<Reply> registers = new ArrayList<>(HyperLogLog.REGISTERS);
        for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
          registers.add(Reply.of(HyperLogLog.get(bytes, i)));
        }
        yield new Reply.Array(registers);
      }
      case "decode" -> {
        if (!sparse) {
          throw NOT_SPARSE;
        }
        yield Reply.of(SparseRegisters.decoded(value.shown(), (int) value.length()));
      }
      case "encoding" -> new Reply.Simple(sparse ? "sparse" : "dense");
      case "todense" -> {
        toDense(call, value, sparse);
        yield sparse ? Reply.ONE : Reply.ZERO;
      }
      default ->
          throw new CommandError("ERR Unknown PFDEBUG subcommand '" + shown(call.arg(1)) + "'");
    };
  }

  private static String shown(byte[] word) {
    int end = Bytes.indexOf(word, (byte) 0, 0);
    String text = Bytes.latin1Text(word);
    return end < 0 ? text : text.substring(0, end);
  }

  private static void toDense(Call call, StringValue value, boolean sparse) throws CommandError {
    if (sparse) {
      densify(call, value, "PFDEBUG", 0, 0);
      call.dirty(1);
    }
  }
}
