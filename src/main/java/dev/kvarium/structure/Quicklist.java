package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A quicklist: a list of any length as a chain of listpacks. Every list of redis-server 7.0 is one.
 *
 * <pre>
 *   head ──▶ ┌──────────────┐ ◀──▶ ┌──────────────┐ ◀──▶ ┌──────────────┐ ◀── tail
 *            │ a b c d … │ff│      │ plain, 1 GiB │      │ x y z     │ff│
 *            └──────────────┘      └──────────────┘      └──────────────┘
 *              a listpack of         one element           a listpack
 *              up to 8 KiB           on its own
 * </pre>
 *
 * <p>One listpack would have to be moved for every push at its front, a chain of single elements
 * would spend 24 bytes and more on links for each. So a node is filled up to a limit, the
 * <i>fill</i>: a negative one is a size, -1 to -5 for 4, 8, 16, 32, 64 KiB; a positive one a number
 * of elements, and then no node of several passes 8 KiB either. An element fits when the node's
 * bytes, its own, and 8 for what encoding it may cost stay within.
 *
 * <p>Worked example, fill -2: elements of 100 bytes take 103 in a listpack (two for the length, the
 * text, one for the way back). 78 of them make 7 + 78 × 103 = 8,041 bytes; a 79th is let in when
 * 8,041 + 100 + 8 ≤ 8,192, which it is; the 80th, at 8,144, is not: it begins a node of its own.
 *
 * <p>An insertion into the middle of a full node splits it there and then merges neighbours that
 * fit together. A deletion never merges: a list that was thinned out keeps its nodes.
 *
 * <p>With a <i>compress depth</i> of 1 or more, all but so many nodes at either end are kept
 * compressed by {@link Lzf}, if they have 48 bytes or more and at least 9 are saved. The ends are
 * where lists are pushed and popped; who walks through the middle pays for it: a node is expanded
 * when it is looked into, and compressed again when the walk goes on. So a walk that is not through
 * has to be {@linkplain QuicklistIterator#close() closed}.
 *
 * <pre>
 *   depth 1    ┌────────┐ ◀──▶ ┌─────┐ ◀──▶ ┌─────┐ ◀──▶ ┌────────┐
 *              │ a b c  │      │ LZF │      │ LZF │      │ x y z  │
 *              └────────┘      └─────┘      └─────┘      └────────┘
 * </pre>
 *
 * <p>Limits. An index is found by hopping over nodes.
 *
 * <p>Source: Matt Stancliff, "Redis quicklist", 2014; behaviour of quicklist.c in 7.0.15.
 */
public final class Quicklist {
  /** The size from which an element gets a node of its own, 1 GiB. */
  public static final int PLAIN_THRESHOLD = 1 << 30;

  /** The usual fill, 8 KiB a node. */
  public static final int DEFAULT_FILL = -2;

  private static final int[] SIZE_OF_FILL = {4096, 8192, 16384, 32768, 65536};
  private static final int SAFE_SIZE = 8192;
  private static final int ENTRY_OVERHEAD = 8;
  private static final int PACK_OVERHEAD = 11;
  private static final int LARGEST_FILL = (1 << 15) - 1;

  /** Nodes of fewer bytes are not compressed. */
  private static final int LEAST_COMPRESSED = 48;

  /** So many bytes saved are not worth it. */
  private static final int LEAST_SAVED = 8;

  private static final int DEEPEST_COMPRESSION = (1 << 16) - 1;

  /** Which way a walk goes. */
  public enum Direction {
    HEAD_TO_TAIL,
    TAIL_TO_HEAD
  }

  private final int fill;
  private final int compressDepth;
  private final QuicklistRules rules;
  private @Nullable QuicklistNode head;
  private @Nullable QuicklistNode tail;
  private long length;

  /** Whether there is to be one node alone, whatever its size. */
  private boolean together;

  private int nodes;

  /** An empty list with the usual fill and no compression. */
  public Quicklist() {
    this(DEFAULT_FILL, 0);
  }

  /** An empty list; {@code fill} from -5 to 32,767, {@code compressDepth} from 0 to 65,535. */
  public Quicklist(int fill, int compressDepth) {
    this(fill, compressDepth, PLAIN_THRESHOLD);
  }

  /** An empty list in which elements of {@code plainThreshold} bytes and more stand alone. */
  public Quicklist(int fill, int compressDepth, int plainThreshold) {
    this(fill, compressDepth, new QuicklistRules());
    rules.plainFrom(plainThreshold);
  }

  /** An empty list by the rules of its node. */
  public Quicklist(int fill, int compressDepth, QuicklistRules rules) {
    this.fill = Math.clamp(fill, -5, LARGEST_FILL);
    this.compressDepth = Math.clamp(compressDepth, 0, DEEPEST_COMPRESSION);
    this.rules = rules;
  }

  /** The number of elements. */
  public long length() {
    return length;
  }

  /** The number of nodes. */
  public int nodeCount() {
    return nodes;
  }

  /** The limit of a node: below 0 a size, else a number of elements. */
  public int fill() {
    return fill;
  }

  /** How many nodes at either end are never compressed; 0: no node is compressed. */
  public int compressDepth() {
    return compressDepth;
  }

  /** The first node. */
  public @Nullable QuicklistNode head() {
    return head;
  }

  /** The last node. */
  public @Nullable QuicklistNode tail() {
    return tail;
  }

  /** An equal list of its own, node by node. */
  public Quicklist copy() {
    Quicklist copy = new Quicklist(fill, compressDepth, rules);
    for (QuicklistNode node = head; node != null; node = node.next) {
      copy.link(copy.tail, node.copy(), true);
      copy.length += node.count();
    }
    return copy;
  }

  // The ends.

  /** Puts {@code element} at the front. */
  public void pushHead(byte[] element) {
    QuicklistNode node = head;
    if (isLarge(element)) {
      link(node, QuicklistNode.plain(element), false);
    } else if (node != null && admits(node, element)) {
      node.pack().prepend(element);
    } else {
      link(node, nodeOf(element), false);
    }
    length++;
  }

  /** Puts {@code element} at the end. */
  public void pushTail(byte[] element) {
    QuicklistNode node = tail;
    if (isLarge(element)) {
      link(node, QuicklistNode.plain(element), true);
    } else if (node != null && admits(node, element)) {
      node.pack().append(element);
    } else {
      link(node, nodeOf(element), true);
    }
    length++;
  }

  /** Takes the first element out, or null of an empty list. */
  public byte @Nullable [] popHead() {
    QuicklistNode node = head;
    return node == null ? null : take(node, node.isPlain() ? 0 : node.pack().first());
  }

  /** Takes the last element out, or null of an empty list. */
  public byte @Nullable [] popTail() {
    QuicklistNode node = tail;
    return node == null ? null : take(node, node.isPlain() ? 0 : node.pack().last());
  }

  private byte[] take(QuicklistNode node, int p) {
    byte[] element = node.isPlain() ? node.plain() : node.pack().get(p);
    deleteAt(node, p);
    return element;
  }

  /** Moves the last element to the front. */
  public void rotate() {
    QuicklistNode last = tail;
    if (length <= 1 || last == null) {
      return;
    }
    if (last.isPlain()) {
      rotatePlain(last);
      return;
    }
    pushHead(last.pack().get(last.pack().last()));
    deleteAt(last, last.pack().last());
  }

  private void rotatePlain(QuicklistNode last) {
    QuicklistNode first = head;
    QuicklistNode before = last.prev;
    if (first != null && before != null) {
      before.next = null;
      tail = before;
      first.prev = last;
      last.prev = null;
      last.next = first;
      head = last;
    }
  }

  /** Adds a node of the elements of {@code pack}, which the list then owns. */
  public void appendPack(Packed pack) {
    link(tail, QuicklistNode.packed(pack), true);
    length += pack.length();
  }

  /** Adds a plain node of {@code element}, whatever its size. */
  public void appendPlain(byte[] element) {
    link(tail, QuicklistNode.plain(element), true);
    length++;
  }

  // By index: from 0, or from the end with -1 the last.

  /** The element at {@code index}, or null. */
  public byte @Nullable [] get(long index) {
    QuicklistIterator iterator = iteratorAt(Direction.TAIL_TO_HEAD, index);
    byte[] element = iterator.advance() ? iterator.value() : null;
    iterator.close();
    return element;
  }

  /** Puts {@code element} in the place of the one at {@code index}; whether there is one. */
  public boolean set(long index, byte[] element) {
    QuicklistIterator iterator = iteratorAt(Direction.TAIL_TO_HEAD, index);
    if (!iterator.advance()) {
      return false;
    }
    iterator.replace(element);
    iterator.close();
    return true;
  }

  /** Takes out {@code count} elements from {@code start} on, as many as there are; how many. */
  public long deleteRange(long start, long count) {
    if (count <= 0) {
      return 0;
    }
    long before = length;
    long extent = Math.min(count, start >= 0 ? length - start : -start);
    QuicklistIterator at = iteratorAt(Direction.TAIL_TO_HEAD, start);
    QuicklistNode node = at.node();
    long offset = at.offset();
    if (node != null) {
      compress(node);
    }
    while (extent > 0 && node != null) {
      final QuicklistNode next = node.next;
      int size = node.count();
      long first = offset >= 0 ? offset : size + offset;
      long deleted = Math.min(extent, size - first);
      if (deleted == size) {
        unlink(node);
      } else {
        expandForUse(node);
        node.pack().deleteRange(offset, deleted);
        recompress(node);
      }
      length -= deleted;
      extent -= deleted;
      node = next;
      offset = 0;
    }
    return before - length;
  }

  /** A walk over all elements; the first {@link QuicklistIterator#advance()} goes to the first. */
  public QuicklistIterator iterator(Direction direction) {
    return direction == Direction.HEAD_TO_TAIL
        ? new QuicklistIterator(this, direction, head, 0)
        : new QuicklistIterator(this, direction, tail, -1);
  }

  /** A walk whose first step goes to the element at {@code index}, or to none. */
  public QuicklistIterator iteratorAt(Direction direction, long index) {
    boolean fromHead = index >= 0;
    long distance = fromHead ? index : -(index + 1);
    if (distance >= length) {
      return new QuicklistIterator(this, direction, null, 0);
    }
    boolean seekFromHead = fromHead;
    long seekDistance = distance;
    if (distance > (length - 1) / 2) {
      seekFromHead = !fromHead;
      seekDistance = length - 1 - distance;
    }
    QuicklistNode node = seekFromHead ? head : tail;
    long passed = 0;
    while (node != null && passed + node.count() <= seekDistance) {
      passed += node.count();
      node = seekFromHead ? node.next : node.prev;
    }
    if (node == null) {
      throw new IllegalStateException("fewer elements than the length says");
    }
    if (seekFromHead != fromHead) {
      passed = length - node.count() - passed;
    }
    long offset = fromHead ? distance - passed : -distance - 1 + passed;
    return new QuicklistIterator(this, direction, node, offset);
  }

  // What the iterator asks for.

  /** Takes out the element at {@code p} of {@code node}; whether the node went with it. */
  boolean deleteAt(QuicklistNode node, int p) {
    length--;
    if (node.count() == 1) {
      unlink(node);
      return true;
    }
    node.pack().delete(p);
    return false;
  }

  /** Puts {@code element} next to the one that stands at {@code p}, number {@code offset}. */
  void insert(QuicklistNode node, int p, long offset, byte[] element, boolean after) {
    int count = node.count();
    boolean atEdge = after ? offset == count - 1 || offset == -1 : offset == 0 || offset == -count;
    length++;
    if (isLarge(element)) {
      QuicklistNode plain = QuicklistNode.plain(element);
      if (node.isPlain() || atEdge) {
        link(node, plain, after);
      } else {
        expandForUse(node);
        QuicklistNode other = split(node, offset, after);
        link(node, plain, after);
        link(plain, other, after);
      }
      return;
    }
    if (admits(node, element)) {
      expandForUse(node);
      if (after) {
        node.pack().insertAfter(p, element);
      } else {
        node.pack().insertBefore(p, element);
      }
      recompress(node);
      return;
    }
    if (!atEdge) {
      expandForUse(node);
      QuicklistNode other = split(node, offset, after);
      if (after) {
        other.pack().prepend(element);
      } else {
        other.pack().append(element);
      }
      link(node, other, after);
      mergeAround(node);
      return;
    }
    QuicklistNode neighbour = after ? node.next : node.prev;
    if (neighbour == null || !admits(neighbour, element)) {
      link(node, nodeOf(element), after);
      return;
    }
    expandForUse(neighbour);
    if (after) {
      neighbour.pack().prepend(element);
    } else {
      neighbour.pack().append(element);
    }
    recompress(neighbour);
    recompress(node);
  }

  /** Puts {@code element} in the place of the one that stands at {@code p}. */
  void replace(QuicklistNode node, int p, long offset, byte[] element) {
    if (!node.isPlain() && !isLarge(element)) {
      node.pack().replace(p, element);
      compress(node);
    } else if (node.isPlain()) {
      if (isLarge(element)) {
        node.setPlain(element);
        compress(node);
      } else {
        insert(node, p, offset, element, true);
        length--;
        unlink(node);
      }
    } else {
      node.dontCompress = true;
      insert(node, p, offset, element, true);
      // What was to be replaced is now the last of its node.
      boolean gone = deleteAt(node, node.count() == 1 ? 0 : node.pack().last());
      if (!gone) {
        node.dontCompress = false;
        compress(node);
        if (node.next != null) {
          compress(node.next);
        }
      }
    }
  }

  // Compression.

  /** What a node that was looked into or changed, or is new, asks for. */
  void compress(QuicklistNode node) {
    if (compressDepth == 0) {
      return;
    }
    if (node.recompress) {
      compressNode(node);
    } else {
      compressInner(node);
    }
  }

  private void recompress(QuicklistNode node) {
    if (node.recompress) {
      compressNode(node);
    }
  }

  /** Expands a node for a moment; {@link #compress} will put it back. */
  void expandForUse(QuicklistNode node) {
    if (node.isCompressed()) {
      node.expand();
      node.recompress = true;
    }
  }

  private static void expand(@Nullable QuicklistNode node) {
    if (node != null && node.isCompressed()) {
      node.recompress = false;
      node.expand();
    }
  }

  private void compressNode(QuicklistNode node) {
    if (node.isCompressed() || node.dontCompress) {
      return;
    }
    node.recompress = false;
    int size = node.bytes();
    if (size < LEAST_COMPRESSED) {
      return;
    }
    byte[] content = node.isPlain() ? node.plain() : node.pack().buffer();
    byte[] small = rules.lzf().compress(content, size, size);
    if (small.length > 0 && small.length + LEAST_SAVED < size) {
      node.compressTo(small);
    }
  }

  /** Sees to it that the ends are expanded, and that {@code node} and those behind them are not. */
  private void compressInner(@Nullable QuicklistNode node) {
    if (compressDepth == 0 || nodes < compressDepth * 2) {
      return;
    }
    QuicklistNode front = head;
    QuicklistNode back = tail;
    boolean isAnEnd = false;
    for (int depth = 0; depth < compressDepth && front != null && back != null; depth++) {
      expand(front);
      expand(back);
      isAnEnd |= front == node || back == node;
      if (front == back || front.next == back) {
        return;
      }
      front = front.next;
      back = back.prev;
    }
    if (!isAnEnd && node != null) {
      compressNode(node);
    }
    if (front != null && back != null) {
      compressNode(front);
      compressNode(back);
    }
  }

  // Nodes.

  private boolean isLarge(byte[] element) {
    return !together && rules.isPlain(element.length);
  }

  private QuicklistNode nodeOf(byte[] element) {
    Packed pack = rules.newPack();
    pack.append(element);
    return QuicklistNode.packed(pack);
  }

  /** Lets all elements go into one node, or fills nodes as usual again. */
  public void holdTogether(boolean together) {
    this.together = together;
  }

  /** Whether a listpack of so many bytes and elements is more than a node by this fill. */
  public static boolean exceeds(int fill, long bytes, long count) {
    return !within(fill, 1, bytes, count) || fill >= 0 && bytes > SAFE_SIZE;
  }

  /** Whether so many bytes, or elements, are within a part of what the fill lets a node have. */
  public static boolean within(int fill, int part, long bytes, long count) {
    return fill < 0
        ? bytes <= SIZE_OF_FILL[Math.min(-fill, SIZE_OF_FILL.length) - 1] / part
        : count <= Math.max(1, fill) / part;
  }

  private boolean admits(QuicklistNode node, byte[] element) {
    if (together) {
      return true;
    }
    if (node.isPlain() || isLarge(element)) {
      return false;
    }
    long size = (long) node.bytes() + element.length + overhead(element.length);
    return fill < 0 ? size <= SIZE_OF_FILL[-fill - 1] : size <= SAFE_SIZE && node.count() < fill;
  }

  /** What an entry may take beside its text; of a ziplist both lengths, of a listpack a guess. */
  private int overhead(int length) {
    if (!rules.ofZiplists()) {
      return ENTRY_OVERHEAD;
    }
    return (length < 254 ? 1 : 5) + (length < 64 ? 1 : length < 16384 ? 2 : 5);
  }

  /** Whether its nodes are ziplists. */
  public boolean ofZiplists() {
    return rules.ofZiplists();
  }

  private boolean mayMerge(QuicklistNode a, QuicklistNode b) {
    if (a.isPlain() || b.isPlain()) {
      return false;
    }
    long size = (long) a.bytes() + b.bytes() - PACK_OVERHEAD;
    return fill < 0
        ? size <= SIZE_OF_FILL[-fill - 1]
        : size <= SAFE_SIZE && a.count() + b.count() <= fill;
  }

  /**
   * Cuts {@code node} in two at element {@code offset}. After: it keeps the elements up to that one
   * and the new node gets the rest. Before: it keeps that one and the rest, the new node gets those
   * in front. The new node is not linked yet.
   */
  private static QuicklistNode split(QuicklistNode node, long offset, boolean after) {
    long index = offset < 0 ? node.count() + offset : offset;
    Packed rest = node.pack().copy();
    if (after) {
      node.pack().deleteRange(index + 1, Long.MAX_VALUE);
      rest.deleteRange(0, index + 1);
    } else {
      node.pack().deleteRange(0, index);
      rest.deleteRange(index, Long.MAX_VALUE);
    }
    return QuicklistNode.packed(rest);
  }

  /** Merges the two nodes before, the two behind, and what is left of them with the centre. */
  private void mergeAround(QuicklistNode centre) {
    if (centre.prev != null) {
      mergeWithPrevious(centre.prev);
    }
    if (centre.next != null && centre.next.next != null) {
      mergeWithPrevious(centre.next.next);
    }
    QuicklistNode target = mergeWithPrevious(centre);
    if (target.next != null) {
      mergeWithPrevious(target.next);
    }
  }

  /**
   * Merges {@code node} into the one before it, if that may be; the one that holds its elements.
   */
  private QuicklistNode mergeWithPrevious(QuicklistNode node) {
    QuicklistNode previous = node.prev;
    if (previous == null || !mayMerge(previous, node)) {
      return node;
    }
    expand(previous);
    expand(node);
    previous.pack().merge(node.pack());
    unlink(node);
    compress(previous);
    return previous;
  }

  private void link(@Nullable QuicklistNode at, QuicklistNode node, boolean after) {
    node.prev = at == null || after ? at : at.prev;
    node.next = at == null || !after ? at : at.next;
    if (node.prev == null) {
      head = node;
    } else {
      node.prev.next = node;
    }
    if (node.next == null) {
      tail = node;
    } else {
      node.next.prev = node;
    }
    nodes++;
    if (compressDepth != 0) {
      if (at != null) {
        compress(at);
      }
      compress(node);
    }
  }

  private void unlink(QuicklistNode node) {
    if (node.prev == null) {
      head = node.next;
    } else {
      node.prev.next = node.next;
    }
    if (node.next == null) {
      tail = node.prev;
    } else {
      node.next.prev = node.prev;
    }
    nodes--;
    compressInner(null);
  }
}
