package dev.kvarium.structure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A radix tree: keys of bytes in their order, each leading to a value. What keys begin with is kept
 * once. A stream's nodes, its groups, their consumers and what is pending are found by such trees.
 *
 * <pre>
 *   the keys "foo", "foobar" and "footer"
 *
 *   ┌──────┐     ┌────┐─ b ─►┌──────┐     ┌───┐
 *   │ foo  │────►│ bt │      │ ar   │────►│ ● │ foobar
 *   └──────┘     └────┘─ t ┐ └──────┘     └───┘
 *                  ● foo   │ ┌──────┐     ┌───┐
 *                          └►│ er   │────►│ ● │ footer
 *                            └──────┘     └───┘
 * </pre>
 *
 * <p>The bytes stand on the edges, not in the nodes: a key is at the node to which its last byte
 * leads. A node with one edge that is no key would be a mere link; links in a row become one
 * <em>compressed</em> node that holds their bytes. A node in memory, here "bt" of the picture, a
 * key with two children, 32 bytes:
 *
 * <pre>
 *   11 00 00 00   62 74   00 00   → child b (8)   → child t (8)   → value (8)
 *   │             b  t    to a multiple of 8
 *   └ bit 0 a key, bit 1 no value, bit 2 compressed, 29 bits the number of bytes: 2
 * </pre>
 *
 * <p>Putting in "fob" stops in the compressed node, at its third byte: it is cut into "fo" and a
 * plain node with the edges b and o; what is left of a longer chain becomes a third node. Putting
 * in "fo" ends inside of it: it is cut into "fo" and "o". Taking a key out joins links again,
 * upward and downward, unless the key was at a compressed node.
 *
 * <p>Limits. A lookup costs the length of the key, a plain node is searched byte by byte. The tree
 * has no pointers upward: whoever walks keeps the way in a stack, {@link RaxCursor}. Values are
 * never null here; Redis spares the pointer for those that are.
 *
 * <p>Source: Salvatore Sanfilippo's "rax", as rax.c of 7.0.15 builds it, node by node.
 */
public final class Rax<V> {
  private RaxNode<V> head = new RaxNode<>();
  private int size;
  private int nodes = 1;

  // Where the last walk ended: at a node, after so many bytes of it where it is compressed.
  private RaxNode<V> at = head;
  private @Nullable RaxNode<V> parent;
  private int link;
  private int split;

  /** Keys. */
  public int size() {
    return size;
  }

  /** Nodes, the root included, which is always there. */
  public int nodes() {
    return nodes;
  }

  /** The root. */
  public RaxNode<V> head() {
    return head;
  }

  /** Bytes of all nodes, before an allocator rounds them up. */
  public long bytes() {
    return bytes(head);
  }

  private long bytes(RaxNode<V> node) {
    long sum = node.bytes();
    for (RaxNode<V> child : node.children) {
      sum += bytes(child);
    }
    return sum;
  }

  /** Goes as far as the key leads; how many of its bytes were used. Notes the way if asked to. */
  private int walk(byte[] key, @Nullable Way<V> way) {
    RaxNode<V> node = head;
    RaxNode<V> from = null;
    int index = 0;
    int i = 0;
    int j = 0;
    while (node.edges.length > 0 && i < key.length) {
      byte[] edges = node.edges;
      if (node.compressed) {
        for (j = 0; j < edges.length && i < key.length && edges[j] == key[i]; j++) {
          i++;
        }
        if (j != edges.length) {
          break;
        }
        index = 0;
      } else {
        int child = node.indexOf(key[i]);
        if (child < 0) {
          break;
        }
        index = child;
        i++;
      }
      if (way != null) {
        way.push(node);
      }
      from = node;
      node = node.children[index];
      j = 0;
    }
    at = node;
    parent = from;
    link = index;
    split = node.compressed ? j : 0;
    return i;
  }

  /** The nodes from the root to the one where a walk ended, which is not among them. */
  private static final class Way<V> {
    private RaxNode<V>[] nodes = array(16);
    private int depth;

    @SuppressWarnings("unchecked")
    private static <V> RaxNode<V>[] array(int length) {
      return (RaxNode<V>[]) new RaxNode<?>[length];
    }

    void push(RaxNode<V> node) {
      if (depth == nodes.length) {
        nodes = Arrays.copyOf(nodes, depth * 2);
      }
      nodes[depth++] = node;
    }

    @Nullable RaxNode<V> pop() {
      return depth == 0 ? null : nodes[--depth];
    }
  }

  /** What a key leads to, or null. */
  public @Nullable V get(byte[] key) {
    int used = walk(key, null);
    return used == key.length && split == 0 && at.key ? at.value : null;
  }

  /** Lets a key lead to a value; what it led to before, or null. */
  public @Nullable V put(byte[] key, V value) {
    int used = walk(key, null);
    RaxNode<V> node = at;
    if (used == key.length && split == 0) {
      V old = node.value;
      if (!node.key) {
        node.key = true;
        size++;
      }
      node.value = value;
      return old;
    }
    if (node.compressed && used == key.length) {
      splitForKey(node, value);
      size++;
      return null;
    }
    if (node.compressed) {
      node = splitForBranch(node);
    }
    while (used < key.length) {
      RaxNode<V> child = new RaxNode<>();
      if (node.edges.length == 0 && key.length - used > 1) {
        node.chain(key, used, key.length, child);
        used = key.length;
      } else {
        node.add(key[used++], child);
      }
      nodes++;
      node = child;
    }
    node.key = true;
    node.value = value;
    size++;
    return null;
  }

  /** The key ends inside the chain: its first part leads to what is left, where the key is. */
  private void splitForKey(RaxNode<V> chain, V value) {
    byte[] edges = chain.edges;
    RaxNode<V> rest = RaxNode.leadingTo(chain.children[0], edges, split, edges.length);
    rest.key = true;
    rest.value = value;
    chain.chain(edges, 0, split, rest);
    nodes++;
  }

  /** The key leaves the chain: a plain node comes where it does, which is returned. */
  private RaxNode<V> splitForBranch(RaxNode<V> chain) {
    byte[] edges = chain.edges;
    RaxNode<V> next = chain.children[0];
    if (split + 1 < edges.length) {
      next = RaxNode.leadingTo(next, edges, split + 1, edges.length);
      nodes++;
    }
    RaxNode<V> branch = RaxNode.leadingTo(next, edges, split, split + 1);
    if (split == 0) {
      branch.keyOf(chain);
      replace(parent, link, branch);
    } else {
      chain.chain(edges, 0, split, branch);
      nodes++;
    }
    return branch;
  }

  private void replace(@Nullable RaxNode<V> above, int index, RaxNode<V> node) {
    if (above == null) {
      head = node;
    } else {
      above.children[index] = node;
    }
  }

  /** Takes a key out; what it led to, or null when it was not there. */
  public @Nullable V remove(byte[] key) {
    Way<V> way = new Way<>();
    int used = walk(key, way);
    RaxNode<V> node = at;
    if (used != key.length || split != 0 || !node.key) {
      return null;
    }
    V old = node.value;
    node.key = false;
    node.value = null;
    size--;
    if (node.edges.length == 0) {
      node = prune(node, way);
      if (node.edges.length == 1 && !node.key) {
        join(node, way);
      }
    } else if (node.edges.length == 1) {
      // A chain that held the key stays apart from the links above it: so does Redis.
      join(node, way);
    }
    return old;
  }

  /** Drops a node that leads nowhere, and the links above it; the node that is left. */
  private RaxNode<V> prune(RaxNode<V> leaf, Way<V> way) {
    RaxNode<V> child = leaf;
    RaxNode<V> node = leaf;
    while (node != head) {
      child = node;
      nodes--;
      RaxNode<V> above = way.pop();
      if (above == null) {
        throw new IllegalStateException("a way without a root");
      }
      node = above;
      if (!node.isLink()) {
        break;
      }
    }
    if (child != node) {
      node.removeChild(child);
    }
    return node;
  }

  /** Makes one compressed node of the links around {@code node}, if there are several. */
  private void join(RaxNode<V> node, Way<V> way) {
    RaxNode<V> start = node;
    RaxNode<V> above = way.pop();
    while (above != null && above.isLink()) {
      start = above;
      above = way.pop();
    }
    int length = 0;
    int links = 0;
    RaxNode<V> end = start;
    do {
      length += end.edges.length;
      links++;
      end = end.children[0];
    } while (end.isLink());
    if (links == 1) {
      return;
    }
    byte[] edges = new byte[length];
    int to = 0;
    for (RaxNode<V> each = start; each != end; each = each.children[0]) {
      System.arraycopy(each.edges, 0, edges, to, each.edges.length);
      to += each.edges.length;
    }
    RaxNode<V> joined = RaxNode.leadingTo(end, edges, 0, length);
    nodes -= links - 1;
    replace(above, above == null ? 0 : above.indexOf(start), joined);
  }
}
