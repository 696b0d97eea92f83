package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of a stream between two ids, both included, in their order or against it.
 * Call {@link #advance()} until it says no; the stream is not changed meanwhile.
 */
public final class StreamCursor {
  private final StreamId start;
  private final StreamId end;
  private final boolean backward;
  private final boolean withDeleted;
  private final RaxCursor<StreamNode> nodes;
  private @Nullable StreamNode node;
  private StreamId id = StreamId.MIN;
  private int current;
  private int upcoming = Listpack.NONE;
  private boolean fresh;

  StreamCursor(
      Rax<StreamNode> tree, StreamId start, StreamId end, boolean backward, boolean withDeleted) {
    this.start = start;
    this.end = end;
    this.backward = backward;
    this.withDeleted = withDeleted;
    this.nodes = new RaxCursor<>(tree);
    StreamId from = backward ? end : start;
    if (from.isZero() || !nodes.atMost(from.key())) {
      if (backward) {
        nodes.last();
      } else {
        nodes.first();
      }
    }
    fresh = true;
  }

  /** Goes to the next entry; whether there is one. */
  public boolean advance() {
    while (true) {
      StreamNode here = node;
      if (here == null) {
        if (!nextNode()) {
          return false;
        }
        continue;
      }
      if (upcoming == Listpack.NONE) {
        node = null;
        continue;
      }
      int at = upcoming;
      upcoming = backward ? before(here, at) : here.entryAfter(at);
      StreamId found = here.idAt(at);
      boolean reached = backward ? !found.isAfter(end) : !found.isBefore(start);
      if (!reached || !withDeleted && (here.number(at) & StreamNode.DELETED) != 0) {
        continue;
      }
      if (backward ? found.isBefore(start) : found.isAfter(end)) {
        return false;
      }
      id = found;
      current = at;
      return true;
    }
  }

  private static int before(StreamNode node, int at) {
    return node.entryEndingAt(node.pack().prev(at));
  }

  private boolean nextNode() {
    boolean there = fresh ? nodes.isHere() : backward ? nodes.prev() : nodes.next();
    fresh = false;
    if (!there) {
      return false;
    }
    StreamNode found = nodes.value();
    node = found;
    upcoming = backward ? found.lastEntry() : found.pack().next(found.masterEnd());
    return true;
  }

  /** The id of the entry here. */
  public StreamId id() {
    return id;
  }

  /** The node that the entry here is in. */
  public StreamNode node() {
    StreamNode here = node;
    if (here == null) {
      throw new IllegalStateException("no entry here");
    }
    return here;
  }

  /** Where in the listpack of its node the entry here begins. */
  int position() {
    return current;
  }

  /** Whether the entry here is marked as deleted. */
  public boolean isDeleted() {
    return (node().number(current) & StreamNode.DELETED) != 0;
  }

  /** Fields and values of the entry here, by turns. */
  public byte[][] pairs() {
    StreamNode here = node();
    Listpack pack = here.pack();
    int p = pack.next(pack.next(pack.next(current)));
    boolean same = (here.number(current) & StreamNode.SAME_FIELDS) != 0;
    int fields = same ? here.fields() : (int) here.number(p);
    byte[][] pairs = new byte[2 * fields][];
    if (same) {
      int field = here.fieldsAt();
      for (int i = 0; i < pairs.length; i += 2) {
        pairs[i] = pack.get(field);
        pairs[i + 1] = pack.get(p);
        field = pack.next(field);
        p = pack.next(p);
      }
    } else {
      for (int i = 0; i < pairs.length; i++) {
        p = pack.next(p);
        pairs[i] = pack.get(p);
      }
    }
    return pairs;
  }
}
