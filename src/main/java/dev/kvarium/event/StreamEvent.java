package dev.kvarium.event;

import dev.kvarium.base.Blob;

/**
 * What happened inside of a stream. Ids are told as the server prints them, {@code
 * 1526919030474-0}.
 *
 * <p>Folded, Appended, Deleted and Trimmed give the length; Delivered, Acknowledged, Claimed,
 * Dropped and ConsumerRemoved give what is pending in each group.
 */
public sealed interface StreamEvent extends Event {
  /** The number of the database, from 0. */
  int db();

  Blob key();

  /**
   * A node of the radix tree was begun, with a listpack of its own.
   *
   * @param limit the parameter that the node before would have passed; empty for the first
   * @param found the figure that reached it, 0 for the first
   * @param nodes listpacks there are now
   */
  record NodeOpened(
      Blob key, int db, String id, String limit, long limitValue, long found, long nodes)
      implements StreamEvent {}

  /**
   * An entry was added.
   *
   * @param sameFields whether only its values were written, since the node knows the fields
   * @param nodeEntries entries in its node, deleted ones too
   * @param nodeBytes bytes of the listpack of its node
   */
  record Appended(Blob key, int db, String id, boolean sameFields, long nodeEntries, long nodeBytes)
      implements StreamEvent {}

  /** An entry was deleted: marked in its node, or freed with the node whose last one it was. */
  record Deleted(Blob key, int db, String id, boolean nodeFreed) implements StreamEvent {}

  /**
   * Entries were taken from the front.
   *
   * @param nodesFreed nodes that went as a whole
   * @param marked entries that are marked in a node that stays
   * @param left entries that are left
   */
  record Trimmed(Blob key, int db, long entries, long nodesFreed, long marked, long left)
      implements StreamEvent {}

  /** The last id was set, from which the next one goes on. */
  record IdSet(Blob key, int db, String id) implements StreamEvent {}

  /** A consumer group was made that has read up to an id. */
  record GroupCreated(Blob key, int db, Blob group, String id) implements StreamEvent {}

  /** A group is to go on behind another id. */
  record GroupMoved(Blob key, int db, Blob group, String id) implements StreamEvent {}

  /** A group is gone, with so many pending entries. */
  record GroupDestroyed(Blob key, int db, Blob group, long pending) implements StreamEvent {}

  record ConsumerCreated(Blob key, int db, Blob group, Blob consumer) implements StreamEvent {}

  /** A consumer is gone, and with it what was pending for it. */
  record ConsumerRemoved(Blob key, int db, Blob group, Blob consumer, long pending)
      implements StreamEvent {}

  /**
   * An entry was handed to a consumer.
   *
   * @param deliveries how many times by now
   * @param pending whether it waits to be acknowledged
   */
  record Delivered(
      Blob key, int db, Blob group, Blob consumer, String id, long deliveries, boolean pending)
      implements StreamEvent {}

  /** A pending entry was acknowledged. */
  record Acknowledged(Blob key, int db, Blob group, Blob consumer, String id)
      implements StreamEvent {}

  /**
   * A pending entry has another consumer, or the same once more.
   *
   * @param from who had it; empty when nobody did
   */
  record Claimed(Blob key, int db, Blob group, Blob from, Blob consumer, String id, long deliveries)
      implements StreamEvent {}

  /** What was pending is no more, since the entry itself had been deleted. */
  record Dropped(Blob key, int db, Blob group, Blob consumer, String id) implements StreamEvent {}
}
