package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The commands that make a stream: an XADD for every entry, XSETID for what was deleted, and for
 * every group XGROUP CREATE and an XCLAIM for every entry that a consumer has.
 */
final class RewrittenStream {
  private final byte[] key;
  private final Consumer<byte[][]> out;

  private RewrittenStream(byte[] key, Consumer<byte[][]> out) {
    this.key = key;
    this.out = out;
  }

  static void write(byte[] key, StreamValue stream, Consumer<byte[][]> out) {
    new RewrittenStream(key, out).write(stream);
  }

  private void write(StreamValue stream) {
    if (stream.length() == 0) {
      // an entry that is trimmed at once leaves an empty stream
      command("XADD", key, "MAXLEN", "0", "0-1", "x", "y");
    }
    StreamCursor entries = stream.walk(StreamId.MIN, StreamId.MAX, false);
    while (entries.advance()) {
      List<byte[]> words = new ArrayList<>();
      words.add(Bytes.latin1("XADD"));
      words.add(key);
      words.add(entries.id().text());
      words.addAll(List.of(entries.pairs()));
      out.accept(words.toArray(byte[][]::new));
    }
    command(
        "XSETID",
        key,
        stream.lastId().text(),
        "ENTRIESADDED",
        Numbers.toBytes(stream.entriesAdded()),
        "MAXDELETEDID",
        stream.maxDeletedId().text());
    if (stream.groups() != null) {
      RaxCursor<StreamGroup> groups = new RaxCursor<>(stream.groups());
      for (boolean there = groups.first(); there; there = groups.next()) {
        write(groups.value());
      }
    }
  }

  private void write(StreamGroup group) {
    command(
        "XGROUP",
        "CREATE",
        key,
        group.name(),
        group.lastId().text(),
        "ENTRIESREAD",
        Numbers.toBytes(group.entriesRead()));
    RaxCursor<StreamConsumer> consumers = new RaxCursor<>(group.consumers());
    for (boolean there = consumers.first(); there; there = consumers.next()) {
      StreamConsumer consumer = consumers.value();
      if (consumer.pending().size() == 0) {
        command("XGROUP", "CREATECONSUMER", key, group.name(), consumer.name());
      }
      RaxCursor<StreamPending> pending = new RaxCursor<>(consumer.pending());
      for (boolean more = pending.first(); more; more = pending.next()) {
        command(
            "XCLAIM",
            key,
            group.name(),
            consumer.name(),
            "0",
            StreamId.ofKey(pending.key()).text(),
            "TIME",
            Numbers.toBytes(pending.value().deliveredMillis()),
            "RETRYCOUNT",
            Numbers.toBytes(pending.value().deliveries()),
            "JUSTID",
            "FORCE");
      }
    }
  }

  private void command(Object... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i] instanceof byte[] bytes ? bytes : Bytes.latin1((String) words[i]);
    }
    out.accept(argv);
  }
}
