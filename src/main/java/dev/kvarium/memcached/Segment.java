package dev.kvarium.memcached;

/** The four lists of a class, each with the newest at its head. */
enum Segment {
  /** Where a new item begins. */
  HOT,
  /** Items that were read at least twice. */
  WARM,
  /** Items that nobody has read for a while: the next to be thrown away. */
  COLD,
  /** Items of so short a life that they are not worth moving around. */
  TEMPORARY;

  /** The four, in memcached's order. */
  static final Segment[] ALL = values();

  /** As the crawler and the log name it. */
  String shown() {
    return switch (this) {
      case HOT -> "hot";
      case WARM -> "warm";
      case COLD -> "cold";
      case TEMPORARY -> "temp";
    };
  }
}
