package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a group of a stream and its consumers: an entry is delivered, pending,
 * acknowledged, claimed. Keeps the two trees of pending entries equal and states each change.
 */
public final class StreamDelivery {
  private static final Blob NOBODY = Blob.of(Bytes.EMPTY);

  private final Shaping shaping;
  private final StreamValue stream;
  private final StreamGroup group;
  private final long nowMillis;

  public StreamDelivery(Shaping shaping, StreamValue stream, StreamGroup group, long nowMillis) {
    this.shaping = shaping;
    this.stream = stream;
    this.group = group;
    this.nowMillis = nowMillis;
  }

  // Consumers.

  /** The consumer of a name, noted as active now; null when there is none. */
  public @Nullable StreamConsumer active(byte[] name) {
    StreamConsumer consumer = group.consumers.get(name);
    if (consumer != null) {
      consumer.seenMillis = nowMillis;
    }
    return consumer;
  }

  /** Makes a consumer whose name is free. */
  public StreamConsumer create(byte[] name) {
    StreamConsumer consumer = new StreamConsumer(name, nowMillis);
    group.consumers.put(name, consumer);
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.ConsumerCreated(
              shaping.key(), shaping.db(), Blob.of(group.name()), Blob.of(name)));
    }
    return consumer;
  }

  /** Drops a consumer with what is pending for it; how many entries that were. */
  public int drop(StreamConsumer consumer) {
    int pending = consumer.pending.size();
    RaxCursor<StreamPending> each = new RaxCursor<>(consumer.pending);
    for (boolean there = each.first(); there; there = each.next()) {
      group.pending.remove(each.key());
    }
    group.consumers.remove(consumer.name());
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.ConsumerRemoved(
              shaping.key(),
              shaping.db(),
              Blob.of(group.name()),
              Blob.of(consumer.name()),
              pending));
    }
    return pending;
  }

  // Entries.

  /** Notes that the group was served up to an id; whether that is further than before. */
  public boolean advance(StreamId id) {
    return stream.advance(group, id);
  }

  /** Hands an entry out without waiting for it to be acknowledged. */
  public void handOut(StreamConsumer consumer, StreamId id) {
    delivered(consumer, id, 1, false);
  }

  /** Hands an entry out for the first time, or takes it from who had it. */
  public StreamPending deliver(StreamConsumer consumer, StreamId id) {
    byte[] key = id.key();
    StreamPending entry = group.pending.get(key);
    if (entry == null) {
      entry = new StreamPending(consumer, nowMillis, 1);
      group.pending.put(key, entry);
    } else {
      if (entry.consumer != null) {
        entry.consumer.pending.remove(key);
      }
      entry.consumer = consumer;
      entry.deliveredMillis = nowMillis;
      entry.deliveries = 1;
    }
    consumer.pending.put(key, entry);
    delivered(consumer, id, 1, true);
    return entry;
  }

  /** Hands an entry that is pending out once more. */
  public void deliverAgain(StreamPending entry, StreamId id) {
    entry.deliveredMillis = nowMillis;
    entry.deliveries++;
    delivered(entry.consumer(), id, entry.deliveries, true);
  }

  private void delivered(StreamConsumer consumer, StreamId id, long times, boolean pending) {
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.Delivered(
              shaping.key(),
              shaping.db(),
              Blob.of(group.name()),
              Blob.of(consumer.name()),
              id.toString(),
              times,
              pending));
    }
  }

  /** Takes an entry off the list of what is pending; whether it was on it. */
  public boolean acknowledge(StreamId id) {
    byte[] key = id.key();
    StreamPending entry = group.pending.remove(key);
    if (entry == null) {
      return false;
    }
    StreamConsumer consumer = entry.consumer();
    consumer.pending.remove(key);
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.Acknowledged(
              shaping.key(),
              shaping.db(),
              Blob.of(group.name()),
              Blob.of(consumer.name()),
              id.toString()));
    }
    return true;
  }

  /** Takes what is pending off the list because its entry is not there any more. */
  public void dropPending(StreamPending entry, StreamId id) {
    byte[] key = id.key();
    group.pending.remove(key);
    StreamConsumer consumer = entry.consumer();
    consumer.pending.remove(key);
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.Dropped(
              shaping.key(),
              shaping.db(),
              Blob.of(group.name()),
              Blob.of(consumer.name()),
              id.toString()));
    }
  }

  /** Puts an entry on the list for nobody yet, to be claimed at once. */
  public StreamPending force(StreamId id) {
    StreamPending entry = new StreamPending(null, nowMillis, 1);
    group.pending.put(id.key(), entry);
    return entry;
  }

  /**
   * Gives what is pending to another consumer, or to the same anew.
   *
   * @param deliveredMillis when it is to count as delivered
   * @param deliveries how many times it is to count as delivered
   */
  public void claim(
      StreamPending entry,
      StreamId id,
      StreamConsumer consumer,
      long deliveredMillis,
      long deliveries) {
    StreamConsumer from = entry.consumer;
    if (from != consumer) {
      byte[] key = id.key();
      if (from != null) {
        from.pending.remove(key);
      }
      consumer.pending.put(key, entry);
      entry.consumer = consumer;
    }
    entry.deliveredMillis = deliveredMillis;
    entry.deliveries = deliveries;
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.Claimed(
              shaping.key(),
              shaping.db(),
              Blob.of(group.name()),
              from == null ? NOBODY : Blob.of(from.name()),
              Blob.of(consumer.name()),
              id.toString(),
              entry.deliveries));
    }
  }

  /** Whether what is pending has waited so long. */
  public boolean hasWaited(StreamPending entry, long millis) {
    return nowMillis - entry.deliveredMillis >= millis;
  }
}
