package dev.kvarium.memcached;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides once a second whether a page should change its class ({@code slab_automove=1}).
 *
 * <p>It keeps what it saw of every class for a window of 30 seconds. A class that has more than two
 * and a half pages' worth of free chunks, and neither evicted nor ran out of room nor got a page in
 * all that time, gives one to the pool. Otherwise the class whose items live longest gives a page
 * to the one that evicts all the time and whose items live shortest, if that is less than 0.8 of
 * the other's age.
 */
final class Automover {
  private static final double PAGES_OF_FREE_CHUNKS = 2.5;
  private static final int LEAST_PAGES_OF_SOURCE = 2;
  private static final double SHARE_OF_EVICTIONS = 0.25;

  /** What was seen of one class in one second. */
  private static final class Look {
    long age;
    boolean dirty;
    double evictedShare;
    boolean evicted;
  }

  private final Items items;
  private final Slabs slabs;
  private final Settings settings;
  private final NodeClock clock;
  private final PageMover mover;
  private final Consumer<Supplier<String>> told;
  private Look[][] window = {};
  private final long[] evictedBefore = new long[SlabTable.MOST_CLASSES];
  private final long[] outOfMemoryBefore = new long[SlabTable.MOST_CLASSES];
  private final int[] pagesBefore = new int[SlabTable.MOST_CLASSES];
  private double ratio;
  private long looks;

  /**
   * Looks from now on.
   *
   * @param told the lines that watchers of system events are sent, made when anybody watches
   */
  Automover(Items items, NodeClock clock, PageMover mover, Consumer<Supplier<String>> told) {
    this.told = told;
    this.items = items;
    this.slabs = items.slabs;
    this.settings = items.settings;
    this.clock = clock;
    this.mover = mover;
    begin();
  }

  private void begin() {
    window = new Look[SlabTable.MOST_CLASSES][settings.slabAutomoveWindow];
    for (Look[] ofClass : window) {
      for (int i = 0; i < ofClass.length; i++) {
        ofClass[i] = new Look();
      }
    }
    ratio = settings.slabAutomoveRatio;
    looks = 0;
    remember();
  }

  private void remember() {
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      evictedBefore[classId] = items.list(classId, Segment.COLD).counts.evicted;
      outOfMemoryBefore[classId] = items.list(classId, Segment.HOT).counts.outOfMemory;
      pagesBefore[classId] = slabs.shelf(classId).pages.size();
    }
  }

  /** Looks, and has a page moved where that is right; whether one goes to the pool. */
  boolean run() {
    if (ratio != settings.slabAutomoveRatio) {
      begin();
    }
    looks++;
    long evictedInAll = 0;
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      evictedInAll += items.list(classId, Segment.COLD).counts.evicted - evictedBefore[classId];
    }
    int size = settings.slabAutomoveWindow;
    int oldest = -1;
    long oldestAge = 0;
    int youngest = -1;
    long youngestAge = Long.MAX_VALUE;
    boolean youngestEvicts = false;
    int giver = -1;
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      Look look = look(classId, evictedInAll);
      window[classId][(int) (looks % size)] = look;
      long age = 0;
      long evictedSeconds = 0;
      double share = 0;
      boolean dirty = false;
      for (Look each : window[classId]) {
        age += each.age;
        evictedSeconds += each.evicted ? 1 : 0;
        share += each.evictedShare;
        dirty |= each.dirty;
      }
      age /= size;
      Slabs.Shelf shelf = slabs.shelf(classId);
      int perPage =
          classId <= slabs.table().largest() ? slabs.table().get(classId).chunksPerPage() : 0;
      if (shelf.freeChunks > perPage * PAGES_OF_FREE_CHUNKS && !dirty) {
        giver = classId;
        break;
      }
      if (age > oldestAge && shelf.pages.size() > LEAST_PAGES_OF_SOURCE) {
        oldest = classId;
        oldestAge = age;
      }
      if (age < youngestAge && (evictedSeconds > size / 2 || share / size > SHARE_OF_EVICTIONS)) {
        youngest = classId;
        youngestAge = age;
        youngestEvicts = look.evicted;
      }
    }
    remember();
    if (giver != -1) {
      move(giver, 0);
      return true;
    }
    if (youngest != -1
        && oldest != -1
        && looks > size
        && youngestAge < oldestAge * ratio
        && youngestEvicts) {
      move(oldest, youngest);
    }
    return false;
  }

  private void move(int from, int to) {
    mover.move(from, to);
    told.accept(() -> "type=slab_move src=" + from + " dst=" + to);
  }

  private Look look(int classId, long evictedInAll) {
    Look look = new Look();
    LruList cold = items.list(classId, Segment.COLD);
    long evicted = cold.counts.evicted - evictedBefore[classId];
    if (evicted > 0) {
      look.evictedShare = (double) evicted / evictedInAll;
      look.evicted = true;
      look.dirty = true;
    }
    look.dirty |=
        items.list(classId, Segment.HOT).counts.outOfMemory > outOfMemoryBefore[classId]
            || slabs.shelf(classId).pages.size() > pagesBefore[classId];
    look.age = cold.tail == null ? 0 : clock.now() - cold.tail.time;
    return look;
  }
}
