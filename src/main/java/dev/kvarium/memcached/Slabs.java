package dev.kvarium.memcached;

import dev.kvarium.event.Probe;
import dev.kvarium.event.SlabEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out chunks. Each class has its pages and a list of free chunks, the last one freed on top;
 * a class without a free chunk takes another page while the limit allows, and its first page even
 * beyond it.
 *
 * <p>Pages never go back to the system. Without the mover a page stays with the class that took it,
 * however many of its chunks are free: that is what "evicts with memory free" comes from.
 */
final class Slabs {
  /** The pages and free chunks of one class; those of class 0 are the pool. */
  static final class Shelf {
    final List<Page> pages = new ArrayList<>();
    @Nullable Chunk topFree;
    int freeChunks;
  }

  private final SlabTable table;
  private final Settings settings;
  private final Probe probe;
  private final Shelf[] shelves;
  private long mallocedBytes;
  private int nextPage;

  Slabs(Settings settings, SlabTable table, Probe probe) {
    this.settings = settings;
    this.table = table;
    this.probe = probe;
    this.mallocedBytes = settings.initialMallocBytes;
    this.shelves = new Shelf[SlabTable.MOST_CLASSES];
    for (int i = 0; i < shelves.length; i++) {
      shelves[i] = new Shelf();
    }
  }

  SlabTable table() {
    return table;
  }

  /** The pages and free chunks of a class; 0 is the pool. */
  Shelf shelf(int classId) {
    return shelves[classId];
  }

  /** The class for an item of so many bytes; 0 when it is larger than any item may be. */
  int classFor(long bytes) {
    return bytes <= 0 || bytes > settings.itemSizeMaxBytes ? 0 : table.classFor(bytes);
  }

  /** How much was taken from the system. */
  long mallocedBytes() {
    return mallocedBytes;
  }

  /** How many pages wait in the pool. */
  int pooledPages() {
    return shelves[0].pages.size();
  }

  /** A chunk of a class; null when none is free and no page can be had. */
  @Nullable Chunk allocate(int classId) {
    Shelf shelf = shelves[classId];
    if (shelf.topFree == null) {
      newPage(classId);
    }
    return takeFree(classId);
  }

  /** A chunk that is free already; null when none is. */
  @Nullable Chunk takeFree(int classId) {
    Shelf shelf = shelves[classId];
    Chunk chunk = shelf.topFree;
    if (chunk != null) {
      unlinkFree(shelf, chunk);
    }
    return chunk;
  }

  /** Puts a chunk on the free list of its class. */
  void free(Chunk chunk) {
    Shelf shelf = shelves[chunk.page.classId];
    chunk.state = Chunk.State.FREE;
    chunk.item = null;
    chunk.previousFree = null;
    chunk.nextFree = shelf.topFree;
    if (shelf.topFree != null) {
      shelf.topFree.previousFree = chunk;
    }
    shelf.topFree = chunk;
    shelf.freeChunks++;
  }

  /** Takes a free chunk off its list for good. */
  void cutFree(Chunk chunk) {
    unlinkFree(shelves[chunk.page.classId], chunk);
  }

  private static void unlinkFree(Shelf shelf, Chunk chunk) {
    if (chunk.previousFree == null) {
      shelf.topFree = chunk.nextFree;
    } else {
      chunk.previousFree.nextFree = chunk.nextFree;
    }
    if (chunk.nextFree != null) {
      chunk.nextFree.previousFree = chunk.previousFree;
    }
    chunk.previousFree = null;
    chunk.nextFree = null;
    shelf.freeChunks--;
  }

  /** Frees the chunks of an item: its own, or header and chain. */
  void free(Item item) {
    Chunk head = item.chunk;
    if (head != null) {
      free(head);
    }
    if (item.large) {
      for (Chunk part : item.chain) {
        free(part);
      }
      item.chain.clear();
    }
    item.chunk = null;
  }

  private void newPage(int classId) {
    Shelf shelf = shelves[classId];
    long bytes = pageBytes(classId);
    if (mallocedBytes + bytes > settings.maxBytes
        && !shelf.pages.isEmpty()
        && shelves[0].pages.isEmpty()
        && settings.maxBytes != 0) {
      return;
    }
    Page page;
    if (shelves[0].pages.isEmpty()) {
      page = new Page(nextPage++);
      mallocedBytes += bytes;
    } else {
      page = shelves[0].pages.removeLast();
    }
    give(page, classId);
    if (probe.listening()) {
      probe.emit(new SlabEvent.PageTaken(classId, page.number, mallocedBytes));
    }
  }

  /** Cuts a page for a class and puts its chunks on the free list, the first one first. */
  void give(Page page, int classId) {
    page.cut(table.get(classId));
    shelves[classId].pages.add(page);
    for (Chunk chunk : page.chunks) {
      free(chunk);
    }
  }

  /** Puts a page into the pool, and out of it again if there is more than the limit allows. */
  void pool(Page page) {
    page.uncut();
    shelves[0].pages.add(page);
    release();
  }

  /** Gives pages of the pool back to the system while there is more than the limit allows. */
  private void release() {
    while (settings.slabReassign
        && mallocedBytes > settings.maxBytes
        && !shelves[0].pages.isEmpty()) {
      shelves[0].pages.removeLast();
      mallocedBytes -= Settings.PAGE_BYTES;
    }
  }

  /** Sets another limit, of which nothing but the pool gives way at once. */
  void limit(long maxBytes) {
    settings.maxBytes = maxBytes;
    release();
  }

  /** What a page of a class counts; only whole pages can be moved. */
  private long pageBytes(int classId) {
    SlabClass slabClass = table.get(classId);
    return settings.slabReassign || settings.slabChunkMaxBytes != Settings.PAGE_BYTES
        ? Settings.PAGE_BYTES
        : (long) slabClass.chunkBytes() * slabClass.chunksPerPage();
  }
}
