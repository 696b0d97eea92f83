package dev.kvarium.memcached;

import dev.kvarium.base.Blob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's memory at one moment: its pages by class, what they hold, and the lists of least use.
 *
 * @param maxBytes the limit of {@code -m}
 * @param mallocedBytes what was taken from the system
 * @param pooledPages pages that wait for a class to take them
 * @param itemBytes what the items take, without what their chunks leave over
 * @param move the page that is on its way, if one is
 * @param classes those that have a page
 */
public record CacheSnapshot(
    long maxBytes,
    long mallocedBytes,
    int pooledPages,
    long items,
    long itemBytes,
    boolean segmented,
    Move move,
    List<ClassSnapshot> classes) {

  /** A page on its way; -1 for the classes when none is. */
  public record Move(int fromClass, int toClass) {
    static final Move NONE = new Move(-1, -1);

    public boolean isUnderWay() {
      return fromClass >= 0;
    }
  }

  /**
   * One class.
   *
   * @param id its number, from 1
   * @param chunksPerPage how many chunks a page of it holds
   * @param pages its pages, the one that was taken first first
   * @param freeChunks how many of its chunks are free
   * @param usedBytes what is used inside the chunks that are not
   * @param evicted how many of its items were thrown away so far
   * @param lists its lists, in memcached's order
   */
  public record ClassSnapshot(
      int id,
      int chunkBytes,
      int chunksPerPage,
      List<PageSnapshot> pages,
      int freeChunks,
      long usedBytes,
      long evicted,
      long outOfMemory,
      List<ListSnapshot> lists) {
    /** How many chunks are not free. */
    public long usedChunks() {
      return chunks() - freeChunks;
    }

    /** How many chunks it has. */
    public long chunks() {
      return (long) pages.size() * chunksPerPage;
    }

    /** What its chunks leave over behind what they hold. */
    public long wastedInChunks() {
      return usedChunks() * chunkBytes - usedBytes;
    }

    /** What is left over at the ends of its pages. */
    public long wastedAtEnds() {
      return pages.size() * (Settings.PAGE_BYTES - (long) chunkBytes * chunksPerPage);
    }

    /** How many items are on its lists. */
    public long items() {
      return lists.stream().mapToLong(ListSnapshot::size).sum();
    }
  }

  /** A page, and how many of its chunks are used. */
  public record PageSnapshot(int number, int usedChunks) {}

  /**
   * A list of a class.
   *
   * @param segment {@code hot}, {@code warm}, {@code cold} or {@code temp}
   * @param bytes of all its items
   * @param tail its items from the tail on, the next to go first, as many as were asked for
   */
  public record ListSnapshot(String segment, int size, long bytes, List<ItemSnapshot> tail) {}

  /**
   * An item.
   *
   * @param idleSeconds since it was stored, or used as its list counts
   * @param fetched whether it was read at all
   * @param active whether it was read twice, which saves it
   * @param leftSeconds to live; negative when it has expired, {@link Long#MAX_VALUE} for ever
   */
  public record ItemSnapshot(
      Blob key, long bytes, long idleSeconds, boolean fetched, boolean active, long leftSeconds) {}

  /** The node's memory now, with up to so many items from the tail of each list. */
  static CacheSnapshot of(MemcachedNode node, int itemsPerList) {
    Items items = node.items();
    Slabs slabs = items.slabs;
    List<ClassSnapshot> classes = new ArrayList<>();
    for (SlabClass each : slabs.table().classes()) {
      if (!slabs.shelf(each.id()).pages.isEmpty()) {
        classes.add(ofClass(node, each, itemsPerList));
      }
    }
    PageMover mover = node.mover();
    return new CacheSnapshot(
        node.settings().maxBytes,
        slabs.mallocedBytes(),
        slabs.pooledPages(),
        items.count(),
        items.bytes(),
        node.settings().lruSegmented,
        mover.running() ? new Move(mover.fromClass(), mover.toClass()) : Move.NONE,
        List.copyOf(classes));
  }

  private static ClassSnapshot ofClass(MemcachedNode node, SlabClass slabClass, int most) {
    Items items = node.items();
    Slabs.Shelf shelf = items.slabs.shelf(slabClass.id());
    List<PageSnapshot> pages = new ArrayList<>();
    long used = 0;
    for (Page page : shelf.pages) {
      int taken = 0;
      for (Chunk chunk : page.chunks) {
        if (chunk.state == Chunk.State.ITEM || chunk.state == Chunk.State.PART) {
          taken++;
          used += usedBytes(chunk, slabClass, node.settings().slabChunkMaxBytes);
        }
      }
      pages.add(new PageSnapshot(page.number, taken));
    }
    List<ListSnapshot> lists = new ArrayList<>();
    long evicted = 0;
    long refused = 0;
    for (Segment segment : Segment.ALL) {
      LruList list = items.list(slabClass.id(), segment);
      evicted += list.counts.evicted;
      refused += list.counts.outOfMemory;
      lists.add(
          new ListSnapshot(
              segment.shown(), list.size, list.bytes, tail(list.tail, node.clock().now(), most)));
    }
    return new ClassSnapshot(
        slabClass.id(),
        slabClass.chunkBytes(),
        slabClass.chunksPerPage(),
        pages,
        shelf.freeChunks,
        used,
        evicted,
        refused,
        List.copyOf(lists));
  }

  /** What of a chunk holds something; every part of a large item but its last is full. */
  private static long usedBytes(Chunk chunk, SlabClass slabClass, int largestChunkBytes) {
    Item item = chunk.item;
    if (item == null) {
      return 0;
    }
    if (!item.large) {
      return item.bytes();
    }
    if (chunk.state == Chunk.State.ITEM) {
      return item.bytes() - item.valueBytes + Item.CHAIN_HEADER_BYTES;
    }
    int last = item.chain.size() - 1;
    if (item.chain.indexOf(chunk) < last) {
      return slabClass.chunkBytes();
    }
    long before = (long) last * (largestChunkBytes - Item.CHAIN_HEADER_BYTES);
    return item.valueBytes - before + Item.CHAIN_HEADER_BYTES;
  }

  private static List<ItemSnapshot> tail(@Nullable Item tail, long now, int most) {
    List<ItemSnapshot> items = new ArrayList<>();
    for (Item each = tail; each != null && items.size() < most; each = each.previous) {
      items.add(
          new ItemSnapshot(
              Blob.of(each.key),
              each.bytes(),
              now - each.time,
              each.fetched,
              each.active,
              each.expires == 0 ? Long.MAX_VALUE : each.expires - now));
    }
    return List.copyOf(items);
  }
}
