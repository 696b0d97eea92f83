package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.StreamCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamDelivery;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The groups of a stream: made, moved and dropped; what is pending in them, acknowledged. */
public final class StreamGroupCommands {
  private static final CommandError READ_NEGATIVE =
      new CommandError("ERR value for ENTRIESREAD must be positive or -1");
  private static final CommandError NO_KEY =
      new CommandError(
          "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
              + " to use the MKSTREAM option to create an empty stream automatically.");
  private static final CommandError BUSY =
      new CommandError("BUSYGROUP Consumer Group name already exists");

  private static final int SHOWN_OF_UNKNOWN = 128;

  private StreamGroupCommands() {}

  /** Bytes up to a zero, as C prints them. */
  static String shown(byte[] word) {
    int end = Bytes.indexOf(word, (byte) 0, 0);
    return Bytes.latin1Text(end < 0 ? word : Arrays.copyOf(word, end));
  }

  /** The error for words that a subcommand does not know, though their number is right. */
  static CommandError unknownOption(Call call) {
    String subcommand = shown(call.arg(1));
    return new CommandError(
        "ERR unknown subcommand or wrong number of arguments for '"
            + subcommand.substring(0, Math.min(subcommand.length(), SHOWN_OF_UNKNOWN))
            + "'. Try "
            + shown(call.arg(0)).toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  /** The error for a group that a subcommand names and the stream does not have. */
  static CommandError noGroup(byte[] key, byte[] group) {
    return new CommandError(
        "NOGROUP No such consumer group '" + shown(group) + "' for key name '" + shown(key) + "'");
  }

  /** The error for a key or group that a command needs. */
  static CommandError noKeyOrGroup(byte[] key, byte[] group) {
    return new CommandError(
        "NOGROUP No such key '" + shown(key) + "' or consumer group '" + shown(group) + "'");
  }

  // XGROUP.

  private static Reply create(Call call) throws CommandError {
    boolean make = false;
    long read = StreamGroup.READ_UNKNOWN;
    for (int i = 5; i < call.argc(); i++) {
      if (call.is(i, "mkstream")) {
        make = true;
      } else if (call.is(i, "entriesread") && i + 1 < call.argc()) {
        read = entriesRead(call, ++i);
      } else {
        throw unknownOption(call);
      }
    }
    byte[] key = call.arg(2);
    StreamValue stream = call.write(key, StreamValue.class);
    if (stream == null && !make) {
      throw NO_KEY;
    }
    if (call.argc() > 8) {
      throw unknownOption(call);
    }
    StreamId id =
        isDollar(call.arg(4))
            ? stream == null ? StreamId.MIN : stream.lastId()
            : StreamIds.strict(call.arg(4), 0);
    if (stream == null) {
      stream = new StreamValue();
      call.db().add(key, stream);
    }
    if (!stream.createGroup(call.shaping(), call.arg(3), id, read)) {
      throw BUSY;
    }
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-create", key);
    return Reply.OK;
  }

  private static boolean isDollar(byte[] word) {
    return word.length == 1 && word[0] == '$';
  }

  private static long entriesRead(Call call, int at) throws CommandError {
    long read = call.longArg(at);
    if (read < 0 && read != StreamGroup.READ_UNKNOWN) {
      throw READ_NEGATIVE;
    }
    return read;
  }

  private static StreamValue stream(Call call) throws CommandError {
    StreamValue stream = call.write(call.arg(2), StreamValue.class);
    if (stream == null) {
      throw NO_KEY;
    }
    return stream;
  }

  private static StreamGroup group(Call call, StreamValue stream) throws CommandError {
    StreamGroup group = stream.group(call.arg(3));
    if (group == null) {
      throw noGroup(call.arg(2), call.arg(3));
    }
    return group;
  }

  private static Reply setId(Call call) throws CommandError {
    long read = StreamGroup.READ_UNKNOWN;
    for (int i = 5; i < call.argc(); i++) {
      if (!call.is(i, "entriesread") || i + 1 == call.argc()) {
        throw unknownOption(call);
      }
      read = entriesRead(call, ++i);
    }
    StreamValue stream = stream(call);
    StreamGroup group = group(call, stream);
    if (call.argc() != 5 && call.argc() != 7) {
      throw unknownOption(call);
    }
    StreamId id = isDollar(call.arg(4)) ? stream.lastId() : StreamIds.loose(call.arg(4), 0);
    stream.moveGroup(call.shaping(), group, id, read);
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-setid", call.arg(2));
    return Reply.OK;
  }

  private static Reply destroy(Call call) throws CommandError {
    StreamValue stream = stream(call);
    if (!stream.destroyGroup(call.shaping(), call.arg(3))) {
      return Reply.ZERO;
    }
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-destroy", call.arg(2));
    call.ready(call.arg(2));
    return Reply.ONE;
  }

  private static StreamDelivery delivery(Call call, StreamValue stream, StreamGroup group) {
    return new StreamDelivery(call.shaping(), stream, group, call.keyspace().nowMillis());
  }

  private static Reply createConsumer(Call call) throws CommandError {
    StreamValue stream = stream(call);
    StreamGroup group = group(call, stream);
    if (group.consumer(call.arg(4)) != null) {
      return Reply.ZERO;
    }
    delivery(call, stream, group).create(call.arg(4));
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-createconsumer", call.arg(2));
    return Reply.ONE;
  }

  private static Reply dropConsumer(Call call) throws CommandError {
    StreamValue stream = stream(call);
    StreamGroup group = group(call, stream);
    StreamConsumer consumer = group.consumer(call.arg(4));
    if (consumer == null) {
      return Reply.ZERO;
    }
    int pending = delivery(call, stream, group).drop(consumer);
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-delconsumer", call.arg(2));
    return Reply.of(pending);
  }

  // XACK.

  private static Reply acknowledge(Call call) throws CommandError {
    byte[] key = call.arg(1);
    StreamValue stream = call.read(key, StreamValue.class);
    StreamGroup group = stream == null ? null : stream.group(call.arg(2));
    if (stream == null || group == null) {
      return Reply.ZERO;
    }
    StreamId[] ids = StreamIds.all(call, 3);
    call.shaping().at(call.db().number(), key);
    StreamDelivery delivery = delivery(call, stream, group);
    long acknowledged = 0;
    for (StreamId id : ids) {
      if (delivery.acknowledge(id)) {
        acknowledged++;
      }
    }
    call.dirty(acknowledged);
    return Reply.of(acknowledged);
  }

  // XPENDING.

  private static Reply pending(Call call) throws CommandError {
    if (call.argc() == 3) {
      return summary(group(call));
    }
    if (call.argc() < 6 || call.argc() > 9) {
      throw CommandError.SYNTAX;
    }
    int at = 3;
    long idle = 0;
    if (call.is(3, "idle")) {
      idle = call.longArg(4);
      if (call.argc() < 8) {
        throw CommandError.SYNTAX;
      }
      at = 5;
    }
    long count = Math.max(call.longArg(at + 2), 0);
    StreamId start = StreamIds.start(call.arg(at));
    StreamId end = StreamIds.end(call.arg(at + 1));
    StreamGroup group = group(call);
    Rax<StreamPending> pending = group.pending();
    if (at + 3 < call.argc()) {
      StreamConsumer consumer = group.consumer(call.arg(at + 3));
      if (consumer == null) {
        return Reply.EMPTY_ARRAY;
      }
      pending = consumer.pending();
    }
    return list(pending, start, end, count, idle, call.keyspace().nowMillis());
  }

  private static StreamGroup group(Call call) throws CommandError {
    StreamValue stream = call.read(call.arg(1), StreamValue.class);
    StreamGroup group = stream == null ? null : stream.group(call.arg(2));
    if (group == null) {
      throw noKeyOrGroup(call.arg(1), call.arg(2));
    }
    return group;
  }

  private static Reply summary(StreamGroup group) {
    Reply total = Reply.of(group.pending().size());
    RaxCursor<StreamPending> entries = new RaxCursor<>(group.pending());
    if (!entries.first()) {
      return Reply.of(total, Reply.Nil.STRING, Reply.Nil.STRING, Reply.Nil.ARRAY);
    }
    final Reply first = StreamReplies.id(StreamId.ofKey(entries.key()));
    entries.last();
    final Reply last = StreamReplies.id(StreamId.ofKey(entries.key()));
    List<Reply> consumers = new ArrayList<>();
    RaxCursor<StreamConsumer> each = new RaxCursor<>(group.consumers());
    for (boolean there = each.first(); there; there = each.next()) {
      StreamConsumer consumer = each.value();
      if (consumer.pending().size() > 0) {
        consumers.add(
            Reply.of(
                new Reply.Bulk(consumer.name()),
                new Reply.Bulk(Numbers.toBytes(consumer.pending().size()))));
      }
    }
    return Reply.of(total, first, last, new Reply.Array(consumers));
  }

  private static Reply list(
      Rax<StreamPending> pending,
      StreamId start,
      StreamId end,
      long count,
      long idle,
      long nowMillis) {
    List<Reply> entries = new ArrayList<>();
    RaxCursor<StreamPending> each = new RaxCursor<>(pending);
    boolean there = each.atLeast(start.key());
    for (; there && entries.size() < count; there = each.next()) {
      StreamId id = StreamId.ofKey(each.key());
      if (id.isAfter(end)) {
        break;
      }
      StreamPending entry = each.value();
      long waited = nowMillis - entry.deliveredMillis();
      if (idle != 0 && waited < idle) {
        continue;
      }
      entries.add(
          Reply.of(
              StreamReplies.id(id),
              new Reply.Bulk(entry.consumer().name()),
              Reply.of(Math.max(waited, 0)),
              Reply.of(entry.deliveries())));
    }
    return new Reply.Array(entries);
  }

  // The rows.

  private static List<KeySpec> second(String flags) {
    return List.of(KeySpec.at(2, flags));
  }

  public static List<CommandRow> rows() {
    return List.of(
        Help.container("xgroup", "subcommand", Group.STREAM, "5.0.0", "Makes and drops groups"),
        row(
            "xgroup|create",
            "key group <id | $> [MKSTREAM] [ENTRIESREAD entries-read]",
            WRITE | DENYOOM,
            "5.0.0",
            "Makes a group that reads a stream from an id on",
            second("RW INSERT"),
            StreamGroupCommands::create),
        row(
            "xgroup|setid",
            "key group <id | $> [ENTRIESREAD entries-read]",
            WRITE,
            "5.0.0",
            "Lets a group go on behind another id",
            second("RW UPDATE"),
            StreamGroupCommands::setId),
        row(
            "xgroup|destroy",
            "key group",
            WRITE,
            "5.0.0",
            "Drops a group with all that is pending in it",
            second("RW DELETE"),
            StreamGroupCommands::destroy),
        row(
            "xgroup|createconsumer",
            "key group consumer",
            WRITE | DENYOOM,
            "6.2.0",
            "Makes a consumer in a group",
            second("RW INSERT"),
            StreamGroupCommands::createConsumer),
        row(
            "xgroup|delconsumer",
            "key group consumer",
            WRITE,
            "5.0.0",
            "Drops a consumer with what is pending for it",
            second("RW DELETE"),
            StreamGroupCommands::dropConsumer),
        Help.row(
            "xgroup",
            Group.STREAM,
            "5.0.0",
            "CREATE <key> <groupname> <id|$> [option]",
            "    Makes a group that reads from an id on. Options:",
            "    * MKSTREAM",
            "      Makes an empty stream if there is none.",
            "    * ENTRIESREAD entries_read",
            "      Says how many entries it has read (for replicas and the log).",
            "CREATECONSUMER <key> <groupname> <consumer>",
            "    Makes a consumer in the group.",
            "DELCONSUMER <key> <groupname> <consumer>",
            "    Drops the consumer.",
            "DESTROY <key> <groupname>",
            "    Drops the group.",
            "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
            "    Lets the group go on behind another id."),
        row(
            "xack",
            "key group id [id ...]",
            WRITE | FAST,
            "5.0.0",
            "Takes entries off the list of what is pending in a group",
            KeySpec.UPDATE,
            StreamGroupCommands::acknowledge),
        row(
            "xpending",
            "key group [[IDLE min-idle-time] start end count [consumer]]",
            READONLY,
            "5.0.0",
            "Tells what was handed out in a group and not acknowledged",
            KeySpec.READ,
            StreamGroupCommands::pending));
  }
}
