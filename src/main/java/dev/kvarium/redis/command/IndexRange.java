package dev.kvarium.redis.command;

/**
 * Two indices, both included, made absolute: -1 is the last of {@code length} elements, and what
 * lies outside is cut off.
 */
record IndexRange(long from, long to) {
  private static final IndexRange EMPTY = new IndexRange(0, -1);

  static IndexRange of(long start, long end, long length) {
    long from = Math.max(start < 0 ? length + start : start, 0);
    long to = Math.min(end < 0 ? length + end : end, length - 1);
    return from > to ? EMPTY : new IndexRange(from, to);
  }

  boolean isEmpty() {
    return from > to;
  }

  long length() {
    return to - from + 1;
  }
}
