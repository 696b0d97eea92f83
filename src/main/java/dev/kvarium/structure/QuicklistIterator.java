package dev.kvarium.structure;

import dev.kvarium.structure.Quicklist.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a {@link Quicklist} in either direction. The element it stands at may be removed, and
 * the walk goes on with the one that follows. After an insertion or a replacement it is over. A
 * walk that is given up before its end is to be closed, or a compressed node would stay expanded.
 */
public final class QuicklistIterator implements AutoCloseable {
  private static final int UNSOUGHT = -2;

  private final Quicklist list;
  private final Direction direction;
  private @Nullable QuicklistNode node;
  private long offset;
  private int p = UNSOUGHT;

  QuicklistIterator(
      Quicklist list, Direction direction, @Nullable QuicklistNode node, long offset) {
    this.list = list;
    this.direction = direction;
    this.node = node;
    this.offset = offset;
  }

  /** Goes to the next element; whether there is one. */
  public boolean advance() {
    boolean forward = direction == Direction.HEAD_TO_TAIL;
    while (node != null) {
      if (p == UNSOUGHT) {
        list.expandForUse(node);
        p = node.isPlain() ? 0 : node.pack().seek(offset);
      } else if (node.isPlain()) {
        p = Packed.NONE;
      } else {
        p = forward ? node.pack().next(p) : node.pack().prev(p);
        offset += forward ? 1 : -1;
      }
      if (p != Packed.NONE) {
        return true;
      }
      list.compress(node);
      node = forward ? node.next : node.prev;
      offset = forward ? 0 : -1;
      p = UNSOUGHT;
    }
    return false;
  }

  /** Ends a walk that is not through; harmless when it is. */
  @Override
  public void close() {
    QuicklistNode at = node;
    node = null;
    if (at != null) {
      list.compress(at);
    }
  }

  /** The node in which the walk stands or will begin, null when it is over. */
  public @Nullable QuicklistNode node() {
    return node;
  }

  /** The number of the element in its node, counted from 0, or from the end with -1 the last. */
  public long offset() {
    return offset;
  }

  /** The element. */
  public byte[] value() {
    QuicklistNode at = here();
    return at.isPlain() ? at.plain() : at.pack().get(p);
  }

  /** Whether the element is {@code value}. */
  public boolean valueEquals(byte[] value) {
    QuicklistNode at = here();
    return at.isPlain() ? Arrays.equals(at.plain(), value) : at.pack().equalsAt(p, value);
  }

  /** Takes the element out. */
  public void remove() {
    QuicklistNode at = here();
    QuicklistNode following = direction == Direction.HEAD_TO_TAIL ? at.next : at.prev;
    if (list.deleteAt(at, p)) {
      node = following;
      offset = direction == Direction.HEAD_TO_TAIL ? 0 : -1;
    }
    p = UNSOUGHT;
  }

  /** Puts {@code value} before the element, nearer to the head. */
  public void insertBefore(byte[] value) {
    list.insert(here(), p, offset, value, false);
    node = null;
  }

  /** Puts {@code value} behind the element, nearer to the tail. */
  public void insertAfter(byte[] value) {
    list.insert(here(), p, offset, value, true);
    node = null;
  }

  /** Puts {@code value} in the place of the element. */
  public void replace(byte[] value) {
    list.replace(here(), p, offset, value);
    node = null;
  }

  private QuicklistNode here() {
    QuicklistNode at = node;
    if (at == null || p < 0) {
      throw new IllegalStateException("no element: advance() was not called or said false");
    }
    return at;
  }
}
