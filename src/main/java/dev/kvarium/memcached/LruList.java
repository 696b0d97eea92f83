package dev.kvarium.memcached;

import org.jspecify.annotations.Nullable;

/** One list of a class, the newest at its head, with what happened at it. */
final class LruList {
  final int classId;
  final Segment segment;
  @Nullable Item head;
  @Nullable Item tail;
  int size;
  long bytes;

  /** The crawler that walks this list from its tail; null when none does. */
  @Nullable Crawl crawl;

  Counts counts = new Counts();

  /** What {@code stats items} counts of a list. */
  static final class Counts {
    long evicted;
    long evictedNonzero;
    long evictedTime;
    long evictedUnfetched;
    long evictedActive;
    long reclaimed;
    long outOfMemory;
    long tailRepairs;
    long expiredUnfetched;
    long crawlerReclaimed;
    long crawlerChecked;
    long movesToCold;
    long movesToWarm;
    long movesWithin;
    long directReclaims;
    long hits;
  }

  LruList(int classId, Segment segment) {
    this.classId = classId;
    this.segment = segment;
  }

  void link(Item item) {
    item.previous = null;
    item.next = head;
    if (head != null) {
      head.previous = item;
    }
    head = item;
    if (tail == null) {
      tail = item;
    }
    size++;
    bytes += item.bytes();
  }

  void unlink(Item item) {
    if (crawl != null && crawl.next == item) {
      crawl.next = item.previous;
    }
    if (item.previous == null) {
      head = item.next;
    } else {
      item.previous.next = item.next;
    }
    if (item.next == null) {
      tail = item.previous;
    } else {
      item.next.previous = item.previous;
    }
    item.previous = null;
    item.next = null;
    size--;
    bytes -= item.bytes();
  }
}
