package dev.kvarium.event;

/**
 * A hash table of the keyspace that is being resized. The dict is named {@code db0.keys} or {@code
 * db0.expires}.
 */
public sealed interface DictEvent extends Event {
  String dict();

  /** A second table was made; entries move to it bucket by bucket. */
  record RehashStarted(String dict, long fromBuckets, long toBuckets) implements DictEvent {}

  /** Buckets were moved; the next one to move is at {@code index} of the old table. */
  record RehashStepped(String dict, long index) implements DictEvent {}

  /** All entries are in the new table. */
  record RehashFinished(String dict, long buckets) implements DictEvent {}
}
