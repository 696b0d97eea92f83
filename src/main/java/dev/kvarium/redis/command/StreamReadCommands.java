package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.BLOCKING;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.StreamCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP: what came into streams since an id, for one or for a group. */
public final class StreamReadCommands {
  private static final CommandError UNBALANCED =
      new CommandError(
          "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be"
              + " specified.");
  private static final CommandError GROUP_IN_XREAD =
      new CommandError(
          "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
  private static final CommandError NOACK_IN_XREAD =
      new CommandError(
          "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
  private static final CommandError NO_GROUP_OPTION =
      new CommandError("ERR Missing GROUP option for XREADGROUP");
  private static final CommandError DOLLAR =
      new CommandError(
          "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history"
              + " of this consumer by specifying a proper ID, or use the > ID to get new messages."
              + " The $ ID would just return an empty result set.");
  private static final CommandError NEW_IN_XREAD =
      new CommandError(
          "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
              + " <consumer> option.");
  private static final CommandError GROUP_GONE =
      new CommandError("NOGROUP the consumer group this client was blocked on no longer exists");
  private static final CommandError STREAM_GONE =
      new CommandError("UNBLOCKED the stream key no longer exists");

  /** Entries that a client gets at most which had to wait and did not say. */
  private static final long WAITING_COUNT = 1000;

  private StreamReadCommands() {}

  /**
   * The options of a call.
   *
   * @param timeoutMillis how long to wait, 0 for ever, -1 not at all
   * @param count entries of each stream at most, 0 for all
   * @param firstKey the word that is the first key
   * @param streams how many keys there are, and ids behind them
   * @param group the group and the consumer, both null for XREAD
   */
  record Options(
      long timeoutMillis,
      long count,
      int firstKey,
      int streams,
      byte @Nullable [] group,
      byte @Nullable [] consumer,
      boolean noAck) {
    static Options of(Call call, boolean forGroup) throws CommandError {
      long timeout = -1;
      long count = 0;
      int firstKey = 0;
      byte[] group = null;
      byte[] consumer = null;
      boolean noAck = false;
      for (int i = 1; i < call.argc() && firstKey == 0; i++) {
        int more = call.argc() - i - 1;
        if (more > 0 && call.is(i, "block")) {
          if (call.session().script) {
            throw new CommandError(
                "ERR " + call.text(0) + " command is not allowed with BLOCK option from scripts");
          }
          timeout = call.timeoutMillis(++i);
        } else if (more > 0 && call.is(i, "count")) {
          count = Math.max(call.longArg(++i), 0);
        } else if (more > 0 && call.is(i, "streams")) {
          firstKey = i + 1;
          if ((more & 1) == 1) {
            throw UNBALANCED;
          }
        } else if (more > 1 && call.is(i, "group")) {
          if (!forGroup) {
            throw GROUP_IN_XREAD;
          }
          group = call.arg(++i);
          consumer = call.arg(++i);
        } else if (call.is(i, "noack")) {
          if (!forGroup) {
            throw NOACK_IN_XREAD;
          }
          noAck = true;
        } else {
          throw CommandError.SYNTAX;
        }
      }
      if (firstKey == 0) {
        throw CommandError.SYNTAX;
      }
      if (forGroup && group == null) {
        throw NO_GROUP_OPTION;
      }
      int streams = (call.argc() - firstKey) / 2;
      return new Options(timeout, count, firstKey, streams, group, consumer, noAck);
    }

    /** The word that is the first id. */
    int idsAt() {
      return firstKey + streams;
    }
  }

  private static Reply read(Call call) throws CommandError {
    return read(call, Options.of(call, false));
  }

  private static Reply readGroup(Call call) throws CommandError {
    return read(call, Options.of(call, true));
  }

  private static Reply read(Call call, Options options) throws CommandError {
    call.dontPropagate();
    int streams = options.streams();
    StreamId[] after = new StreamId[streams];
    StreamGroup[] groups = new StreamGroup[streams];
    for (int i = 0; i < streams; i++) {
      byte[] key = call.arg(options.firstKey() + i);
      StreamValue stream = call.read(key, StreamValue.class);
      if (options.group() != null) {
        groups[i] = group(key, stream, options.group());
      }
      after[i] = after(call.arg(options.idsAt() + i), stream, options.group() != null);
    }
    List<Reply> served = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      byte[] key = call.arg(options.firstKey() + i);
      StreamValue stream = call.read(key, StreamValue.class);
      Reply entries =
          stream == null
              ? null
              : options.group() == null
                  ? entries(stream, after[i], options)
                  : entries(call, key, stream, groups[i], after[i], options);
      if (entries != null) {
        served.add(new Reply.Bulk(key));
        served.add(entries);
      }
    }
    if (!served.isEmpty()) {
      return byStream(call.resp3(), served);
    }
    if (options.timeoutMillis() < 0) {
      return Reply.Nil.ARRAY;
    }
    List<byte[]> keys = Arrays.asList(call.argv()).subList(options.firstKey(), options.idsAt());
    return call.block(keys, options.timeoutMillis(), new Waiting(options, after));
  }

  /**
   * Waits for what comes into one of several streams.
   *
   * @param after the ids after which to read, unless for a group
   */
  private record Waiting(Options options, StreamId[] after) implements Waiter {
    @Override
    public Reply serve(Call call, byte[] key, Value value) throws CommandError {
      if (!(value instanceof StreamValue stream)) {
        return gone(call, key);
      }
      call.dontPropagate();
      byte[] name = options.group();
      StreamGroup group = name == null ? null : stream.group(name);
      if (name != null && group == null) {
        throw GROUP_GONE;
      }
      StreamId from = group == null ? after[indexOf(call, key)] : group.lastId();
      if (!stream.lastId().isAfter(from)) {
        return Reply.None.NONE;
      }
      long most = options.count() == 0 ? WAITING_COUNT : options.count();
      Reply entries =
          group == null
              ? StreamReplies.entries(stream.walk(from.next(), StreamId.MAX, false), most)
              : reading(call, key, stream, group, options)
                  .fresh(from, most, born -> born(call, key));
      return byStream(call.resp3(), List.of(new Reply.Bulk(key), entries));
    }

    private int indexOf(Call call, byte[] key) {
      int i = 0;
      while (!Bytes.equals(call.arg(options.firstKey() + i), key)) {
        i++;
      }
      return i;
    }

    @Override
    public Reply gone(Call call, byte[] key) {
      return options.group() == null ? Reply.None.NONE : STREAM_GONE.reply();
    }
  }

  /** Keys and what each gave, by turns: a map where the client knows maps. */
  static Reply byStream(boolean resp3, List<Reply> served) {
    if (resp3) {
      return new Reply.Map(served);
    }
    List<Reply> pairs = new ArrayList<>(served.size() / 2);
    for (int i = 0; i < served.size(); i += 2) {
      pairs.add(Reply.of(served.get(i), served.get(i + 1)));
    }
    return new Reply.Array(pairs);
  }

  private static StreamGroup group(byte[] key, @Nullable StreamValue stream, byte[] name)
      throws CommandError {
    StreamGroup group = stream == null ? null : stream.group(name);
    if (group == null) {
      throw new CommandError(
          "NOGROUP No such key '"
              + StreamGroupCommands.shown(key)
              + "' or consumer group '"
              + StreamGroupCommands.shown(name)
              + "' in XREADGROUP with GROUP option");
    }
    return group;
  }

  /** The id after which to read; the greatest stands for what the group was not served yet. */
  private static StreamId after(byte[] word, @Nullable StreamValue stream, boolean forGroup)
      throws CommandError {
    if (word.length == 1 && word[0] == '$') {
      if (forGroup) {
        throw DOLLAR;
      }
      return stream == null ? StreamId.MIN : stream.lastId();
    }
    if (word.length == 1 && word[0] == '>') {
      if (!forGroup) {
        throw NEW_IN_XREAD;
      }
      return StreamId.MAX;
    }
    return StreamIds.strict(word, 0);
  }

  private static @Nullable Reply entries(StreamValue stream, StreamId after, Options options) {
    return stream.entries().hasAfter(after)
        ? StreamReplies.entries(stream.walk(after.next(), StreamId.MAX, false), options.count())
        : null;
  }

  private static @Nullable Reply entries(
      Call call,
      byte[] key,
      StreamValue stream,
      StreamGroup group,
      StreamId after,
      Options options) {
    boolean fresh = after.equals(StreamId.MAX);
    if (fresh && !stream.entries().hasAfter(group.lastId())) {
      return null;
    }
    StreamReading reading = reading(call, key, stream, group, options);
    call.dirty(1);
    return fresh
        ? reading.fresh(group.lastId(), options.count(), born -> born(call, key))
        : reading.history(after, options.count(), born -> born(call, key));
  }

  /** A consumer was made since it was named here first. */
  private static void born(Call call, byte[] key) {
    call.dirty(1);
    call.notice(Notice.STREAM, "xgroup-createconsumer", key);
  }

  private static StreamReading reading(
      Call call, byte[] key, StreamValue stream, StreamGroup group, Options options) {
    byte[] consumer = options.consumer();
    if (consumer == null) {
      throw new IllegalStateException("a group without a consumer");
    }
    call.shaping().at(call.db().number(), key);
    return new StreamReading(
        call.shaping(),
        call.keyspace().nowMillis(),
        key,
        stream,
        group,
        consumer,
        options.noAck(),
        words -> call.alsoPropagate(call.db().number(), words));
  }

  private static KeySpec keys(int searchFrom) {
    return new KeySpec(
        "RO ACCESS",
        new KeySpec.Begin.Keyword("STREAMS", searchFrom),
        new KeySpec.Find.Range(-1, 1, 2));
  }

  public static List<CommandRow> rows() {
    return List.of(
        row(
            "xread",
            "[COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]",
            BLOCKING | READONLY | MOVABLEKEYS,
            "5.0.0",
            "Gives what came into streams after ids, and may wait for it",
            List.of(keys(1)),
            StreamReadCommands::read),
        row(
            "xreadgroup",
            "GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...]"
                + " id [id ...]",
            BLOCKING | WRITE | MOVABLEKEYS,
            "5.0.0",
            "Gives a consumer what its group was not served yet, or what is pending for it",
            List.of(keys(4)),
            StreamReadCommands::readGroup));
  }
}
