package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.StreamCommands.row;

import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** XINFO: a stream, its groups and their consumers as they are. */
public final class StreamInfoCommands {
  private static final long DEFAULT_COUNT = 10;

  private StreamInfoCommands() {}

  /** Names and values by turns. */
  private static final class Lines {
    final List<Reply> lines = new ArrayList<>();

    Lines add(String name, Reply value) {
      lines.add(Reply.of(name));
      lines.add(value);
      return this;
    }

    Lines add(String name, long value) {
      return add(name, Reply.of(value));
    }

    Lines add(String name, StreamId id) {
      return add(name, StreamReplies.id(id));
    }

    Lines add(String name, byte[] bytes) {
      return add(name, new Reply.Bulk(bytes));
    }

    Reply map() {
      return new Reply.Map(lines);
    }
  }

  /** Makes a reply of what a key leads to. */
  private interface Telling<V> {
    Reply tell(byte[] key, V value);
  }

  /** What the keys of a tree lead to, at most so many; all when 0. */
  private static <V> Reply each(Rax<V> tree, long most, Telling<V> telling) {
    List<Reply> replies = new ArrayList<>();
    RaxCursor<V> each = new RaxCursor<>(tree);
    boolean there = each.first();
    for (; there && (most == 0 || replies.size() < most); there = each.next()) {
      replies.add(telling.tell(each.key(), each.value()));
    }
    return new Reply.Array(replies);
  }

  private static StreamValue stream(Call call) throws CommandError {
    StreamValue stream = call.read(call.arg(2), StreamValue.class);
    if (stream == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    return stream;
  }

  private static Reply consumers(Call call) throws CommandError {
    StreamGroup group = stream(call).group(call.arg(3));
    if (group == null) {
      throw StreamGroupCommands.noGroup(call.arg(2), call.arg(3));
    }
    long now = call.keyspace().nowMillis();
    return each(
        group.consumers(),
        0,
        (name, consumer) ->
            new Lines()
                .add("name", consumer.name())
                .add("pending", consumer.pending().size())
                .add("idle", Math.max(now - consumer.seenMillis(), 0))
                .map());
  }

  private static Reply groups(Call call) throws CommandError {
    StreamValue stream = stream(call);
    Rax<StreamGroup> groups = stream.groups();
    if (groups == null) {
      return Reply.EMPTY_ARRAY;
    }
    return each(
        groups,
        0,
        (name, group) ->
            new Lines()
                .add("name", name)
                .add("consumers", group.consumers().size())
                .add("pending", group.pending().size())
                .add("last-delivered-id", group.lastId())
                .add("entries-read", read(group))
                .add("lag", lag(stream, group))
                .map());
  }

  private static Reply read(StreamGroup group) {
    return group.entriesRead() == StreamGroup.READ_UNKNOWN
        ? Reply.Nil.STRING
        : Reply.of(group.entriesRead());
  }

  private static Reply lag(StreamValue stream, StreamGroup group) {
    OptionalLong lag = stream.lag(group);
    return lag.isPresent() ? Reply.of(lag.getAsLong()) : Reply.Nil.STRING;
  }

  private static Reply info(Call call) throws CommandError {
    StreamValue stream = stream(call);
    boolean full = call.argc() > 3;
    long count = DEFAULT_COUNT;
    if (full) {
      if (call.argc() != 4 && call.argc() != 6
          || !call.is(3, "full")
          || call.argc() == 6 && !call.is(4, "count")) {
        throw StreamGroupCommands.unknownOption(call);
      }
      if (call.argc() == 6) {
        long asked = call.longArg(5);
        count = asked < 0 ? DEFAULT_COUNT : asked;
      }
    }
    Lines lines =
        new Lines()
            .add("length", stream.length())
            .add("radix-tree-keys", stream.entries().tree().size())
            .add("radix-tree-nodes", stream.entries().tree().nodes())
            .add("last-generated-id", stream.lastId())
            .add("max-deleted-entry-id", stream.maxDeletedId())
            .add("entries-added", stream.entriesAdded())
            .add("recorded-first-entry-id", stream.firstId());
    if (!full) {
      return lines
          .add("groups", stream.groupCount())
          .add("first-entry", StreamReplies.edge(stream, false))
          .add("last-entry", StreamReplies.edge(stream, true))
          .map();
    }
    lines.add(
        "entries", StreamReplies.entries(stream.walk(StreamId.MIN, StreamId.MAX, false), count));
    Rax<StreamGroup> groups = stream.groups();
    long most = count;
    lines.add(
        "groups",
        groups == null
            ? Reply.EMPTY_ARRAY
            : each(groups, 0, (name, group) -> full(stream, group, most)));
    return lines.map();
  }

  private static Reply full(StreamValue stream, StreamGroup group, long most) {
    return new Lines()
        .add("name", group.name())
        .add("last-delivered-id", group.lastId())
        .add("entries-read", read(group))
        .add("lag", lag(stream, group))
        .add("pel-count", group.pending().size())
        .add(
            "pending",
            each(
                group.pending(),
                most,
                (key, entry) ->
                    Reply.of(
                        StreamReplies.id(StreamId.ofKey(key)),
                        new Reply.Bulk(entry.consumer().name()),
                        Reply.of(entry.deliveredMillis()),
                        Reply.of(entry.deliveries()))))
        .add("consumers", each(group.consumers(), 0, (name, consumer) -> full(consumer, most)))
        .map();
  }

  private static Reply full(StreamConsumer consumer, long most) {
    return new Lines()
        .add("name", consumer.name())
        .add("seen-time", consumer.seenMillis())
        .add("pel-count", consumer.pending().size())
        .add("pending", each(consumer.pending(), most, StreamInfoCommands::pending))
        .map();
  }

  private static Reply pending(byte[] key, StreamPending entry) {
    return Reply.of(
        StreamReplies.id(StreamId.ofKey(key)),
        Reply.of(entry.deliveredMillis()),
        Reply.of(entry.deliveries()));
  }

  private static List<KeySpec> keys() {
    return List.of(KeySpec.at(2, "RO ACCESS"));
  }

  public static List<CommandRow> rows() {
    return List.of(
        Help.container("xinfo", "subcommand", Group.STREAM, "5.0.0", "Tells of streams"),
        row(
            "xinfo|consumers",
            "key group",
            READONLY,
            "5.0.0",
            "Lists the consumers of a group",
            keys(),
            StreamInfoCommands::consumers),
        row(
            "xinfo|groups",
            "key",
            READONLY,
            "5.0.0",
            "Lists the groups of a stream",
            keys(),
            StreamInfoCommands::groups),
        row(
            "xinfo|stream",
            "key [FULL [COUNT count]]",
            READONLY,
            "5.0.0",
            "Tells of a stream, with FULL also of its entries, groups and consumers",
            keys(),
            StreamInfoCommands::info),
        Help.row(
            "xinfo",
            Group.STREAM,
            "5.0.0",
            "CONSUMERS <key> <groupname>",
            "    The consumers of the group.",
            "GROUPS <key>",
            "    The groups of the stream.",
            "STREAM <key> [FULL [COUNT <count>]",
            "    The stream; with FULL its entries, groups and consumers too."));
  }
}
