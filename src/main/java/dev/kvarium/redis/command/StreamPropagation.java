package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;

/**
 * What is logged of reading and claiming: not the command, which would give something else when it
 * is repeated, but what became of each entry.
 */
final class StreamPropagation {
  private static final byte[] XCLAIM = Bytes.of("XCLAIM");
  private static final byte[] XGROUP = Bytes.of("XGROUP");
  private static final byte[] SETID = Bytes.of("SETID");
  private static final byte[] CREATECONSUMER = Bytes.of("CREATECONSUMER");
  private static final byte[] ENTRIESREAD = Bytes.of("ENTRIESREAD");
  private static final byte[] ZERO = Bytes.of("0");
  private static final byte[] TIME = Bytes.of("TIME");
  private static final byte[] RETRYCOUNT = Bytes.of("RETRYCOUNT");
  private static final byte[] FORCE = Bytes.of("FORCE");
  private static final byte[] JUSTID = Bytes.of("JUSTID");
  private static final byte[] LASTID = Bytes.of("LASTID");

  private StreamPropagation() {}

  /** An entry is pending for a consumer since a time, and the group was served up to its last. */
  static byte[][] claim(byte[] key, StreamGroup group, byte[] id, StreamPending entry) {
    return new byte[][] {
      XCLAIM,
      key,
      group.name(),
      entry.consumer().name(),
      ZERO,
      id,
      TIME,
      Numbers.toBytes(entry.deliveredMillis()),
      RETRYCOUNT,
      Numbers.toBytes(entry.deliveries()),
      FORCE,
      JUSTID,
      LASTID,
      group.lastId().text()
    };
  }

  /** A group was served up to an id without leaving anything pending. */
  static byte[][] position(byte[] key, StreamGroup group) {
    return new byte[][] {
      XGROUP,
      SETID,
      key,
      group.name(),
      group.lastId().text(),
      ENTRIESREAD,
      Numbers.toBytes(group.entriesRead())
    };
  }

  /** A consumer was made by reading. */
  static byte[][] consumer(byte[] key, StreamGroup group, StreamConsumer consumer) {
    return new byte[][] {XGROUP, CREATECONSUMER, key, group.name(), consumer.name()};
  }
}
