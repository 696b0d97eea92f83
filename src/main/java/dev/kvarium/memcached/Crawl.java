package dev.kvarium.memcached;

import org.jspecify.annotations.Nullable;

/** How far the crawler has come on one list. */
final class Crawl {
  /** The item that it looks at next; null at the head of the list. */
  @Nullable Item next;

  /** How many items it looks at still, plus one; 0 for all. */
  long remaining;

  long reclaimed;
  long unfetched;
  long checked;

  Crawl(@Nullable Item tail, long remaining) {
    this.next = tail;
    this.remaining = remaining;
  }
}
