package dev.kvarium.redis.value;

import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group of a stream: how far it has read, who reads for it, and the <em>pending entries
 * list</em> of what was handed out and not acknowledged.
 *
 * <p>What is pending stands in two trees, that of the group and that of its consumer, under the id
 * of the entry; the entry itself may have been deleted meanwhile.
 */
public final class StreamGroup {
  /** Says that nobody knows how many entries the group has read. */
  public static final long READ_UNKNOWN = -1;

  /** Bytes of a streamCG. */
  static final int BYTES = 40;

  private final byte[] name;
  final Rax<StreamPending> pending = new Rax<>();
  final Rax<StreamConsumer> consumers = new Rax<>();
  StreamId lastId;
  long entriesRead;

  StreamGroup(byte[] name, StreamId lastId, long entriesRead) {
    this.name = name;
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  /** Not to be changed. */
  public byte[] name() {
    return name;
  }

  /** The id up to which it was served. */
  public StreamId lastId() {
    return lastId;
  }

  /** How many entries it has read, or {@link #READ_UNKNOWN}. */
  public long entriesRead() {
    return entriesRead;
  }

  /** All that is pending, by ids. To be read. */
  public Rax<StreamPending> pending() {
    return pending;
  }

  /** The consumers by their names. To be read. */
  public Rax<StreamConsumer> consumers() {
    return consumers;
  }

  /** A consumer by its name; nothing is noted. */
  public @Nullable StreamConsumer consumer(byte[] consumer) {
    return consumers.get(consumer);
  }

  // Loading.

  /** Takes a pending entry of nobody yet, under a key of 16 bytes; whether it is new. */
  public boolean loadPending(byte[] id, long deliveredMillis, long deliveries) {
    return pending.put(id, new StreamPending(null, deliveredMillis, deliveries)) == null;
  }

  /** Takes a consumer whose name is free. */
  public StreamConsumer loadConsumer(byte[] consumer, long seenMillis) {
    StreamConsumer made = new StreamConsumer(consumer, seenMillis);
    consumers.put(consumer, made);
    return made;
  }

  /** Gives a pending entry to a consumer; whether that did not have it yet. */
  public boolean own(StreamPending entry, StreamConsumer owner, byte[] id) {
    entry.consumer = owner;
    return owner.pending.put(id, entry) == null;
  }

  /** Whether an entry is pending for nobody. */
  public boolean hasOrphans() {
    RaxCursor<StreamPending> each = new RaxCursor<>(pending);
    for (boolean there = each.first(); there; there = each.next()) {
      if (each.value().consumer == null) {
        return true;
      }
    }
    return false;
  }

  StreamGroup copy() {
    StreamGroup copy = new StreamGroup(name, lastId, entriesRead);
    RaxCursor<StreamPending> entries = new RaxCursor<>(pending);
    for (boolean there = entries.first(); there; there = entries.next()) {
      StreamPending each = entries.value();
      copy.pending.put(
          entries.key(), new StreamPending(null, each.deliveredMillis, each.deliveries));
    }
    RaxCursor<StreamConsumer> readers = new RaxCursor<>(consumers);
    for (boolean there = readers.first(); there; there = readers.next()) {
      StreamConsumer reader = readers.value();
      StreamConsumer twin = new StreamConsumer(reader.name(), reader.seenMillis);
      copy.consumers.put(twin.name(), twin);
      RaxCursor<StreamPending> own = new RaxCursor<>(reader.pending);
      for (boolean there2 = own.first(); there2; there2 = own.next()) {
        byte[] id = own.key();
        StreamPending entry = copy.pending.get(id);
        if (entry == null) {
          throw new IllegalStateException("pending for a consumer and not for its group");
        }
        entry.consumer = twin;
        twin.pending.put(id, entry);
      }
    }
    return copy;
  }

  /** What the group takes, as MEMORY USAGE reckons it. */
  long memoryBytes() {
    long bytes = BYTES + MemoryMeter.rax(pending) + (long) StreamPending.BYTES * pending.size();
    RaxCursor<StreamConsumer> readers = new RaxCursor<>(consumers);
    for (boolean there = readers.first(); there; there = readers.next()) {
      StreamConsumer reader = readers.value();
      bytes += StreamConsumer.BYTES + reader.name().length + MemoryMeter.rax(reader.pending);
    }
    return bytes;
  }
}
