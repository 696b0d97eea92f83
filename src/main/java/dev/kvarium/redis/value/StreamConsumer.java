package dev.kvarium.redis.value;

import dev.kvarium.structure.Rax;

/** One who reads for a group, known by its name. */
public final class StreamConsumer {
  /** Bytes of a streamConsumer. */
  static final int BYTES = 24;

  private final byte[] name;
  final Rax<StreamPending> pending = new Rax<>();
  long seenMillis;

  StreamConsumer(byte[] name, long seenMillis) {
    this.name = name;
    this.seenMillis = seenMillis;
  }

  /** Not to be changed. */
  public byte[] name() {
    return name;
  }

  /** When it was last active, Unix milliseconds. */
  public long seenMillis() {
    return seenMillis;
  }

  /** Its part of what is pending in the group, by ids. To be read. */
  public Rax<StreamPending> pending() {
    return pending;
  }
}
