package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What a stream holds and what its groups remember, for comparisons. */
final class StreamContent {
  private StreamContent() {}

  static SequencedMap<Blob, Blob> of(StreamValue stream) {
    SequencedMap<Blob, Blob> content = new LinkedHashMap<>();
    StreamCursor walk = stream.walk(StreamId.MIN, StreamId.MAX, false);
    while (walk.advance()) {
      put(content, walk.id().toString(), CommandText.of(walk.pairs()));
    }
    put(
        content,
        "last id",
        stream.lastId()
            + ", greatest deleted "
            + stream.maxDeletedId()
            + ", added "
            + stream.entriesAdded());
    Rax<StreamGroup> groups = stream.groups();
    if (groups != null) {
      RaxCursor<StreamGroup> each = new RaxCursor<>(groups);
      for (boolean there = each.first(); there; there = each.next()) {
        group(content, each.value());
      }
    }
    return content;
  }

  private static void group(SequencedMap<Blob, Blob> content, StreamGroup group) {
    String name = "group " + name(group.name());
    put(content, name, "up to " + group.lastId() + ", read " + group.entriesRead());
    RaxCursor<StreamConsumer> readers = new RaxCursor<>(group.consumers());
    for (boolean there = readers.first(); there; there = readers.next()) {
      StreamConsumer reader = readers.value();
      put(content, name + ", consumer " + name(reader.name()), "seen " + reader.seenMillis());
      RaxCursor<StreamPending> pending = new RaxCursor<>(reader.pending());
      for (boolean more = pending.first(); more; more = pending.next()) {
        StreamPending entry = pending.value();
        put(
            content,
            name + ", pending " + StreamId.ofKey(pending.key()),
            "for "
                + name(reader.name())
                + " since "
                + entry.deliveredMillis()
                + ", delivered "
                + entry.deliveries());
      }
    }
  }

  private static String name(byte[] bytes) {
    return CommandText.of(new byte[][] {bytes});
  }

  private static void put(SequencedMap<Blob, Blob> content, String name, String what) {
    content.put(Blob.of(name), Blob.of(what));
  }
}
