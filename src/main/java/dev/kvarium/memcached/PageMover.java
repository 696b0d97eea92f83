package dev.kvarium.memcached;

import dev.kvarium.event.Probe;
import dev.kvarium.event.SlabEvent;
import dev.kvarium.world.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Takes the first page of a class, which is likely to hold its oldest items, empties it chunk by
 * chunk and gives it to another class or to the pool. An item in it is copied to a free chunk of
 * its class if there is one; else it is gone.
 */
final class PageMover {
  /** What asking for a move led to. */
  enum Answer {
    STARTED,
    RUNNING,
    BAD_CLASS,
    NO_SPARE,
    SAME
  }

  /** How long the mover works on a part of a page before it lets others in. */
  private static final int CHUNKS_A_TURN = 1_000;

  private static final long TURN_MICROS = 100;

  private final Items items;
  private final Settings settings;
  private final Slabs slabs;
  private final NodeStats stats;
  private final NodeClock clock;
  private final Timers timers;
  private final Probe probe;
  private @Nullable Page page;
  private int fromClass;
  private int toClass;
  private int position;
  private long rescued;
  private long evicted;
  private boolean busy;
  private int lastPicked;
  private Timers.Timer timer = () -> {};

  PageMover(Items items, NodeClock clock, Timers timers, Probe probe) {
    this.items = items;
    this.settings = items.settings;
    this.slabs = items.slabs;
    this.stats = items.stats;
    this.clock = clock;
    this.timers = timers;
    this.probe = probe;
  }

  boolean running() {
    return page != null;
  }

  /** Where a page goes at this moment; 0 when none does or it goes to the pool. */
  int toClass() {
    return toClass;
  }

  /** Where a page comes from at this moment; 0 when none moves or it comes from the pool. */
  int fromClass() {
    return fromClass;
  }

  void stop() {
    timer.cancel();
  }

  /** Asks for a page of one class for another; -1 lets the mover choose the first. */
  Answer move(int from, int to) {
    if (page != null || !settings.slabReassign) {
      return Answer.RUNNING;
    }
    if (from == to) {
      return Answer.SAME;
    }
    int source = from == -1 ? anyBut(to) : from;
    int largest = slabs.table().largest();
    if (source < 0 || source > largest || to < 0 || to > largest) {
      return Answer.BAD_CLASS;
    }
    if (slabs.shelf(source).pages.size() < 2) {
      return Answer.NO_SPARE;
    }
    fromClass = source;
    toClass = to;
    page = slabs.shelf(source).pages.getFirst();
    position = 0;
    rescued = 0;
    evicted = 0;
    busy = false;
    if (probe.listening()) {
      probe.emit(new SlabEvent.MoveBegun(fromClass, toClass, page.number));
    }
    timer = timers.after(TURN_MICROS, this::turn);
    return Answer.STARTED;
  }

  /** Another class with more than one page, a different one each time; -1 when there is none. */
  private int anyBut(int classId) {
    int largest = slabs.table().largest();
    for (int tries = 0; tries < largest; tries++) {
      lastPicked = lastPicked >= largest ? 1 : lastPicked + 1;
      if (lastPicked != classId && slabs.shelf(lastPicked).pages.size() > 1) {
        return lastPicked;
      }
    }
    return -1;
  }

  private void turn() {
    Page moving = page;
    if (moving == null) {
      return;
    }
    for (int i = 0; i < CHUNKS_A_TURN && position < moving.chunks.length; i++) {
      clear(moving.chunks[position++]);
    }
    if (position < moving.chunks.length) {
      timer = timers.after(TURN_MICROS, this::turn);
    } else if (busy) {
      busy = false;
      position = 0;
      timer = timers.after(TURN_MICROS, this::turn);
    } else {
      finish(moving);
    }
  }

  private void clear(Chunk chunk) {
    switch (chunk.state) {
      case CLEARED -> {}
      case FREE -> {
        slabs.cutFree(chunk);
        chunk.state = Chunk.State.CLEARED;
      }
      case ITEM, PART -> clearUsed(chunk);
    }
  }

  private void clearUsed(Chunk chunk) {
    Item item = chunk.item;
    if (item == null || !item.linked || item.references != 1) {
      busy = true;
      stats.busyItems++;
      return;
    }
    boolean gone = item.expires != 0 && item.expires < clock.now() || items.isFlushed(item);
    Chunk other = gone ? null : otherChunk(chunk.page);
    if (other == null) {
      if (!gone) {
        stats.evictionsNoMemory++;
        evicted++;
      }
      items.dropByMover(item, gone);
      if (chunk.state == Chunk.State.FREE) {
        slabs.cutFree(chunk);
        chunk.state = Chunk.State.CLEARED;
      }
      return;
    }
    other.state = chunk.state;
    other.item = item;
    if (chunk.state == Chunk.State.PART) {
      item.chain.set(item.chain.indexOf(chunk), other);
      stats.chunkRescues++;
    } else {
      item.chunk = other;
      item.references++;
      items.replace(item, item);
      item.references--;
      stats.rescues++;
    }
    rescued++;
    chunk.item = null;
    chunk.state = Chunk.State.CLEARED;
  }

  /** A free chunk of the class outside of this page; those inside are done with on the way. */
  private @Nullable Chunk otherChunk(Page moving) {
    Chunk free = slabs.takeFree(fromClass);
    while (free != null && free.page == moving) {
      free.state = Chunk.State.CLEARED;
      stats.inlineReclaims++;
      free = slabs.takeFree(fromClass);
    }
    return free;
  }

  private void finish(Page moved) {
    slabs.shelf(fromClass).pages.remove(moved);
    if (toClass == 0) {
      slabs.pool(moved);
    } else {
      slabs.give(moved, toClass);
    }
    stats.slabsMoved++;
    page = null;
    if (probe.listening()) {
      probe.emit(new SlabEvent.PageMoved(fromClass, toClass, moved.number, rescued, evicted));
    }
    fromClass = 0;
    toClass = 0;
  }
}
