package dev.kvarium.redis.command;

import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** Entries of streams as replies: an id, and beside it fields and values by turns. */
final class StreamReplies {
  private StreamReplies() {}

  static Reply id(StreamId id) {
    return new Reply.Bulk(id.text());
  }

  static Reply entry(StreamCursor walk) {
    return Reply.of(id(walk.id()), new Reply.Bulks(walk.pairs()));
  }

  /** An entry that is not there any more. */
  static Reply gone(StreamId id) {
    return Reply.of(id(id), Reply.Nil.ARRAY);
  }

  /** The entry of an id, or what stands for none. */
  static Reply entry(StreamValue stream, StreamId id, Reply none) {
    StreamCursor walk = stream.walk(id, id, false);
    return walk.advance() ? entry(walk) : none;
  }

  /** The first or last entry, or nothing. */
  static Reply edge(StreamValue stream, boolean last) {
    StreamCursor walk = stream.walk(StreamId.MIN, StreamId.MAX, last);
    return walk.advance() ? entry(walk) : Reply.Nil.STRING;
  }

  /** Entries of a walk, at most so many; all when 0. */
  static Reply entries(StreamCursor walk, long most) {
    List<Reply> entries = new ArrayList<>();
    while ((most == 0 || entries.size() < most) && walk.advance()) {
      entries.add(entry(walk));
    }
    return new Reply.Array(entries);
  }
}
