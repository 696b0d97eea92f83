package dev.kvarium.redis.rdb;

import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.structure.StreamNode;
import dev.kvarium.structure.StreamTree;

/**
 * A stream as RDB holds it, of type 19 since 7.0 and of type 15 before.
 *
 * <pre>
 *   nodes       how many, then each: its key of 16 bytes as a string, its listpack as a string
 *   length      entries that are not deleted
 *   ids         last; since 7.0 also first, greatest deleted, and how many were ever added
 *   groups      how many, then each:
 *                 name, last id, since 7.0 entries read
 *                 pending    how many, then each: id of 16 bytes, time of 8, deliveries
 *                 consumers  how many, then each: name, time of 8, how many ids, each of 16 bytes
 * </pre>
 *
 * <p>Numbers are written as lengths, ids of two of them; those of 16 bytes are the keys of the
 * radix trees as they lie in memory. What is pending is written once with its group, and its ids
 * again with the consumer who has it.
 */
final class RdbStream {
  /** The version of RDB from which on ids of the first and of deleted entries are written. */
  private static final int SECOND = 10;

  /** The version from which on consumers have two times. */
  private static final int THIRD = 11;

  private RdbStream() {}

  // Writing.

  static void write(RdbOutput out, StreamValue stream) {
    Rax<StreamNode> tree = stream.entries().tree();
    out.writeLength(tree.size());
    RaxCursor<StreamNode> nodes = new RaxCursor<>(tree);
    for (boolean there = nodes.first(); there; there = nodes.next()) {
      Listpack pack = nodes.value().pack();
      out.writeString(nodes.key());
      out.writeString(pack.buffer(), pack.bytes());
    }
    out.writeLength(stream.length());
    write(out, stream.lastId());
    if (out.version() >= SECOND) {
      write(out, stream.firstId());
      write(out, stream.maxDeletedId());
      out.writeLength(stream.entriesAdded());
    }
    out.writeLength(stream.groupCount());
    if (stream.groups() != null) {
      RaxCursor<StreamGroup> groups = new RaxCursor<>(stream.groups());
      for (boolean there = groups.first(); there; there = groups.next()) {
        write(out, groups.value());
      }
    }
  }

  private static void write(RdbOutput out, StreamId id) {
    out.writeLength(id.millis());
    out.writeLength(id.sequence());
  }

  private static void write(RdbOutput out, StreamGroup group) {
    out.writeString(group.name());
    write(out, group.lastId());
    if (out.version() >= SECOND) {
      out.writeLength(group.entriesRead());
    }
    out.writeLength(group.pending().size());
    RaxCursor<StreamPending> pending = new RaxCursor<>(group.pending());
    for (boolean there = pending.first(); there; there = pending.next()) {
      out.write(pending.key());
      out.writeLong(pending.value().deliveredMillis());
      out.writeLength(pending.value().deliveries());
    }
    out.writeLength(group.consumers().size());
    RaxCursor<StreamConsumer> consumers = new RaxCursor<>(group.consumers());
    for (boolean there = consumers.first(); there; there = consumers.next()) {
      StreamConsumer consumer = consumers.value();
      out.writeString(consumer.name());
      out.writeLong(consumer.seenMillis());
      if (out.version() >= THIRD) {
        // when it last was given something, which is not kept apart
        out.writeLong(consumer.seenMillis());
      }
      out.writeLength(consumer.pending().size());
      RaxCursor<StreamPending> own = new RaxCursor<>(consumer.pending());
      for (boolean more = own.first(); more; more = own.next()) {
        out.write(own.key());
      }
    }
  }

  // Reading.

  static StreamValue read(RdbInput in, Shaping shaping, int edition) throws RdbProblem {
    StreamTree tree = nodes(in);
    final long length = in.readLength();
    if (length != tree.length()) {
      throw RdbProblem.corrupt("Stream length inconsistent with rax entries");
    }
    StreamValue stream = new StreamValue(tree);
    final StreamId last = readId(in);
    if (!tree.grows() || tree.last().isAfter(last)) {
      throw RdbProblem.corrupt("Stream entries out of order");
    }
    if (edition >= 2) {
      StreamId first = readId(in);
      StreamId deleted = readId(in);
      stream.loaded(last, first, deleted, in.readLength());
    } else {
      stream.loaded(last, tree.first(), StreamId.MIN, length);
    }
    for (int groups = in.readCount(5); groups > 0; groups--) {
      readGroup(in, shaping, stream, edition);
    }
    return stream;
  }

  private static StreamTree nodes(RdbInput in) throws RdbProblem {
    StreamTree tree = new StreamTree();
    for (int nodes = in.readCount(StreamId.KEY_BYTES + 2); nodes > 0; nodes--) {
      byte[] key = in.readString();
      if (key.length != StreamId.KEY_BYTES) {
        throw RdbProblem.corrupt("Stream node key entry is not the size of a stream ID");
      }
      byte[] bytes = in.readString();
      if (!Listpack.isValid(bytes)) {
        throw RdbProblem.corrupt("Stream listpack integrity check failed.");
      }
      Listpack pack = Listpack.wrap(bytes);
      if (pack.first() == Listpack.NONE) {
        throw RdbProblem.corrupt("Empty listpack inside stream");
      }
      StreamId first = StreamId.ofKey(key);
      if (!StreamNode.isValid(first, pack)) {
        throw RdbProblem.corrupt("Stream listpack integrity check failed.");
      }
      if (!tree.add(StreamNode.of(first, pack))) {
        throw RdbProblem.corrupt("Listpack re-added with existing key");
      }
    }
    return tree;
  }

  private static StreamId readId(RdbInput in) throws RdbProblem {
    long millis = in.readLength();
    return new StreamId(millis, in.readLength());
  }

  private static void readGroup(RdbInput in, Shaping shaping, StreamValue stream, int edition)
      throws RdbProblem {
    byte[] name = in.readString();
    StreamId last = readId(in);
    long read = edition >= 2 ? in.readLength() : stream.readUpTo(last);
    if (!stream.createGroup(shaping, name, last, read)) {
      throw RdbProblem.corrupt("Duplicated consumer group name");
    }
    StreamGroup group = stream.group(name);
    if (group == null) {
      throw new IllegalStateException("a group that was made is not there");
    }
    for (int left = in.readCount(StreamId.KEY_BYTES + 9); left > 0; left--) {
      byte[] id = in.readBytes(StreamId.KEY_BYTES);
      long delivered = in.readLong();
      if (!group.loadPending(id, delivered, in.readLength())) {
        throw RdbProblem.corrupt("Duplicated global PEL entry loading stream consumer group");
      }
    }
    for (int left = in.readCount(10); left > 0; left--) {
      readConsumer(in, group, edition);
    }
    if (group.hasOrphans()) {
      throw RdbProblem.corrupt("Stream CG PEL entry without consumer");
    }
  }

  private static void readConsumer(RdbInput in, StreamGroup group, int edition) throws RdbProblem {
    byte[] name = in.readString();
    if (group.consumer(name) != null) {
      throw RdbProblem.corrupt("Duplicate stream consumer detected.");
    }
    StreamConsumer consumer = group.loadConsumer(name, in.readLong());
    if (edition >= 3) {
      in.readLong(); // when it last was given something
    }
    for (int left = in.readCount(StreamId.KEY_BYTES); left > 0; left--) {
      byte[] id = in.readBytes(StreamId.KEY_BYTES);
      StreamPending entry = group.pending().get(id);
      if (entry == null) {
        throw RdbProblem.corrupt("Consumer entry not found in group global PEL");
      }
      if (!group.own(entry, consumer, id)) {
        throw RdbProblem.corrupt("Duplicated consumer PEL entry loading a stream consumer group");
      }
    }
  }
}
