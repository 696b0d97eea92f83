package dev.kvarium.structure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Rax}: the bytes on the edges that leave it, and where they lead.
 *
 * <p>Plain, it has an edge for each of its bytes, in their order. Compressed, its bytes are one
 * after the other the edges of a chain of nodes of which only the end is there. A node of one byte
 * is plain.
 */
public final class RaxNode<V> {
  /** Bytes of the header: three bits and a length of 29. */
  public static final int HEADER_BYTES = 4;

  private static final int POINTER_BYTES = 8;
  private static final byte[] NO_EDGES = new byte[0];
  private static final RaxNode<?>[] NO_CHILDREN = new RaxNode<?>[0];

  byte[] edges = NO_EDGES;
  RaxNode<V>[] children = none();
  boolean compressed;
  boolean key;
  @Nullable V value;

  @SuppressWarnings("unchecked")
  private static <V> RaxNode<V>[] none() {
    return (RaxNode<V>[]) NO_CHILDREN;
  }

  @SuppressWarnings("unchecked")
  static <V> RaxNode<V>[] only(RaxNode<V> child) {
    RaxNode<V>[] one = (RaxNode<V>[]) new RaxNode<?>[1];
    one[0] = child;
    return one;
  }

  /** A node with these edges that leads to one child. */
  static <V> RaxNode<V> leadingTo(RaxNode<V> child, byte[] edges, int from, int to) {
    RaxNode<V> node = new RaxNode<>();
    node.chain(edges, from, to, child);
    return node;
  }

  /** Lets this node lead over these edges to one child. */
  void chain(byte[] from, int start, int end, RaxNode<V> child) {
    edges = Arrays.copyOfRange(from, start, end);
    compressed = edges.length > 1;
    children = only(child);
  }

  /** Takes over from another whether a key ends here, and what it leads to. */
  void keyOf(RaxNode<V> other) {
    key = other.key;
    value = other.value;
  }

  /** The child behind an edge, or -1. */
  int indexOf(byte edge) {
    byte[] all = edges;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == edge) {
        return i;
      }
    }
    return -1;
  }

  /** Adds an edge in its place; the index of the new child. */
  int add(byte edge, RaxNode<V> child) {
    int at = 0;
    while (at < edges.length && (edges[at] & 0xff) <= (edge & 0xff)) {
      at++;
    }
    byte[] more = new byte[edges.length + 1];
    System.arraycopy(edges, 0, more, 0, at);
    more[at] = edge;
    System.arraycopy(edges, at, more, at + 1, edges.length - at);
    RaxNode<V>[] nodes = Arrays.copyOf(children, more.length);
    System.arraycopy(children, at, nodes, at + 1, edges.length - at);
    nodes[at] = child;
    edges = more;
    children = nodes;
    return at;
  }

  /** Takes out an edge; a chain has only one to take. */
  void removeChild(RaxNode<V> child) {
    if (compressed || edges.length == 1) {
      compressed = false;
      edges = NO_EDGES;
      children = none();
      return;
    }
    int at = indexOf(child);
    byte[] fewer = new byte[edges.length - 1];
    System.arraycopy(edges, 0, fewer, 0, at);
    System.arraycopy(edges, at + 1, fewer, at, fewer.length - at);
    RaxNode<V>[] nodes = Arrays.copyOf(children, fewer.length);
    System.arraycopy(children, at + 1, nodes, at, fewer.length - at);
    edges = fewer;
    children = nodes;
  }

  int indexOf(RaxNode<V> child) {
    int i = 0;
    while (children[i] != child) {
      i++;
    }
    return i;
  }

  /** Whether it is a link of a chain: no key ends here, and one edge leaves. */
  boolean isLink() {
    return !key && (compressed || edges.length == 1);
  }

  // What a picture of it tells.

  /** The bytes on the edges. Not to be changed. */
  public byte[] edges() {
    return edges;
  }

  /** How many nodes it leads to. */
  public int childCount() {
    return children.length;
  }

  /** A node it leads to. */
  public RaxNode<V> child(int index) {
    return children[index];
  }

  /** Whether its bytes are a chain. */
  public boolean isCompressed() {
    return compressed;
  }

  /** Whether a key ends here. */
  public boolean isKey() {
    return key;
  }

  /** What the key that ends here leads to; null when none does. */
  public @Nullable V value() {
    return value;
  }

  /** Bytes between the edges and the pointers, that these stand at a multiple of 8. */
  public int paddingBytes() {
    return -(HEADER_BYTES + edges.length) & (POINTER_BYTES - 1);
  }

  /** Bytes of the node as it lies in memory: header, edges, padding, pointers. */
  public int bytes() {
    return HEADER_BYTES
        + edges.length
        + paddingBytes()
        + POINTER_BYTES * children.length
        + (key ? POINTER_BYTES : 0);
  }
}
