package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.StringCommands.row;

import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands that look at or change a part of a string. */
final class StringEditCommands {
  private static final CommandError OFFSET = new CommandError("ERR offset is out of range");

  private final Strings strings;

  StringEditCommands(Strings strings) {
    this.strings = strings;
  }

  List<CommandRow> rows() {
    return List.of(
        row(
            "append",
            "key value",
            WRITE | DENYOOM | FAST,
            "2.0.0",
            "Adds to the end of the string that a key holds",
            KeySpec.INSERT,
            this::append),
        row(
            "strlen",
            "key",
            READONLY | FAST,
            "2.2.0",
            "Gives the length in bytes of the string that a key holds",
            KeySpec.META,
            StringEditCommands::strlen),
        row(
            "setrange",
            "key offset value",
            WRITE | DENYOOM,
            "2.2.0",
            "Writes over a part of the string that a key holds",
            KeySpec.UPDATE,
            StringEditCommands::setRange),
        row(
            "getrange",
            "key start end",
            READONLY,
            "2.4.0",
            "Gives a part of the string that a key holds",
            KeySpec.READ,
            StringEditCommands::getRange),
        row(
            "substr",
            "key start end",
            READONLY,
            "1.0.0",
            "Gives a part of the string that a key holds: the older name of GETRANGE",
            KeySpec.READ,
            StringEditCommands::getRange),
        row(
            "lcs",
            "key1 key2 [LEN] [IDX] [MINMATCHLEN len] [WITHMATCHLEN]",
            READONLY,
            "7.0.0",
            "Gives the longest subsequence that two strings have in common",
            List.of(KeySpec.range(1, 2, 1, "RO ACCESS")),
            Lcs::handle));
  }

  private Reply append(Call call) throws CommandError {
    byte[] key = call.arg(1);
    byte[] more = call.arg(2);
    StringValue value = call.write(key, StringValue.class);
    if (value == null) {
      StringValue created = strings.of(more);
      call.db().add(key, created);
      call.dirty(1);
      call.notice(Notice.STRING, "append", key);
      return Reply.of(created.length());
    }
    checkLength(value.length(), more.length, call);
    StringValue raw = editable(call, key, value);
    raw.append(more);
    call.changedPart(key, raw.length() - more.length, more.length);
    call.notice(Notice.STRING, "append", key);
    return Reply.of(raw.length());
  }

  private static Reply strlen(Call call) throws CommandError {
    StringValue value = call.read(call.arg(1), StringValue.class);
    return value == null ? Reply.ZERO : Reply.of(value.length());
  }

  private static Reply setRange(Call call) throws CommandError {
    byte[] key = call.arg(1);
    long offset = call.longArg(2);
    byte[] piece = call.arg(3);
    if (offset < 0) {
      throw OFFSET;
    }
    StringValue value = call.write(key, StringValue.class);
    if (piece.length == 0) {
      return value == null ? Reply.ZERO : Reply.of(value.length());
    }
    checkLength(offset, piece.length, call);
    if (value == null) {
      StringValue created = StringValue.zeros((int) offset + piece.length);
      created.setRange((int) offset, piece);
      call.db().add(key, created);
      call.dirty(1);
      call.notice(Notice.STRING, "setrange", key);
      return Reply.of(created.length());
    }
    StringValue raw = editable(call, key, value);
    raw.setRange((int) offset, piece);
    call.changedPart(key, offset, piece.length);
    call.notice(Notice.STRING, "setrange", key);
    return Reply.of(raw.length());
  }

  /** The value as one that can be edited, which is raw and not shared. */
  static StringValue editable(Call call, byte[] key, StringValue value) {
    StringValue raw = value.unshared();
    if (raw != value) {
      call.db().become(key, raw, "edited in place");
    }
    return raw;
  }

  private static void checkLength(long size, long more, Call call) throws CommandError {
    long total = size + more;
    if (total > call.maxBulkBytes() && !call.mustObey() || total < size) {
      throw CommandError.TOO_LONG;
    }
  }

  private static Reply getRange(Call call) throws CommandError {
    long start = call.longArg(2);
    long end = call.longArg(3);
    StringValue value = call.read(call.arg(1), StringValue.class);
    if (value == null || start < 0 && end < 0 && start > end) {
      return Reply.EMPTY_BULK;
    }
    long length = value.length();
    long from = Math.max(0, start < 0 ? length + start : start);
    long to = Math.min(length - 1, Math.max(0, end < 0 ? length + end : end));
    if (from > to || length == 0) {
      return Reply.EMPTY_BULK;
    }
    return Reply.of(value.slice((int) from, (int) to + 1));
  }
}
