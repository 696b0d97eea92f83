package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a stream: a radix tree whose keys are ids of 16 bytes and whose values are runs of
 * entries, {@link StreamNode}.
 *
 * <pre>
 *   00 00 01 63 83 77 ──┬─ 66 ─► ca 00 … 00 ──► 100 entries from 1526919030474-0 on
 *                       └─ 7b ─► 3e 00 … 03 ──►  37 entries from 1526919035710-3 on
 * </pre>
 *
 * <p>The key of a node is the id of its first entry, highest byte first, so that a walk over the
 * tree is one through time, and the node that holds an id is the last one whose key is not after
 * it. Ids that begin with the same time share the beginning of their way. The newest node, to which
 * all is added, is at hand without a lookup.
 *
 * <p>Trimming takes whole nodes from the front as long as that leaves enough; an exact trim then
 * marks entries of the next one.
 *
 * <p>Source: behaviour of t_stream.c in 7.0.15.
 */
public final class StreamTree {
  private final Rax<StreamNode> tree = new Rax<>();
  private @Nullable StreamNode newest;
  private long length;

  /** Why a new node was begun. */
  public enum Full {
    /** It was the first. */
    NONE,
    BYTES,
    ENTRIES
  }

  /**
   * What trimming did.
   *
   * @param entries that are gone
   * @param nodes that were freed as a whole
   * @param marked entries that were marked in a node that stays
   */
  public record Trimmed(long entries, int nodes, long marked) {}

  /** Entries that are not deleted. */
  public long length() {
    return length;
  }

  /** The nodes by the ids of their first entries. To be read. */
  public Rax<StreamNode> tree() {
    return tree;
  }

  /** The node to which entries are added; null when there is none. */
  public @Nullable StreamNode newest() {
    return newest;
  }

  /** An equal tree of its own, each listpack in an allocation of its size. */
  public StreamTree copy() {
    StreamTree copy = new StreamTree();
    RaxCursor<StreamNode> nodes = new RaxCursor<>(tree);
    for (boolean there = nodes.first(); there; there = nodes.next()) {
      copy.adopt(nodes.value().copy());
    }
    copy.length = length;
    return copy;
  }

  /** Takes a node that was loaded, and counts its live entries; whether its key was free. */
  public boolean add(StreamNode node) {
    if (tree.get(node.first().key()) != null) {
      return false;
    }
    StreamNode before = newest;
    adopt(node);
    if (before != null && node.first().isBefore(before.first())) {
      newest = before;
    }
    length += node.live();
    return true;
  }

  private void adopt(StreamNode node) {
    tree.put(node.first().key(), node);
    newest = node;
  }

  /**
   * Whether the newest node would not take another entry, and why.
   *
   * @param bytes of all fields and values of the entry
   */
  public Full full(long bytes, long maxBytes, long maxEntries) {
    StreamNode node = newest;
    if (node == null) {
      return Full.NONE;
    }
    long most = maxBytes == 0 ? StreamNode.MOST_BYTES : Math.min(maxBytes, StreamNode.MOST_BYTES);
    if (node.pack().bytes() + bytes >= most) {
      return Full.BYTES;
    }
    return maxEntries != 0 && node.live() + node.deleted() >= maxEntries ? Full.ENTRIES : Full.NONE;
  }

  /**
   * Adds an entry with an id after all others.
   *
   * @param pairs fields and values by turns from word {@code from} on
   * @param full what {@link #full} said: unless nothing, a new node is begun
   * @return whether only the values had to be written
   */
  public boolean append(StreamId id, byte[][] pairs, int from, Full full, long maxBytes) {
    StreamNode node = newest;
    if (node == null || full != Full.NONE) {
      if (node != null) {
        node.pack().shrinkToFit();
      }
      node = StreamNode.open(id, pairs, from, maxBytes);
      adopt(node);
    }
    length++;
    return node.append(id, pairs, from);
  }

  /** A walk between two ids. */
  public StreamCursor walk(StreamId start, StreamId end, boolean backward) {
    return new StreamCursor(tree, start, end, backward, false);
  }

  /** Whether an entry is there and not deleted. */
  public boolean contains(StreamId id) {
    return length > 0 && walk(id, id, false).advance();
  }

  /** Whether a newest entry is there that comes after an id; deleted ones do not count. */
  public boolean hasAfter(StreamId id) {
    return length > 0 && last().isAfter(id);
  }

  /** The id of the first entry that is not deleted; the greatest id when there is none. */
  public StreamId first() {
    StreamCursor walk = walk(StreamId.MIN, StreamId.MAX, false);
    return walk.advance() ? walk.id() : StreamId.MAX;
  }

  /** The id of the last entry that is not deleted; 0-0 when there is none. */
  public StreamId last() {
    StreamCursor walk = walk(StreamId.MIN, StreamId.MAX, true);
    return walk.advance() ? walk.id() : StreamId.MIN;
  }

  /** The id of the first entry, also of a deleted one; the greatest id when there is none. */
  public StreamId firstEver() {
    StreamCursor walk = new StreamCursor(tree, StreamId.MIN, StreamId.MAX, false, true);
    return walk.advance() ? walk.id() : StreamId.MAX;
  }

  /**
   * Whether the ids of all entries that are not deleted grow, as those of a loaded tree need not.
   */
  public boolean grows() {
    StreamId before = StreamId.MIN;
    StreamCursor walk = walk(StreamId.MIN, StreamId.MAX, false);
    while (walk.advance()) {
      if (!walk.id().isAfter(before)) {
        return false;
      }
      before = walk.id();
    }
    return true;
  }

  /** What deleting an entry did. */
  public enum Removal {
    NOT_THERE,
    MARKED,
    /** The node went with its last live entry. */
    NODE_FREED
  }

  /** Deletes an entry. */
  public Removal remove(StreamId id) {
    StreamCursor walk = walk(id, id, false);
    if (!walk.advance()) {
      return Removal.NOT_THERE;
    }
    StreamNode node = walk.node();
    length--;
    if (node.live() == 1) {
      free(node);
      return Removal.NODE_FREED;
    }
    node.mark(walk.position());
    node.countDeleted(1);
    return Removal.MARKED;
  }

  private void free(StreamNode node) {
    tree.remove(node.first().key());
    if (node == newest) {
      RaxCursor<StreamNode> cursor = new RaxCursor<>(tree);
      newest = cursor.last() ? cursor.value() : null;
    }
  }

  /**
   * Takes entries from the front.
   *
   * @param wholeNodes leaves a node that would only go in part
   * @param most entries to take, beyond which no further node is looked at; 0 for no such bound
   */
  public Trimmed trim(StreamLimit limit, boolean wholeNodes, long most) {
    long taken = 0;
    int freed = 0;
    long marked = 0;
    RaxCursor<StreamNode> nodes = new RaxCursor<>(tree);
    while (nodes.first()) {
      if (limit instanceof StreamLimit.Length left && length <= left.entries()) {
        break;
      }
      StreamNode node = nodes.value();
      long entries = node.live();
      if (most != 0 && taken + entries > most) {
        break;
      }
      if (goesWhole(node, entries, limit)) {
        free(node);
        length -= entries;
        taken += entries;
        freed++;
        continue;
      }
      if (!wholeNodes) {
        marked = markFront(node, limit);
        length -= marked;
        taken += marked;
      }
      break;
    }
    return new Trimmed(taken, freed, marked);
  }

  private boolean goesWhole(StreamNode node, long entries, StreamLimit limit) {
    return switch (limit) {
      case StreamLimit.Length left -> length - entries >= left.entries();
      case StreamLimit.OldestId oldest -> node.idAt(node.lastEntry()).isBefore(oldest.id());
    };
  }

  /** Marks entries from the front of a node on until the limit is kept; how many. */
  private long markFront(StreamNode node, StreamLimit limit) {
    long marked = 0;
    int p = node.pack().next(node.masterEnd());
    while (p != Listpack.NONE) {
      boolean kept =
          switch (limit) {
            case StreamLimit.Length left -> length - marked <= left.entries();
            case StreamLimit.OldestId oldest -> !node.idAt(p).isBefore(oldest.id());
          };
      if (kept) {
        break;
      }
      if ((node.number(p) & StreamNode.DELETED) == 0) {
        node.mark(p);
        marked++;
      }
      p = node.entryAfter(p);
    }
    node.countDeleted(marked);
    return marked;
  }
}
