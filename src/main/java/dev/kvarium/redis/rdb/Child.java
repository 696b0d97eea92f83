package dev.kvarium.redis.rdb;

import dev.kvarium.redis.keyspace.CopiedPages;

/**
 * A copy of the process that writes all keys as they were when it was made, while the server goes
 * on. There is at most one.
 */
final class Child {
  /** What it writes. */
  enum Kind {
    RDB,
    AOF
  }

  private final Kind kind;
  private final String temporary;
  private final long startedSeconds;
  private final long dirtyBefore;

  /** How its content is to be called: of a base the suffix. */
  private final String suffix;

  /** What the server has written to since. */
  final CopiedPages copied;

  /** When it was made, and when it will have written all keys, as Unix time in microseconds. */
  final long startedMicros;

  final long writesUntilMicros;
  final byte[] content;
  final long keys;
  boolean ended;
  String failure = "";

  Child(
      Kind kind,
      String temporary,
      String suffix,
      byte[] content,
      long keys,
      long startedMicros,
      long writesMicros,
      long dirtyBefore,
      CopiedPages copied) {
    this.kind = kind;
    this.temporary = temporary;
    this.suffix = suffix;
    this.content = content;
    this.keys = keys;
    this.startedSeconds = startedMicros / 1_000_000;
    this.startedMicros = startedMicros;
    this.writesUntilMicros = startedMicros + writesMicros;
    this.copied = copied;
    this.dirtyBefore = dirtyBefore;
  }

  Kind kind() {
    return kind;
  }

  /** How many keys it has written by an instant. */
  long keysWritten(long nowMicros) {
    long takes = writesUntilMicros - startedMicros;
    long since = StrictMath.min(takes, nowMicros - startedMicros);
    return takes == 0 ? keys : keys * since / takes;
  }

  /** The file that it writes, before it gets its name. */
  String temporary() {
    return temporary;
  }

  String suffix() {
    return suffix;
  }

  /** Unix second in which it was made. */
  long startedSeconds() {
    return startedSeconds;
  }

  /** How many changes there had been when it was made. */
  long dirtyBefore() {
    return dirtyBefore;
  }
}
