package dev.kvarium.memcached;

import org.jspecify.annotations.Nullable;

/** A piece of a page. */
final class Chunk {
  /** What it is used for. */
  enum State {
    /** On the free list of its class. */
    FREE,
    /** Holds an item, or the header of a large one. */
    ITEM,
    /** Holds a part of a large item's value. */
    PART,
    /** Emptied by the mover, which is to take its page away. */
    CLEARED
  }

  final Page page;

  /** Which chunk of its page, from 0. */
  final int index;

  State state = State.FREE;

  /** The item that is in it; null while it is free. */
  @Nullable Item item;

  @Nullable Chunk previousFree;
  @Nullable Chunk nextFree;

  Chunk(Page page, int index) {
    this.page = page;
    this.index = index;
  }
}
