package dev.kvarium.structure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link Rax}, moved from key to key in the order of their bytes, either way. Holds
 * until the tree is changed; then it is to be sought again.
 */
public final class RaxCursor<V> {
  private final Rax<V> rax;
  private RaxNode<V>[] way = array(16);
  private int[] taken = new int[16];
  private int depth;
  private byte[] key = new byte[32];
  private int length;
  private @Nullable RaxNode<V> node;

  /** A cursor that is nowhere yet. */
  public RaxCursor(Rax<V> rax) {
    this.rax = rax;
  }

  @SuppressWarnings("unchecked")
  private static <V> RaxNode<V>[] array(int length) {
    return (RaxNode<V>[]) new RaxNode<?>[length];
  }

  /** Whether there is a key here. */
  public boolean isHere() {
    return node != null;
  }

  /** The key here; a copy. */
  public byte[] key() {
    return Arrays.copyOf(key, length);
  }

  /** What the key here leads to. */
  public V value() {
    RaxNode<V> here = node;
    if (here == null || here.value == null) {
      throw new IllegalStateException("no key here");
    }
    return here.value;
  }

  /** Goes to the first key; whether there is one. */
  public boolean first() {
    return downToFirst(root());
  }

  /** Goes to the last key; whether there is one. */
  public boolean last() {
    return downToLast(root());
  }

  /** Goes to the next key; whether there is one. */
  public boolean next() {
    RaxNode<V> here = node;
    if (here == null) {
      return false;
    }
    return here.edges.length > 0 ? downToFirst(down(here, 0)) : onward();
  }

  /** Goes to the key before; whether there is one. */
  public boolean prev() {
    RaxNode<V> here = node;
    return here != null && backward();
  }

  /** Goes to the first key from this one on, itself included; whether there is one. */
  public boolean atLeast(byte[] wanted) {
    RaxNode<V> here = root();
    int i = 0;
    while (i < wanted.length && here.edges.length > 0) {
      byte[] edges = here.edges;
      if (here.compressed) {
        int same = common(edges, wanted, i);
        i += same;
        if (same < edges.length) {
          boolean less = i < wanted.length && (edges[same] & 0xff) < (wanted[i] & 0xff);
          return less ? onward() : downToFirst(down(here, 0));
        }
        here = down(here, 0);
      } else {
        int index = 0;
        while (index < edges.length && (edges[index] & 0xff) < (wanted[i] & 0xff)) {
          index++;
        }
        if (index == edges.length) {
          return onward();
        }
        boolean more = edges[index] != wanted[i];
        here = down(here, index);
        if (more) {
          return downToFirst(here);
        }
        i++;
      }
    }
    return i == wanted.length ? downToFirst(here) : onward();
  }

  /** Goes to the last key up to this one, itself included; whether there is one. */
  public boolean atMost(byte[] wanted) {
    RaxNode<V> here = root();
    int i = 0;
    while (i < wanted.length && here.edges.length > 0) {
      byte[] edges = here.edges;
      if (here.compressed) {
        int same = common(edges, wanted, i);
        i += same;
        if (same < edges.length) {
          boolean less = i < wanted.length && (edges[same] & 0xff) < (wanted[i] & 0xff);
          return less ? downToLast(down(here, 0)) : hereOrBackward(here);
        }
        here = down(here, 0);
      } else {
        int index = edges.length - 1;
        while (index >= 0 && (edges[index] & 0xff) > (wanted[i] & 0xff)) {
          index--;
        }
        if (index < 0) {
          return hereOrBackward(here);
        }
        boolean less = edges[index] != wanted[i];
        here = down(here, index);
        if (less) {
          return downToLast(here);
        }
        i++;
      }
    }
    return hereOrBackward(here);
  }

  private static int common(byte[] edges, byte[] wanted, int from) {
    int most = Math.min(edges.length, wanted.length - from);
    int mismatch = Arrays.mismatch(edges, 0, most, wanted, from, from + most);
    return mismatch < 0 ? most : mismatch;
  }

  private RaxNode<V> root() {
    depth = 0;
    length = 0;
    return rax.head();
  }

  private RaxNode<V> down(RaxNode<V> from, int index) {
    if (depth == taken.length) {
      way = Arrays.copyOf(way, depth * 2);
      taken = Arrays.copyOf(taken, depth * 2);
    }
    way[depth] = from;
    taken[depth++] = index;
    int bytes = from.compressed ? from.edges.length : 1;
    if (length + bytes > key.length) {
      key = Arrays.copyOf(key, Math.max(length + bytes, key.length * 2));
    }
    System.arraycopy(from.edges, from.compressed ? 0 : index, key, length, bytes);
    length += bytes;
    return from.children[index];
  }

  /** Goes to the node above; null from the root. */
  private @Nullable RaxNode<V> up() {
    if (depth == 0) {
      return null;
    }
    RaxNode<V> above = way[--depth];
    length -= above.compressed ? above.edges.length : 1;
    return above;
  }

  private boolean arrive(@Nullable RaxNode<V> at) {
    node = at;
    return at != null;
  }

  /** The first key of the tree under a node, itself included. */
  private boolean downToFirst(RaxNode<V> from) {
    RaxNode<V> here = from;
    while (!here.key && here.edges.length > 0) {
      here = down(here, 0);
    }
    return arrive(here.key ? here : null);
  }

  /** The last key of the tree under a node, itself included. */
  private boolean downToLast(RaxNode<V> from) {
    RaxNode<V> here = from;
    while (here.edges.length > 0) {
      here = down(here, here.children.length - 1);
    }
    return arrive(here.key ? here : null);
  }

  /** The first key behind the tree under the node that the way leads to. */
  private boolean onward() {
    for (RaxNode<V> above = up(); above != null; above = up()) {
      int index = taken[depth] + 1;
      if (index < above.children.length) {
        return downToFirst(down(above, index));
      }
    }
    return arrive(null);
  }

  private boolean hereOrBackward(RaxNode<V> here) {
    return here.key ? arrive(here) : backward();
  }

  /** The last key before the node that the way leads to. */
  private boolean backward() {
    for (RaxNode<V> above = up(); above != null; above = up()) {
      int index = taken[depth] - 1;
      if (index >= 0) {
        return downToLast(down(above, index));
      }
      if (above.key) {
        return arrive(above);
      }
    }
    return arrive(null);
  }
}
