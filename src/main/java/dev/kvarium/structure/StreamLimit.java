package dev.kvarium.structure;

/** Down to where a stream is trimmed. */
public sealed interface StreamLimit {
  /** So many entries are left. */
  record Length(long entries) implements StreamLimit {}

  /** No entry before this id is left. */
  record OldestId(StreamId id) implements StreamLimit {}
}
