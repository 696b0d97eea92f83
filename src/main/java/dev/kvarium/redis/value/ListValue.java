package dev.kvarium.redis.value;

import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.Quicklist.Direction;
import dev.kvarium.structure.QuicklistIterator;
import dev.kvarium.structure.QuicklistNode;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A list: elements in a row, added and taken at either end. It is a quicklist from its first
 * element on; how full its nodes get was decided when it was made, by {@code
 * list-max-listpack-size}. In version 7.2 a list that one node holds is that node alone, a
 * listpack, and becomes one again once it has shrunk to half of that.
 *
 * <p>Arrays handed in become part of the list, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class ListValue extends Value {
  private static final int EMPTY_LISTPACK_BYTES = 7;

  private final Quicklist list;

  /**
   * The limits by which it turns from a listpack into a quicklist and back; null if it never does.
   */
  private final @Nullable Shaping shaping;

  /** Whether it is a listpack: the only node of the quicklist, without a quicklist around it. */
  private boolean packed;

  private ListValue(Quicklist list, @Nullable Shaping shaping) {
    this.list = list;
    this.shaping = shaping;
  }

  /** The empty list. */
  public static ListValue empty(Shaping shaping) {
    ListValue list = emptyQuicklist(shaping);
    if (list.shaping != null) {
      list.pack(true);
    }
    return list;
  }

  /** The empty list as a quicklist, in every version. */
  public static ListValue emptyQuicklist(Shaping shaping) {
    return new ListValue(
        new Quicklist(
            shaping.listMaxListpackSize, shaping.listCompressDepth, shaping.quicklistRules()),
        shaping.version().packsSetsAndLists() ? shaping : null);
  }

  /** The empty list whose nodes fill to 8 KiB whatever the parameters say, as SORT stores it. */
  public static ListValue ofDefaultNodes() {
    return new ListValue(new Quicklist(-2, 0), null);
  }

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public Encoding encoding() {
    return packed ? Encoding.LISTPACK : Encoding.QUICKLIST;
  }

  @Override
  public long length() {
    return list.length();
  }

  /** Adds an element at the front, or at the back. */
  public void push(byte[] element, boolean front) {
    makeRoom(element.length, 1);
    if (front) {
      list.pushHead(element);
    } else {
      list.pushTail(element);
    }
  }

  /** Takes the first element of a list that has one, or the last. */
  public byte[] pop(boolean front) {
    byte[] element = front ? list.popHead() : list.popTail();
    if (element == null) {
      throw new IllegalStateException("nothing to take from an empty list");
    }
    settleSmaller();
    return element;
  }

  /** Whether it is one listpack, as small lists of version 7.2 are. */
  public boolean isPacked() {
    return packed;
  }

  private void pack(boolean now) {
    packed = now;
    list.holdTogether(now);
  }

  /** Makes ready for these words as elements, which may be more than a listpack holds. */
  public void prepareFor(byte[][] words, int from) {
    if (packed) {
      long bytes = 0;
      for (int i = from; i < words.length; i++) {
        bytes += words[i].length;
      }
      makeRoom(bytes, words.length - from);
    }
  }

  private void makeRoom(long bytes, int elements) {
    Shaping limits = shaping;
    if (!packed || limits == null) {
      return;
    }
    QuicklistNode only = list.head();
    long size = (only == null ? EMPTY_LISTPACK_BYTES : only.bytes()) + bytes;
    long count = list.length() + elements;
    if (Quicklist.exceeds(limits.listMaxListpackSize, size, count)) {
      long before = limits.listening() ? memoryBytes(0) : 0;
      pack(false);
      converted(limits, Encoding.LISTPACK, limits.listMaxListpackSize < 0 ? size : count, before);
    }
  }

  /** Becomes a listpack if it is small enough, as one that was loaded may be. */
  public void settle() {
    settle(false);
  }

  private void settleSmaller() {
    settle(true);
  }

  /** Once half of what a listpack may hold would do, a list that shrinks becomes one again. */
  private void settle(boolean shrinking) {
    Shaping limits = shaping;
    QuicklistNode only = list.head();
    if (packed || limits == null || only == null || list.nodeCount() != 1 || only.isPlain()) {
      return;
    }
    int factor = shrinking ? 2 : 1;
    int fill = limits.listMaxListpackSize;
    if (Quicklist.within(fill, factor, only.bytes(), list.length())) {
      long before = limits.listening() ? memoryBytes(0) : 0;
      pack(true);
      if (shrinking) {
        converted(limits, Encoding.QUICKLIST, fill < 0 ? only.bytes() : list.length(), before);
      }
    }
  }

  private void converted(Shaping limits, Encoding from, long found, long before) {
    if (limits.listening()) {
      limits.converted(
          ValueType.LIST,
          from,
          encoding(),
          "list-max-listpack-size",
          limits.listMaxListpackSize,
          found,
          before,
          memoryBytes(0));
    }
  }

  /** A walk that begins at an element, counted from 0, or from -1 at the back. */
  public QuicklistIterator walk(long from, boolean backwards) {
    return list.iteratorAt(backwards ? Direction.TAIL_TO_HEAD : Direction.HEAD_TO_TAIL, from);
  }

  /** {@code count} elements from one on, which are there; in the other direction if backwards. */
  public byte[][] range(long from, int count, boolean backwards) {
    byte[][] elements = new byte[count][];
    try (QuicklistIterator walk = walk(from, backwards)) {
      for (int i = 0; i < count && walk.advance(); i++) {
        elements[i] = walk.value();
      }
    }
    return elements;
  }

  /** Replaces an element, counted from 0, or from -1 at the back; whether there is such. */
  public boolean set(long index, byte[] element) {
    makeRoom(element.length, 1);
    boolean there = list.set(index, element);
    settleSmaller();
    return there;
  }

  /** Puts an element before or behind the first that is {@code pivot}; whether there is one. */
  public boolean insert(byte[] pivot, byte[] element, boolean behind) {
    makeRoom(element.length, 1);
    QuicklistIterator walk = walk(0, false);
    while (walk.advance()) {
      if (walk.valueEquals(pivot)) {
        if (behind) {
          walk.insertAfter(element);
        } else {
          walk.insertBefore(element);
        }
        walk.close();
        settleSmaller();
        return true;
      }
    }
    return false;
  }

  /** Removes up to {@code most} elements that are this one, 0 for all of them; how many. */
  public long remove(byte[] element, long most, boolean backwards) {
    long removed = 0;
    QuicklistIterator walk = walk(backwards ? -1 : 0, backwards);
    while (walk.advance()) {
      if (walk.valueEquals(element)) {
        walk.remove();
        removed++;
        if (removed == most) {
          break;
        }
      }
    }
    walk.close();
    settleSmaller();
    return removed;
  }

  /**
   * Hands the distance from the start of the walk of every element that is this one to {@code
   * found}, until that says no.
   *
   * @param most how many elements to look at, 0 for all
   */
  public void find(byte[] element, boolean backwards, long most, LongPredicate found) {
    QuicklistIterator walk = walk(backwards ? -1 : 0, backwards);
    for (long i = 0; (most == 0 || i < most) && walk.advance(); i++) {
      if (walk.valueEquals(element) && !found.test(i)) {
        break;
      }
    }
    walk.close();
  }

  /** Removes {@code count} elements from one on, counted from 0, or from -1 at the back. */
  public void removeRange(long from, long count) {
    list.deleteRange(from, count);
    settleSmaller();
  }

  /** An equal list with the same nodes, as COPY makes it. */
  @Override
  public ListValue copy(Shaping shaping) {
    ListValue copy = new ListValue(list.copy(), this.shaping);
    copy.pack(packed);
    return copy;
  }

  @Override
  public long memoryBytes(long samples) {
    QuicklistNode only = list.head();
    if (packed) {
      return MemoryMeter.OBJECT
          + Jemalloc.usable(only == null ? EMPTY_LISTPACK_BYTES : only.allocatedBytes());
    }
    long most = MemoryMeter.samples(samples);
    long weighed = 0;
    long count = 0;
    for (QuicklistNode node = list.head(); node != null && count < most; node = node.next()) {
      weighed += MemoryMeter.QUICKLIST_NODE + Jemalloc.usable(node.allocatedBytes());
      count++;
    }
    long fixed = MemoryMeter.OBJECT + MemoryMeter.QUICKLIST;
    return MemoryMeter.extrapolate(fixed, weighed, count, list.nodeCount());
  }

  /** The chain of nodes. To be read. */
  public Quicklist quicklist() {
    return list;
  }

  /** The list itself. */
  Quicklist list() {
    return list;
  }
}
