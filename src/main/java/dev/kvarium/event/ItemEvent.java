package dev.kvarium.event;

import dev.kvarium.base.Blob;

/** What happened to an item of a Memcached node. */
public sealed interface ItemEvent extends Event {
  Blob key();

  /** An item is there, in a chunk of this class. */
  record Linked(Blob key, int slabClass, long bytes, int chunkBytes) implements ItemEvent {}

  /** An item is gone: deleted or replaced. */
  record Unlinked(Blob key, int slabClass) implements ItemEvent {}

  /** An item was thrown away to make room, so many seconds after it was last used. */
  record Evicted(Blob key, int slabClass, long ageSeconds, boolean fetched) implements ItemEvent {}

  /** An item whose time had passed, or that a flush had declared gone, was noticed. */
  record Expired(Blob key, int slabClass, Noticed by) implements ItemEvent {}

  /** An item moved from one list of its class to another. */
  record Moved(Blob key, int slabClass, String from, String to) implements ItemEvent {}

  /** A read found its item. */
  record Hit(Blob key, int slabClass, String list) implements ItemEvent {}

  /** A read did not find its item. */
  record Missed(Blob key) implements ItemEvent {}

  /** Who noticed that an item's time had passed. */
  enum Noticed {
    /** A command that wanted it. */
    GET,
    /** Whoever needed room and looked at the end of a list. */
    TAIL,
    /** The crawler. */
    CRAWLER,
    /** The mover of pages. */
    MOVER
  }
}
