package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The commands on the entries of a stream. */
public final class StreamCommands {
  private static final CommandError ZERO_ID =
      new CommandError("ERR The ID specified in XADD must be greater than 0-0");
  private static final CommandError EXHAUSTED =
      new CommandError(
          "ERR The stream has exhausted the last possible ID, unable to add more items");
  private static final CommandError NOT_GREATER =
      new CommandError(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
  private static final CommandError TOO_LARGE =
      new CommandError("ERR Elements are too large to be stored");
  private static final CommandError ADDED_NEGATIVE =
      new CommandError("ERR entries_added must be positive");
  private static final CommandError LESS_THAN_DELETED =
      new CommandError(
          "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
  private static final CommandError LESS_THAN_TOP =
      new CommandError("ERR The ID specified in XSETID is smaller than the target stream top item");
  private static final CommandError ADDED_TOO_FEW =
      new CommandError(
          "ERR The entries_added specified in XSETID is smaller than the target stream length");

  private StreamCommands() {}

  // Writing.

  private static Reply add(Call call) throws CommandError {
    StreamOptions options = StreamOptions.of(call, true);
    int from = options.idAt() + 1;
    int pairs = call.argc() - from;
    if (pairs < 2 || (pairs & 1) == 1) {
      throw call.wrongArity();
    }
    byte[] wanted = call.arg(options.idAt());
    boolean any = wanted[0] == '*';
    boolean sequence = any || StreamIds.choosesSequence(wanted);
    StreamId given = sequence ? StreamId.MIN : StreamIds.strict(wanted, 0);
    if (!sequence && given.isZero()) {
      throw ZERO_ID;
    }
    byte[] key = call.arg(1);
    StreamValue stream = call.write(key, StreamValue.class);
    final boolean isNew = stream == null;
    if (stream == null) {
      if (!options.create()) {
        return Reply.Nil.STRING;
      }
      stream = new StreamValue();
      call.db().add(key, stream);
    }
    StreamId last = stream.lastId();
    if (last.equals(StreamId.MAX)) {
      throw EXHAUSTED;
    }
    StreamId id =
        any ? next(last, call.keyspace().nowMillis()) : sequence ? nextWithin(last, wanted) : given;
    if (!id.isAfter(last)) {
      throw NOT_GREATER;
    }
    byte[][] argv = call.argv();
    long bytes = 0;
    for (int i = from; i < argv.length; i++) {
      bytes += argv[i].length;
    }
    if (bytes > StreamValue.MOST_ENTRY_BYTES) {
      throw TOO_LARGE;
    }
    stream.append(call.shaping(), id, argv, from, bytes);
    if (isNew) {
      call.dirty(1);
    } else {
      call.changed(key, 1);
    }
    byte[] text = id.text();
    call.notice(Notice.STREAM, "xadd", key);
    if (options.trim(call.shaping(), stream) > 0) {
      call.notice(Notice.STREAM, "xtrim", key);
    }
    if (sequence || options.approximate()) {
      byte[][] words = argv.clone();
      words[options.idAt()] = sequence ? text : wanted;
      if (options.approximate()) {
        options.makeExact(words, stream);
      }
      call.propagate(words);
    }
    call.ready(key);
    return new Reply.Bulk(text);
  }

  /** The id that a time gives, or the next one when the last is not before it. */
  private static StreamId next(StreamId last, long nowMillis) {
    return Long.compareUnsigned(nowMillis, last.millis()) > 0
        ? new StreamId(nowMillis, 0)
        : last.next();
  }

  /** The next id of a time that was given; of the last id's time it is never another time's. */
  private static StreamId nextWithin(StreamId last, byte[] wanted) throws CommandError {
    long millis = StreamIds.millisOf(wanted);
    if (millis != last.millis()) {
      return new StreamId(millis, 0);
    }
    if (last.sequence() == -1) {
      // The real server takes the one reason for the other here.
      throw TOO_LARGE;
    }
    return new StreamId(millis, last.sequence() + 1);
  }

  private static Reply delete(Call call) throws CommandError {
    byte[] key = call.arg(1);
    StreamValue stream = call.write(key, StreamValue.class);
    if (stream == null) {
      return Reply.ZERO;
    }
    int deleted = stream.delete(call.shaping(), StreamIds.all(call, 2));
    if (deleted > 0) {
      call.changed(key, deleted);
      call.notice(Notice.STREAM, "xdel", key);
    }
    return Reply.of(deleted);
  }

  private static Reply trim(Call call) throws CommandError {
    StreamOptions options = StreamOptions.of(call, false);
    byte[] key = call.arg(1);
    StreamValue stream = call.write(key, StreamValue.class);
    if (stream == null) {
      return Reply.ZERO;
    }
    long trimmed = options.trim(call.shaping(), stream);
    if (trimmed > 0) {
      if (options.approximate()) {
        byte[][] words = call.argv().clone();
        options.makeExact(words, stream);
        call.propagate(words);
      }
      call.changed(key, trimmed);
      call.notice(Notice.STREAM, "xtrim", key);
    }
    return Reply.of(trimmed);
  }

  private static Reply setId(Call call) throws CommandError {
    StreamId id = StreamIds.strict(call.arg(2), 0);
    OptionalLong added = OptionalLong.empty();
    StreamId maxDeleted = null;
    for (int i = 3; i < call.argc(); i += 2) {
      boolean more = i < call.argc() - 1;
      if (more && call.is(i, "entriesadded")) {
        added = OptionalLong.of(call.longArg(i + 1));
        if (added.getAsLong() < 0) {
          throw ADDED_NEGATIVE;
        }
      } else if (more && call.is(i, "maxdeletedid")) {
        maxDeleted = StreamIds.strict(call.arg(i + 1), 0);
        if (id.isBefore(maxDeleted)) {
          throw LESS_THAN_DELETED;
        }
      } else {
        throw CommandError.SYNTAX;
      }
    }
    byte[] key = call.arg(1);
    StreamValue stream = call.write(key, StreamValue.class);
    if (stream == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (stream.length() > 0) {
      if (id.isBefore(stream.entries().last())) {
        throw LESS_THAN_TOP;
      }
      if (added.isPresent() && stream.length() > added.getAsLong()) {
        throw ADDED_TOO_FEW;
      }
    }
    StreamId deleted = maxDeleted == null || maxDeleted.isZero() ? null : maxDeleted;
    stream.setIds(call.shaping(), id, added, deleted);
    call.dirty(1);
    call.notice(Notice.STREAM, "xsetid", key);
    return Reply.OK;
  }

  // Reading.

  private static Reply length(Call call) throws CommandError {
    StreamValue stream = call.read(call.arg(1), StreamValue.class);
    return stream == null ? Reply.ZERO : Reply.of(stream.length());
  }

  private static Reply range(Call call) throws CommandError {
    return range(call, StreamIds.start(call.arg(2)), StreamIds.end(call.arg(3)), false);
  }

  private static Reply rangeBackward(Call call) throws CommandError {
    StreamId start = StreamIds.start(call.arg(3));
    return range(call, start, StreamIds.end(call.arg(2)), true);
  }

  private static Reply range(Call call, StreamId start, StreamId end, boolean backward)
      throws CommandError {
    long count = -1;
    for (int i = 4; i < call.argc(); i += 2) {
      if (!call.is(i, "count") || i == call.argc() - 1) {
        throw CommandError.SYNTAX;
      }
      count = Math.max(call.longArg(i + 1), 0);
    }
    @Nullable StreamValue stream = call.read(call.arg(1), StreamValue.class);
    if (stream == null) {
      return Reply.EMPTY_ARRAY;
    }
    if (count == 0) {
      return Reply.Nil.ARRAY;
    }
    return StreamReplies.entries(stream.walk(start, end, backward), Math.max(count, 0));
  }

  // The rows.

  static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.STREAM, since, summary, keys, handler);
  }

  /** The rows of the whole family. */
  public static List<CommandRow> rows() {
    return List.of(
        row(
            "xadd",
            "key [NOMKSTREAM] [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> field"
                + " value [field value ...]",
            WRITE | DENYOOM | FAST,
            "5.0.0",
            "Adds an entry at the end of a stream, and may trim its front",
            KeySpec.UPDATE,
            StreamCommands::add),
        row(
            "xlen",
            "key",
            READONLY | FAST,
            "5.0.0",
            "Tells how many entries a stream has",
            KeySpec.META,
            StreamCommands::length),
        row(
            "xrange",
            "key start end [COUNT count]",
            READONLY,
            "5.0.0",
            "Gives the entries between two ids, the oldest first",
            KeySpec.READ,
            StreamCommands::range),
        row(
            "xrevrange",
            "key end start [COUNT count]",
            READONLY,
            "5.0.0",
            "Gives the entries between two ids, the newest first",
            KeySpec.READ,
            StreamCommands::rangeBackward),
        row(
            "xdel",
            "key id [id ...]",
            WRITE | FAST,
            "5.0.0",
            "Deletes entries; what is pending of them stays pending",
            KeySpec.DELETE,
            StreamCommands::delete),
        row(
            "xtrim",
            "key <MAXLEN | MINID> [= | ~] threshold [LIMIT count]",
            WRITE,
            "5.0.0",
            "Takes entries from the front, with ~ only as whole nodes",
            KeySpec.DELETE,
            StreamCommands::trim),
        row(
            "xsetid",
            "key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]",
            WRITE | DENYOOM | FAST,
            "5.0.0",
            "Sets the last id of a stream, and what else it remembers",
            KeySpec.UPDATE,
            StreamCommands::setId));
  }
}
