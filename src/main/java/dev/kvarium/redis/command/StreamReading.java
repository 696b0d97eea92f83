package dev.kvarium.redis.command;

import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamDelivery;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One stream read for one consumer of a group: what is new is handed out, what is pending for it
 * once more.
 *
 * @param noAck whether what is handed out need not be acknowledged
 * @param log takes what is to be logged
 */
record StreamReading(
    Shaping shaping,
    long nowMillis,
    byte[] key,
    StreamValue stream,
    StreamGroup group,
    byte[] consumerName,
    boolean noAck,
    Consumer<byte[][]> log) {

  /** The entries after an id that the group was not served yet, at most so many; 0 for all. */
  Reply fresh(StreamId after, long most, Consumer<StreamConsumer> born) {
    StreamDelivery delivery = delivery();
    StreamConsumer consumer = consumer(delivery, born);
    List<Reply> entries = new ArrayList<>();
    boolean moved = false;
    StreamCursor walk = stream.walk(after.next(), StreamId.MAX, false);
    while ((most == 0 || entries.size() < most) && walk.advance()) {
      StreamId id = walk.id();
      boolean further = delivery.advance(id);
      entries.add(StreamReplies.entry(walk));
      if (noAck) {
        moved |= further;
        delivery.handOut(consumer, id);
      } else {
        StreamPending entry = delivery.deliver(consumer, id);
        log.accept(StreamPropagation.claim(key, group, id.text(), entry));
      }
    }
    if (moved) {
      log.accept(StreamPropagation.position(key, group));
    }
    return new Reply.Array(entries);
  }

  /** What is pending for the consumer after an id, at most so many; 0 for all. */
  Reply history(StreamId after, long most, Consumer<StreamConsumer> born) {
    StreamDelivery delivery = delivery();
    StreamConsumer consumer = consumer(delivery, born);
    List<Reply> entries = new ArrayList<>();
    RaxCursor<StreamPending> pending = new RaxCursor<>(consumer.pending());
    boolean there = pending.atLeast(after.next().key());
    for (; there && (most == 0 || entries.size() < most); there = pending.next()) {
      StreamId id = StreamId.ofKey(pending.key());
      StreamCursor walk = stream.walk(id, id, false);
      if (walk.advance()) {
        entries.add(StreamReplies.entry(walk));
        delivery.deliverAgain(pending.value(), id);
      } else {
        entries.add(StreamReplies.gone(id));
      }
    }
    return new Reply.Array(entries);
  }

  private StreamDelivery delivery() {
    return new StreamDelivery(shaping, stream, group, nowMillis);
  }

  private StreamConsumer consumer(StreamDelivery delivery, Consumer<StreamConsumer> born) {
    StreamConsumer consumer = delivery.active(consumerName);
    if (consumer == null) {
      consumer = delivery.create(consumerName);
      born.accept(consumer);
      if (noAck) {
        log.accept(StreamPropagation.consumer(key, group, consumer));
      }
    }
    return consumer;
  }
}
