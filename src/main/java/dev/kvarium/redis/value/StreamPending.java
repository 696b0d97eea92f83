package dev.kvarium.redis.value;

import org.jspecify.annotations.Nullable;

/** An entry that was handed to a consumer and not acknowledged yet. */
public final class StreamPending {
  /** Bytes of a streamNACK. */
  static final int BYTES = 24;

  /** Who has it; null only while a forced claim is being made. */
  @Nullable StreamConsumer consumer;

  long deliveredMillis;
  long deliveries;

  StreamPending(@Nullable StreamConsumer consumer, long deliveredMillis, long deliveries) {
    this.consumer = consumer;
    this.deliveredMillis = deliveredMillis;
    this.deliveries = deliveries;
  }

  /** Who has it. */
  public StreamConsumer consumer() {
    StreamConsumer owner = consumer;
    if (owner == null) {
      throw new IllegalStateException("pending for nobody");
    }
    return owner;
  }

  /** When it was handed out last, Unix milliseconds. */
  public long deliveredMillis() {
    return deliveredMillis;
  }

  /** How many times it was handed out. */
  public long deliveries() {
    return deliveries;
  }
}
