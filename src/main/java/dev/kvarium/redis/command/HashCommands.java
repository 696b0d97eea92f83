package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.LongDouble;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands on hashes. */
public final class HashCommands {
  private static final byte[] HSET = Bytes.of("HSET");
  private static final Reply EMPTY_MAP = new Reply.Map(List.of());

  private static final CommandError NOT_AN_INTEGER =
      new CommandError("ERR hash value is not an integer");
  private static final CommandError NOT_A_FLOAT = new CommandError("ERR hash value is not a float");
  private static final CommandError NAN = new CommandError("ERR value is NaN or Infinity");
  private static final CommandError NAN_RESULT =
      new CommandError("ERR increment would produce NaN or Infinity");

  private HashCommands() {}

  // Writing.

  private static Reply set(Call call) throws CommandError {
    return Reply.of(setAll(call));
  }

  private static Reply setMany(Call call) throws CommandError {
    setAll(call);
    return Reply.OK;
  }

  private static long setAll(Call call) throws CommandError {
    int argc = call.argc();
    if ((argc & 1) == 1) {
      throw CommandError.arity(call.row().name());
    }
    byte[] key = call.arg(1);
    HashValue hash = call.write(key, HashValue.class);
    boolean isNew = hash == null;
    if (hash == null) {
      hash = create(call, key);
    }
    byte[][] argv = call.argv();
    hash.prepareFor(call.shaping(), argv, 2);
    long created = 0;
    for (int i = 2; i < argc; i += 2) {
      if (hash.set(call.shaping(), argv[i], argv[i + 1])) {
        created++;
      }
    }
    wrote(call, key, isNew, (argc - 2) / 2, "hset");
    return created;
  }

  private static HashValue create(Call call, byte[] key) {
    HashValue hash = HashValue.empty(call.shaping());
    call.db().add(key, hash);
    return hash;
  }

  /** A key that is new was stated as such when it was added. */
  private static void wrote(Call call, byte[] key, boolean isNew, long changes, String event) {
    if (isNew) {
      call.dirty(changes);
    } else {
      call.changed(key, changes);
    }
    call.notice(Notice.HASH, event, key);
  }

  private static Reply setIfNew(Call call) throws CommandError {
    byte[] key = call.arg(1);
    HashValue hash = call.write(key, HashValue.class);
    boolean isNew = hash == null;
    if (hash == null) {
      hash = create(call, key);
    } else if (hash.contains(call.arg(2))) {
      return Reply.ZERO;
    }
    hash.prepareFor(call.shaping(), call.argv(), 2);
    hash.set(call.shaping(), call.arg(2), call.arg(3));
    wrote(call, key, isNew, 1, "hset");
    return Reply.ONE;
  }

  private static Reply incrementBy(Call call) throws CommandError {
    long increment = call.longArg(3);
    byte[] key = call.arg(1);
    HashValue hash = call.write(key, HashValue.class);
    boolean isNew = hash == null;
    if (hash == null) {
      hash = create(call, key);
    }
    byte[] there = hash.get(call.arg(2));
    if (there != null && !Numbers.isLong(there)) {
      throw NOT_AN_INTEGER;
    }
    long value = there == null ? 0 : Numbers.parseLong(there);
    long sum = value + increment;
    if (((value ^ sum) & (increment ^ sum)) < 0) {
      throw CommandError.OVERFLOW;
    }
    hash.set(call.shaping(), call.arg(2), Numbers.toBytes(sum));
    wrote(call, key, isNew, 1, "hincrby");
    return Reply.of(sum);
  }

  private static Reply incrementByFloat(Call call) throws CommandError {
    if (!LongDouble.isNumber(call.arg(3))) {
      throw CommandError.NOT_A_FLOAT;
    }
    LongDouble increment = LongDouble.parse(call.arg(3));
    if (!increment.isFinite()) {
      throw NAN;
    }
    byte[] key = call.arg(1);
    HashValue hash = call.write(key, HashValue.class);
    boolean isNew = hash == null;
    if (hash == null) {
      hash = create(call, key);
    }
    byte[] there = hash.get(call.arg(2));
    if (there != null && !LongDouble.isNumber(there)) {
      throw NOT_A_FLOAT;
    }
    LongDouble sum = there == null ? increment : LongDouble.parse(there).plus(increment);
    if (!sum.isFinite()) {
      throw NAN_RESULT;
    }
    byte[] text = sum.toBytes();
    hash.set(call.shaping(), call.arg(2), text);
    wrote(call, key, isNew, 1, "hincrbyfloat");
    call.propagate(HSET, key, call.arg(2), text);
    return Reply.of(text);
  }

  private static Reply delete(Call call) throws CommandError {
    byte[] key = call.arg(1);
    HashValue hash = call.write(key, HashValue.class);
    if (hash == null) {
      return Reply.ZERO;
    }
    long deleted = 0;
    for (int i = 2; i < call.argc(); i++) {
      if (hash.remove(call.arg(i))) {
        deleted++;
        if (hash.length() == 0) {
          call.db().delete(key);
          call.dirty(deleted);
          call.notice(Notice.HASH, "hdel", key);
          call.notice(Notice.GENERIC, "del", key);
          return Reply.of(deleted);
        }
      }
    }
    if (deleted > 0) {
      call.changed(key, deleted);
      call.notice(Notice.HASH, "hdel", key);
    }
    return Reply.of(deleted);
  }

  // Reading.

  private static Reply get(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    byte[] value = hash == null ? null : hash.get(call.arg(2));
    return value == null ? Reply.Nil.STRING : new Reply.Bulk(value);
  }

  private static Reply getMany(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    byte[] @Nullable [] values = new byte[call.argc() - 2][];
    if (hash != null) {
      for (int i = 0; i < values.length; i++) {
        values[i] = hash.get(call.arg(i + 2));
      }
    }
    return new Reply.Bulks(values);
  }

  private static Reply getAll(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    if (hash == null) {
      return call.resp3() ? EMPTY_MAP : Reply.EMPTY_ARRAY;
    }
    byte[][] flat = flat(hash, true, true);
    if (!call.resp3()) {
      return new Reply.Bulks(flat);
    }
    List<Reply> keysAndValues = new ArrayList<>(flat.length);
    for (byte[] part : flat) {
      keysAndValues.add(new Reply.Bulk(part));
    }
    return new Reply.Map(keysAndValues);
  }

  private static Reply keys(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    return hash == null ? Reply.EMPTY_ARRAY : new Reply.Bulks(flat(hash, true, false));
  }

  private static Reply values(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    return hash == null ? Reply.EMPTY_ARRAY : new Reply.Bulks(flat(hash, false, true));
  }

  private static byte[][] flat(HashValue hash, boolean withFields, boolean withValues) {
    byte[][] flat = new byte[(int) hash.length() * (withFields && withValues ? 2 : 1)][];
    int at = 0;
    for (HashValue.Fields fields = hash.fields(); fields.advance(); ) {
      if (withFields) {
        flat[at++] = fields.field();
      }
      if (withValues) {
        flat[at++] = fields.value();
      }
    }
    return flat;
  }

  private static Reply length(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    return hash == null ? Reply.ZERO : Reply.of(hash.length());
  }

  private static Reply valueLength(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    return hash == null ? Reply.ZERO : Reply.of(hash.valueLength(call.arg(2)));
  }

  private static Reply exists(Call call) throws CommandError {
    HashValue hash = call.read(call.arg(1), HashValue.class);
    return hash != null && hash.contains(call.arg(2)) ? Reply.ONE : Reply.ZERO;
  }

  private static Reply scan(Call call) throws CommandError {
    long cursor = CollectionScan.cursor(call, 2);
    HashValue hash = call.read(call.arg(1), HashValue.class);
    if (hash == null) {
      return CollectionScan.nothing();
    }
    CollectionScan scan = CollectionScan.from(call);
    return scan.run(
        cursor,
        2,
        from ->
            hash.scan(
                from,
                (field, value) -> {
                  if (scan.admits(field)) {
                    scan.add(field);
                    scan.add(value);
                  }
                }));
  }

  public static List<CommandRow> rows() {
    return List.of(
        row(
            "hset",
            "key field value [field value ...]",
            WRITE | DENYOOM | FAST,
            "2.0.0",
            KeySpec.UPDATE,
            HashCommands::set,
            "Sets fields of a hash, and counts the new ones"),
        row(
            "hmset",
            "key field value [field value ...]",
            WRITE | DENYOOM | FAST,
            "2.0.0",
            KeySpec.UPDATE,
            HashCommands::setMany,
            "Sets fields of a hash; HSET does it too"),
        row(
            "hsetnx",
            "key field value",
            WRITE | DENYOOM | FAST,
            "2.0.0",
            KeySpec.INSERT,
            HashCommands::setIfNew,
            "Sets a field unless it is there"),
        row(
            "hincrby",
            "key field increment",
            WRITE | DENYOOM | FAST,
            "2.0.0",
            KeySpec.ACCESS_UPDATE,
            HashCommands::incrementBy,
            "Adds to the integer in a field"),
        row(
            "hincrbyfloat",
            "key field increment",
            WRITE | DENYOOM | FAST,
            "2.6.0",
            KeySpec.ACCESS_UPDATE,
            HashCommands::incrementByFloat,
            "Adds to the number in a field"),
        row(
            "hdel",
            "key field [field ...]",
            WRITE | FAST,
            "2.0.0",
            KeySpec.DELETE,
            HashCommands::delete,
            "Removes fields"),
        row(
            "hget",
            "key field",
            READONLY | FAST,
            "2.0.0",
            KeySpec.READ,
            HashCommands::get,
            "Gives the value of a field"),
        row(
            "hmget",
            "key field [field ...]",
            READONLY | FAST,
            "2.0.0",
            KeySpec.READ,
            HashCommands::getMany,
            "Gives the values of several fields"),
        row(
            "hgetall",
            "key",
            READONLY,
            "2.0.0",
            KeySpec.READ,
            HashCommands::getAll,
            "Gives all fields with their values"),
        row(
            "hkeys",
            "key",
            READONLY,
            "2.0.0",
            KeySpec.READ,
            HashCommands::keys,
            "Gives all fields"),
        row(
            "hvals",
            "key",
            READONLY,
            "2.0.0",
            KeySpec.READ,
            HashCommands::values,
            "Gives all values"),
        row(
            "hlen",
            "key",
            READONLY | FAST,
            "2.0.0",
            KeySpec.META,
            HashCommands::length,
            "Counts the fields"),
        row(
            "hstrlen",
            "key field",
            READONLY | FAST,
            "3.2.0",
            KeySpec.META,
            HashCommands::valueLength,
            "Tells how many bytes a field's value has"),
        row(
            "hexists",
            "key field",
            READONLY | FAST,
            "2.0.0",
            KeySpec.META,
            HashCommands::exists,
            "Tells whether a field is there"),
        row(
            "hrandfield",
            "key [count [WITHVALUES]]",
            READONLY,
            "6.2.0",
            KeySpec.READ,
            RandomElements::field,
            "Gives fields at random"),
        row(
            "hscan",
            "key cursor [MATCH pattern] [COUNT count]",
            READONLY,
            "2.8.0",
            KeySpec.READ,
            HashCommands::scan,
            "Walks over the fields a few at a time"));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.HASH, since, summary, keys, handler);
  }
}
