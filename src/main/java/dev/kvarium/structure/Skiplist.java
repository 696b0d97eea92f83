package dev.kvarium.structure;

import dev.kvarium.world.Randomness;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A skiplist: members in the order of their scores, and of their bytes where scores are equal, with
 * express lanes above. A large sorted set is a skiplist for the order and a {@link Dict} from
 * member to score.
 *
 * <pre>
 *   level 3  head ─────────────3────────────▶ c ──────────────────▶ end
 *   level 2  head ──────2───────▶ b ────1───▶ c ────────1─────────▶ end
 *   level 1  head ──1──▶ a ──1──▶ b ────1───▶ c ────1────▶ d ─────▶ end
 *                        1.0      2.0         2.0          7.5
 * </pre>
 *
 * <p>A node is on level 1, and on each further level with a chance of one in four, up to 32: a
 * search starts on the highest lane and steps down where the next node would be too far, about
 * log4(n) lanes of about two steps. The number on an arrow is its <i>span</i>, how many nodes it
 * passes; their sum on the way to a node is its rank. Level 1 is linked backwards too.
 *
 * <p>Worked example: to find d above, from the head on level 3 to c (rank 3), where level 3 and 2
 * lead to the end, and on level 1 to d: rank 4, two steps instead of four.
 *
 * <p>Limits. The levels are drawn, so the shape, never the order, depends on chance. In Redis a
 * node takes 24 bytes and 16 for each of its levels, 45.3 on average, next to its member's string.
 *
 * <p>Source: William Pugh, "Skip lists: a probabilistic alternative to balanced trees", 1990;
 * behaviour of t_zset.c in 7.0.15.
 */
public final class Skiplist {
  /** The highest level a node can have. */
  public static final int MAX_LEVEL = 32;

  /** A member with its score, and the lanes that run through it. */
  public static final class Node {
    final byte[] member;
    double score;
    @Nullable Node backward;
    final @Nullable Node[] forward;
    final int[] span;

    Node(int level, double score, byte[] member) {
      this.member = member;
      this.score = score;
      forward = new Node[level];
      span = new int[level];
    }

    /** The member; not to be changed. */
    public byte[] member() {
      return member;
    }

    /** Its score. */
    public double score() {
      return score;
    }

    /** How many lanes run through it, 1 to 32. */
    public int level() {
      return forward.length;
    }

    /** The next node on a lane, counted from 0. */
    public @Nullable Node next(int lane) {
      return forward[lane];
    }

    /** How many nodes the arrow on a lane, counted from 0, passes. */
    public int span(int lane) {
      return span[lane];
    }

    /** The node after this one. */
    public @Nullable Node next() {
      return forward[0];
    }

    /** The node before this one. */
    public @Nullable Node previous() {
      return backward;
    }

    private boolean isBefore(double otherScore, byte[] otherMember) {
      return score < otherScore
          || score == otherScore && Arrays.compareUnsigned(member, otherMember) < 0;
    }
  }

  private final Randomness random;
  private final Node head = new Node(MAX_LEVEL, 0, new byte[0]);
  private @Nullable Node tail;
  private int length;
  private int level = 1;

  /** The nodes, and their ranks, after which a search stepped down, lane by lane. */
  private final Node[] path = new Node[MAX_LEVEL];

  private final int[] pathRank = new int[MAX_LEVEL];

  /** An empty skiplist that draws the levels of its nodes from {@code random}. */
  public Skiplist(Randomness random) {
    this.random = random;
  }

  /** The number of members. */
  public int length() {
    return length;
  }

  /** The number of lanes in use, at least 1. */
  public int level() {
    return level;
  }

  /** The node before the first, from which all lanes start; it has no member. */
  public Node head() {
    return head;
  }

  /** The node with the least score. */
  public @Nullable Node first() {
    return head.forward[0];
  }

  /** The node with the greatest score. */
  public @Nullable Node last() {
    return tail;
  }

  // Changing.

  /** Puts in {@code member}, which must not be there yet, with a score that is not NaN. */
  public Node insert(double score, byte[] member) {
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      int rank = i == level - 1 ? 0 : pathRank[i + 1];
      Node next = x.forward[i];
      while (next != null && next.isBefore(score, member)) {
        rank += x.span[i];
        x = next;
        next = x.forward[i];
      }
      pathRank[i] = rank;
      path[i] = x;
    }
    int height = drawLevel();
    for (; level < height; level++) {
      pathRank[level] = 0;
      path[level] = head;
      head.span[level] = length;
    }
    Node node = new Node(height, score, member);
    for (int i = 0; i < height; i++) {
      Node before = path[i];
      int distance = pathRank[0] - pathRank[i];
      node.forward[i] = before.forward[i];
      node.span[i] = before.span[i] - distance;
      before.forward[i] = node;
      before.span[i] = distance + 1;
    }
    for (int i = height; i < level; i++) {
      path[i].span[i]++;
    }
    node.backward = path[0] == head ? null : path[0];
    Node after = node.forward[0];
    if (after == null) {
      tail = node;
    } else {
      after.backward = node;
    }
    length++;
    return node;
  }

  private int drawLevel() {
    int height = 1;
    while (height < MAX_LEVEL && random.chance(1, 4)) {
      height++;
    }
    return height;
  }

  /** Takes out {@code member}, whose score is {@code score}; whether it was there. */
  public boolean delete(double score, byte[] member) {
    Node node = seek(score, member);
    if (node == null || node.score != score || !Arrays.equals(node.member, member)) {
      return false;
    }
    unlink(node);
    return true;
  }

  /**
   * Gives {@code member}, whose score is {@code score}, another one: in place when it stays between
   * its neighbours, else by taking it out and putting it in again.
   */
  public Node updateScore(double score, byte[] member, double newScore) {
    Node node = seek(score, member);
    if (node == null || node.score != score || !Arrays.equals(node.member, member)) {
      throw new IllegalArgumentException("no such member with this score");
    }
    Node before = node.backward;
    Node after = node.forward[0];
    if ((before == null || before.score < newScore) && (after == null || after.score > newScore)) {
      node.score = newScore;
      return node;
    }
    unlink(node);
    return insert(newScore, node.member);
  }

  /** Takes out all in {@code range}, handing each to {@code deleted}; how many. */
  public int deleteRange(MemberRange range, Consumer<? super Node> deleted) {
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && !range.isNotBefore(next.score, next.member)) {
        x = next;
        next = x.forward[i];
      }
      path[i] = x;
    }
    int count = 0;
    Node node = x.forward[0];
    while (node != null && range.isNotBehind(node.score, node.member)) {
      node = unlinkAndGoOn(node, deleted);
      count++;
    }
    return count;
  }

  /** Takes out those with the ranks {@code start} to {@code end}, from 1, both included. */
  public int deleteRangeByRank(long start, long end, Consumer<? super Node> deleted) {
    Node x = head;
    long passed = 0;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && passed + x.span[i] < start) {
        passed += x.span[i];
        x = next;
        next = x.forward[i];
      }
      path[i] = x;
    }
    int count = 0;
    Node node = x.forward[0];
    while (node != null && ++passed <= end) {
      node = unlinkAndGoOn(node, deleted);
      count++;
    }
    return count;
  }

  private @Nullable Node unlinkAndGoOn(Node node, Consumer<? super Node> deleted) {
    Node next = node.forward[0];
    unlink(node);
    deleted.accept(node);
    return next;
  }

  /** The first node not before {@code score} and {@code member}; the path leads to it. */
  private @Nullable Node seek(double score, byte[] member) {
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && next.isBefore(score, member)) {
        x = next;
        next = x.forward[i];
      }
      path[i] = x;
    }
    return x.forward[0];
  }

  /** Takes out the node to which the path leads. */
  private void unlink(Node node) {
    for (int i = 0; i < level; i++) {
      Node before = path[i];
      if (before.forward[i] == node) {
        before.span[i] += node.span[i] - 1;
        before.forward[i] = node.forward[i];
      } else {
        before.span[i]--;
      }
    }
    Node after = node.forward[0];
    if (after == null) {
      tail = node.backward;
    } else {
      after.backward = node.backward;
    }
    while (level > 1 && head.forward[level - 1] == null) {
      level--;
    }
    length--;
  }

  // Looking up.

  /** The rank of {@code member}, whose score is {@code score}, from 1; 0 when it is not there. */
  public int rank(double score, byte[] member) {
    int rank = 0;
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && next.isBefore(score, member)) {
        rank += x.span[i];
        x = next;
        next = x.forward[i];
      }
      if (next != null && next.score == score && Arrays.equals(next.member, member)) {
        return rank + x.span[i];
      }
    }
    return 0;
  }

  /** The node with {@code rank}, from 1. */
  public @Nullable Node byRank(long rank) {
    if (rank < 1 || rank > length) {
      return null;
    }
    long passed = 0;
    Node x = head;
    for (int i = level - 1; i >= 0 && passed < rank; i--) {
      Node next = x.forward[i];
      while (next != null && passed + x.span[i] <= rank) {
        passed += x.span[i];
        x = next;
        next = x.forward[i];
      }
    }
    return x;
  }

  /** The first node in {@code range}. */
  public @Nullable Node firstIn(MemberRange range) {
    if (range.isEmpty()) {
      return null;
    }
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && !range.isNotBefore(next.score, next.member)) {
        x = next;
        next = x.forward[i];
      }
    }
    Node found = x.forward[0];
    return found != null && range.isNotBehind(found.score, found.member) ? found : null;
  }

  /** The last node in {@code range}. */
  public @Nullable Node lastIn(MemberRange range) {
    if (range.isEmpty()) {
      return null;
    }
    Node x = head;
    for (int i = level - 1; i >= 0; i--) {
      Node next = x.forward[i];
      while (next != null && range.isNotBehind(next.score, next.member)) {
        x = next;
        next = x.forward[i];
      }
    }
    return x != head && range.isNotBefore(x.score, x.member) ? x : null;
  }
}
