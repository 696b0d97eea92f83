package dev.kvarium.memcached;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.Probe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All items: found by their key, and on the lists by which memcached decides whom to throw away.
 *
 * <p>Each class has lists of its own, so that pressure in one class never touches another. With the
 * segmented LRU (the default) an item goes
 *
 * <pre>
 *   stored → HOT ──read twice──► WARM ◄──read in COLD── COLD ──► evicted, from its tail
 *             └──── pushed out or old ─────────────────► ▲
 *                                 WARM ── not read ──────┘
 * </pre>
 *
 * and the {@link Maintainer} moves it, not the read itself. With the classic LRU there is COLD
 * alone, and a read moves an item to its head only when that last happened more than a minute ago.
 */
final class Items {
  /** How often room is sought in vain before an item is refused. */
  private static final int ALLOCATION_TRIES = 10;

  /** How many items from the tail are looked at for one to do something with. */
  private static final int TAIL_TRIES = 5;

  /** How many hits in COLD may wait for the maintainer. */
  private static final int BUMPS = 8192;

  private static final byte[] NO_VALUE = {};

  final Settings settings;
  final Slabs slabs;
  final NodeStats stats;
  final ItemTable table;
  private final NodeClock clock;
  private final Probe probe;
  private final LruList[][] lists = new LruList[SlabTable.MOST_CLASSES][Segment.ALL.length];
  private final Deque<Item> bumps = new ArrayDeque<>();
  final SizeHistogram sizes;
  private Consumer<Item> evicted = item -> {};
  private Fetches fetches = (bytes, from, to, status, item) -> {};
  private long lastCas;
  private long droppedBumps;
  private long items;
  private long bytes;

  Items(Settings settings, Slabs slabs, NodeStats stats, NodeClock clock, Probe probe) {
    this.settings = settings;
    this.slabs = slabs;
    this.stats = stats;
    this.clock = clock;
    this.probe = probe;
    this.table = new ItemTable(settings.hashPowerInit);
    this.sizes = new SizeHistogram(settings.itemSizeMaxBytes);
    for (int classId = 0; classId < lists.length; classId++) {
      for (Segment segment : Segment.ALL) {
        lists[classId][segment.ordinal()] = new LruList(classId, segment);
      }
    }
  }

  /** Who is told of every look at a key, which a part of an array holds. */
  interface Fetches {
    /** A key was looked at: {@code found}, {@code not_found}, {@code flushed}, {@code expired}. */
    void fetched(byte[] bytes, int from, int to, String status, @Nullable Item item);
  }

  void onFetch(Fetches listener) {
    fetches = listener;
  }

  /** Is told of every item that was evicted. */
  void onEviction(Consumer<Item> listener) {
    evicted = listener;
  }

  LruList list(int classId, Segment segment) {
    return lists[classId][segment.ordinal()];
  }

  LruList list(Item item) {
    return list(item.classId, item.segment);
  }

  long count() {
    return items;
  }

  long bytes() {
    return bytes;
  }

  long droppedBumps() {
    return droppedBumps;
  }

  /** The next number of the only counter that all items share; 0 when CAS is off. */
  long nextCas() {
    return settings.useCas ? ++lastCas : 0;
  }

  // Allocation

  /** Whether an item of this key and value may be stored at all. */
  boolean fits(int keyBytes, long clientFlags, long valueBytes) {
    return slabs.classFor(Item.bytes(keyBytes, clientFlags, valueBytes, settings.useCas)) != 0;
  }

  /**
   * Room for an item, which is not linked yet; null when it is too large or there is no room. Its
   * value is put into {@link Item#value}, and {@link #extend} gets the room for a large one.
   */
  @Nullable Item allocate(byte[] key, long clientFlags, long expires, int valueBytes) {
    long total = Item.bytes(key.length, clientFlags, valueBytes, settings.useCas);
    int classId = slabs.classFor(total);
    if (classId == 0) {
      return null;
    }
    boolean large = total > settings.slabChunkMaxBytes;
    int headClass =
        large
            ? slabs.classFor(
                Item.bytes(key.length, clientFlags, 0, settings.useCas) + Item.CHAIN_HEADER_BYTES)
            : classId;
    Chunk chunk = pull(headClass);
    if (chunk == null) {
      list(classId, Segment.HOT).counts.outOfMemory++;
      return null;
    }
    Segment segment;
    if (settings.temporaryLru && unsigned(expires - clock.now()) <= settings.temporaryTtlSeconds) {
      segment = Segment.TEMPORARY;
    } else {
      segment = settings.lruSegmented ? Segment.HOT : Segment.COLD;
    }
    Item item = new Item(key, clientFlags, valueBytes, settings.useCas, classId, segment, large);
    item.expires = expires;
    item.references = 1;
    item.chunk = chunk;
    chunk.state = Chunk.State.ITEM;
    chunk.item = item;
    return item;
  }

  private static long unsigned(long seconds) {
    return seconds & 0xffff_ffffL;
  }

  /**
   * Gets the chain of chunks for the value of a large item.
   *
   * @return whether there was room for all of it
   */
  boolean extend(Item item) {
    long remaining = item.valueBytes;
    while (remaining > 0) {
      long size = remaining + Item.CHAIN_HEADER_BYTES;
      if (size > settings.slabChunkMaxBytes) {
        size = settings.slabChunkMaxBytes;
      }
      Chunk part = pull(slabs.classFor(size));
      if (part == null && size < settings.slabChunkMaxBytes) {
        size = settings.slabChunkMaxBytes;
        part = pull(slabs.classFor(size));
      }
      if (part == null) {
        return false;
      }
      part.state = Chunk.State.PART;
      part.item = item;
      item.chain.add(part);
      remaining -= size - Item.CHAIN_HEADER_BYTES;
    }
    return true;
  }

  /** A chunk, for which others may have to go. */
  private @Nullable Chunk pull(int classId) {
    Chunk chunk = null;
    int tries = 0;
    for (; tries < ALLOCATION_TRIES; tries++) {
      if (!settings.lruSegmented) {
        pullTail(classId, Segment.COLD, 0, Pull.NOTHING, 0);
      }
      chunk = slabs.allocate(classId);
      if (chunk != null) {
        break;
      }
      if (pullTail(classId, Segment.COLD, 0, Pull.EVICT, 0) <= 0) {
        if (!settings.lruSegmented) {
          break;
        }
        pullTail(classId, Segment.HOT, 0, Pull.NOTHING, 0);
      }
    }
    if (tries > 0) {
      list(classId, Segment.HOT).counts.directReclaims += tries;
    }
    return chunk;
  }

  // Coming and going

  /** An item becomes findable, at the head of its list, with a CAS of its own. */
  void link(Item item) {
    item.linked = true;
    item.time = clock.now();
    bytes += item.bytes();
    items++;
    stats.totalItems++;
    item.cas = nextCas();
    table.insert(item);
    list(item).link(item);
    item.references++;
    sizes.add(item);
    Chunk chunk = item.chunk;
    if (probe.listening() && chunk != null) {
      int chunkBytes = slabs.table().get(chunk.page.classId).chunkBytes();
      probe.emit(new ItemEvent.Linked(Blob.of(item.key), item.classId, item.bytes(), chunkBytes));
    }
  }

  /** An item is found no more. Its room is free once nobody holds it. */
  void unlink(Item item) {
    if (item.linked) {
      detach(item);
      if (probe.listening()) {
        probe.emit(new ItemEvent.Unlinked(Blob.of(item.key), item.classId));
      }
    }
  }

  private void detach(Item item) {
    item.linked = false;
    bytes -= item.bytes();
    items--;
    sizes.remove(item);
    table.remove(item);
    list(item).unlink(item);
    release(item);
  }

  /** Somebody holds an item no more. */
  void release(Item item) {
    if (--item.references == 0) {
      slabs.free(item);
      item.value = NO_VALUE;
    }
  }

  /** One item takes the place of another. */
  void replace(Item old, Item item) {
    unlink(old);
    link(item);
  }

  // Reading

  /** Whether a flush has declared an item gone. */
  boolean isFlushed(Item item) {
    long oldest = settings.oldestLive;
    if (oldest == 0 || oldest > clock.now()) {
      return false;
    }
    return item.time <= oldest
        || settings.oldestCas != 0 && item.cas != 0 && item.cas < settings.oldestCas;
  }

  /** What a read of a key would find, without reading it. */
  Optional<HeldItem> peek(byte[] key) {
    Item item = table.find(key, 0, key.length);
    return item == null || isGone(item)
        ? Optional.empty()
        : Optional.of(
            new HeldItem(
                item.classId,
                item.segment.shown(),
                item.bytes(),
                item.expires == 0 ? -1 : item.expires - clock.now(),
                Blob.of(item.value.clone())));
  }

  private boolean isGone(Item item) {
    return isFlushed(item) || item.expires != 0 && item.expires <= clock.now();
  }

  /** The names of up to so many items that begin with these bytes, in order. */
  List<Blob> keys(byte[] prefix, int most) {
    SortedSet<String> names = new TreeSet<>();
    String front = Bytes.latin1Text(prefix);
    table.each(
        item -> {
          String name = Bytes.latin1Text(item.key);
          if (name.startsWith(front) && !isGone(item)) {
            names.add(name);
            if (names.size() > most) {
              names.removeLast();
            }
          }
        });
    return names.stream().map(name -> Blob.of(Bytes.latin1(name))).toList();
  }

  /** The item of a key, held; null when there is none, or its time has passed. */
  @Nullable Item get(byte[] key, boolean bump) {
    return get(key, 0, key.length, bump);
  }

  /** As above, where a part of an array is the key. */
  @Nullable Item get(byte[] bytes, int from, int to, boolean bump) {
    return get(Murmur3.hash(bytes, from, to), bytes, from, to, bump);
  }

  /** The item that another is to be stored over, as {@link #get} has it; nobody reads it. */
  @Nullable Item over(Item another) {
    return get(another.hash, another.key, 0, another.key.length, false);
  }

  private @Nullable Item get(int hash, byte[] bytes, int from, int to, boolean bump) {
    Item item = table.find(hash, bytes, from, to);
    if (item == null) {
      fetches.fetched(bytes, from, to, "not_found", null);
      return null;
    }
    item.references++;
    boolean flushed = isFlushed(item);
    if (flushed || item.expires != 0 && item.expires <= clock.now()) {
      expired(item, ItemEvent.Noticed.GET);
      release(item);
      if (flushed) {
        stats.getFlushed++;
      } else {
        stats.getExpired++;
      }
      fetches.fetched(bytes, from, to, flushed ? "flushed" : "expired", null);
      return null;
    }
    if (bump) {
      bump(item);
    }
    fetches.fetched(bytes, from, to, "found", item);
    return item;
  }

  private void expired(Item item, ItemEvent.Noticed by) {
    if (probe.listening()) {
      probe.emit(new ItemEvent.Expired(Blob.of(item.key), item.classId, by));
    }
    detach(item);
  }

  /** Notes that an item was read. */
  void bump(Item item) {
    if (!settings.lruSegmented) {
      item.fetched = true;
      update(item);
    } else if (!item.active) {
      if (!item.fetched) {
        item.fetched = true;
      } else {
        item.active = true;
        if (item.segment != Segment.COLD) {
          item.time = clock.now();
        } else if (bumps.size() < BUMPS) {
          item.references++;
          bumps.add(item);
        } else {
          droppedBumps++;
          item.active = false;
        }
      }
    }
  }

  /** Makes an item one that was used just now. */
  void update(Item item) {
    if (settings.lruSegmented) {
      if (item.linked) {
        item.time = clock.now();
        if (item.segment == Segment.COLD && item.active) {
          item.active = false;
          move(item, Segment.WARM);
          list(item).counts.movesToWarm++;
        }
      }
    } else if (item.time < clock.now() - NodeClock.UPDATE_INTERVAL_SECONDS && item.linked) {
      item.time = clock.now();
      list(item).unlink(item);
      list(item).link(item);
    }
  }

  private void move(Item item, Segment to) {
    if (probe.listening()) {
      probe.emit(
          new ItemEvent.Moved(Blob.of(item.key), item.classId, item.segment.shown(), to.shown()));
    }
    list(item).unlink(item);
    item.segment = to;
    list(item).link(item);
  }

  /** Moves the items that were read in COLD; whether there were any. */
  boolean takeBumps() {
    boolean any = !bumps.isEmpty();
    while (!bumps.isEmpty()) {
      Item item = bumps.remove();
      update(item);
      release(item);
    }
    return any;
  }

  // The tails

  /** What is to be done with the item at the tail of a list. */
  enum Pull {
    /** It is moved to where it belongs, or stays. */
    NOTHING,
    /** It is thrown away. */
    EVICT,
    /** As {@link #NOTHING}, unless the crawler stands at the tail. */
    CRAWLER_BLOCKS
  }

  /**
   * Looks at the tail of a list: takes away what has expired, moves what was read to WARM and what
   * was not, and lies too long or in too full a list, to COLD; or evicts.
   *
   * @param totalBytes of the items of HOT, WARM and COLD together, of which a list may have a share
   * @param maxAgeSeconds how long an item may lie unread
   * @return how many items were removed or moved
   */
  int pullTail(int classId, Segment segment, long totalBytes, Pull pull, long maxAgeSeconds) {
    LruList list = list(classId, segment);
    int removed = 0;
    Item search = list.tail;
    for (int tries = TAIL_TRIES; tries > 0 && search != null; tries--) {
      Item above = search.previous;
      if (pull == Pull.CRAWLER_BLOCKS && list.crawl != null && list.crawl.next == search) {
        return 0;
      }
      if (search.expires != 0 && search.expires < clock.now() || isFlushed(search)) {
        list.counts.reclaimed++;
        if (!search.fetched) {
          list.counts.expiredUnfetched++;
        }
        expired(search, ItemEvent.Noticed.TAIL);
        removed++;
        search = above;
        continue;
      }
      if (segment == Segment.WARM && search.active) {
        search.active = false;
        list.counts.movesWithin++;
        list.unlink(search);
        list.link(search);
        removed++;
        search = above;
        continue;
      }
      return removed + handleTail(list, search, totalBytes, pull, maxAgeSeconds);
    }
    return removed;
  }

  private int handleTail(LruList list, Item item, long totalBytes, Pull pull, long maxAgeSeconds) {
    return switch (list.segment) {
      case HOT, WARM -> handleFresh(list, item, totalBytes, maxAgeSeconds);
      case COLD -> handleCold(list, item, pull);
      case TEMPORARY -> 0;
    };
  }

  private int handleFresh(LruList list, Item item, long totalBytes, long maxAgeSeconds) {
    boolean hot = list.segment == Segment.HOT;
    if (item.active) {
      item.active = false;
      list.counts.movesToWarm++;
      move(item, Segment.WARM);
      return 1;
    }
    long limit = totalBytes * (hot ? settings.hotLruPercent : settings.warmLruPercent) / 100;
    if (hot && limit == 0) {
      limit = totalBytes * settings.warmLruPercent / 100;
    }
    if (list.bytes > limit || clock.now() - item.time > maxAgeSeconds) {
      list.counts.movesToCold++;
      move(item, Segment.COLD);
      return 1;
    }
    return 0;
  }

  private int handleCold(LruList list, Item item, Pull pull) {
    if (pull == Pull.EVICT) {
      if (!settings.evictToFree) {
        return 0;
      }
      evict(list, item);
      return 1;
    }
    if (item.active && settings.lruSegmented) {
      list.counts.movesToWarm++;
      item.active = false;
      move(item, Segment.WARM);
      return 1;
    }
    return 0;
  }

  private void evict(LruList list, Item item) {
    long age = clock.now() - item.time;
    list.counts.evicted++;
    list.counts.evictedTime = age;
    if (item.expires != 0) {
      list.counts.evictedNonzero++;
    }
    if (!item.fetched) {
      list.counts.evictedUnfetched++;
    }
    if (item.active) {
      list.counts.evictedActive++;
    }
    if (probe.listening()) {
      probe.emit(new ItemEvent.Evicted(Blob.of(item.key), list.classId, age, item.fetched));
    }
    detach(item);
    evicted.accept(item);
  }

  /** The crawler has found an item whose time has passed. */
  void reclaimByCrawler(Item item) {
    expired(item, ItemEvent.Noticed.CRAWLER);
  }

  /** The mover has met an item whose time has passed, or for which there is no other room. */
  void dropByMover(Item item, boolean gone) {
    if (gone) {
      expired(item, ItemEvent.Noticed.MOVER);
    } else {
      unlink(item);
    }
  }

  /** Sets the counters of all lists back to zero. */
  void resetCounts() {
    for (LruList[] ofClass : lists) {
      for (LruList list : ofClass) {
        list.counts = new LruList.Counts();
      }
    }
  }
}
