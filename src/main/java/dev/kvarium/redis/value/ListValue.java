package dev.kvarium.redis.value;

import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.Quicklist.Direction;
import dev.kvarium.structure.QuicklistIterator;
import dev.kvarium.structure.QuicklistNode;
import java.util.function.LongPredicate;

/**
 * A list: elements in a row, added and taken at either end. It is a quicklist from its first
 * element on; how full its nodes get was decided when it was made, by {@code
 * list-max-listpack-size}.
 *
 * <p>Arrays handed in become part of the list, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class ListValue extends Value {
  private final Quicklist list;

  private ListValue(Quicklist list) {
    this.list = list;
  }

  /** The empty list. */
  public static ListValue empty(Shaping shaping) {
    return new ListValue(
        new Quicklist(
            shaping.listMaxListpackSize, shaping.listCompressDepth, shaping.quicklistRules()));
  }

  /** The list that a quicklist is, which it takes over. */
  public static ListValue of(Quicklist list) {
    return new ListValue(list);
  }

  /** The empty list whose nodes fill to 8 KiB whatever the parameters say, as SORT stores it. */
  public static ListValue ofDefaultNodes() {
    return new ListValue(new Quicklist(-2, 0));
  }

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public Encoding encoding() {
    return Encoding.QUICKLIST;
  }

  @Override
  public long length() {
    return list.length();
  }

  /** Adds an element at the front, or at the back. */
  public void push(byte[] element, boolean front) {
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
    return element;
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
    return list.set(index, element);
  }

  /** Puts an element before or behind the first that is {@code pivot}; whether there is one. */
  public boolean insert(byte[] pivot, byte[] element, boolean behind) {
    QuicklistIterator walk = walk(0, false);
    while (walk.advance()) {
      if (walk.valueEquals(pivot)) {
        if (behind) {
          walk.insertAfter(element);
        } else {
          walk.insertBefore(element);
        }
        walk.close();
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
  }

  /** An equal list with the same nodes, as COPY makes it. */
  @Override
  public ListValue copy(Shaping shaping) {
    return new ListValue(list.copy());
  }

  @Override
  public long memoryBytes(long samples) {
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
