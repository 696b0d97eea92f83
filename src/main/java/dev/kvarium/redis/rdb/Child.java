package dev.kvarium.redis.rdb;

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
      long startedSeconds,
      long dirtyBefore) {
    this.kind = kind;
    this.temporary = temporary;
    this.suffix = suffix;
    this.content = content;
    this.keys = keys;
    this.startedSeconds = startedSeconds;
    this.dirtyBefore = dirtyBefore;
  }

  Kind kind() {
    return kind;
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
