package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.structure.StreamNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A stream at one moment: its nodes, what it remembers, its groups with who has what.
 *
 * <p>Of many nodes the first and the last are told, of many groups, consumers and pending entries
 * the first; the counts tell of all.
 *
 * @param bytes what MEMORY USAGE says of the value alone
 * @param added entries that were ever added
 * @param nodes listpacks in the tree
 * @param treeNodes nodes of the radix tree
 * @param deleted entries in the told nodes that are only marked as deleted
 * @param page the told nodes, in their order
 * @param pageSkips how many nodes are left out before the one of {@code page} at this index
 */
public record StreamSnapshot(
    Blob key,
    long length,
    long bytes,
    StreamId firstId,
    StreamId lastId,
    StreamId maxDeletedId,
    long added,
    int nodes,
    int treeNodes,
    long deleted,
    List<Node> page,
    int pageSkips,
    int groupCount,
    List<Group> groups) {
  private static final int FIRST_NODES = 8;
  private static final int LAST_NODES = 8;
  private static final int MOST_GROUPS = 8;
  private static final int MOST_CONSUMERS = 16;
  private static final int MOST_PENDING = 16;

  /** Entries that are looked at before the sum is given up. */
  private static final int PATIENCE = 10_000;

  /**
   * A node.
   *
   * @param number from 1, in the order of the tree
   * @param bytes of its listpack
   */
  public record Node(int number, StreamId firstId, long live, long deleted, int bytes) {}

  /**
   * A group.
   *
   * @param lag entries it was not served; empty where nobody knows
   * @param pending all that is pending
   * @param oldest what is pending, by ids
   */
  public record Group(
      Blob name,
      StreamId lastId,
      OptionalLong lag,
      int pending,
      int consumerCount,
      List<Consumer> consumers,
      List<Pending> oldest) {}

  /**
   * A consumer.
   *
   * @param waitingSinceMillis when the entry was delivered that has been pending for longest
   */
  public record Consumer(
      Blob name, long seenMillis, int pending, OptionalLong waitingSinceMillis) {}

  /** What is pending; the entry itself may be deleted. */
  public record Pending(
      StreamId id, Blob consumer, long sinceMillis, long deliveries, boolean entryDeleted) {}

  /** Looks at a stream; changes nothing. */
  public static StreamSnapshot of(byte[] key, StreamValue stream) {
    Rax<StreamNode> tree = stream.entries().tree();
    List<Node> page = new ArrayList<>();
    RaxCursor<StreamNode> each = new RaxCursor<>(tree);
    int number = 0;
    for (boolean there = each.first(); there && page.size() < FIRST_NODES; there = each.next()) {
      page.add(node(++number, each.value()));
    }
    List<Node> last = new ArrayList<>();
    int from = tree.size();
    for (boolean there = each.last();
        there && from > number && last.size() < LAST_NODES;
        there = each.prev()) {
      last.add(node(from--, each.value()));
    }
    page.addAll(last.reversed());
    long deleted = 0;
    for (Node node : page) {
      deleted += node.deleted();
    }
    List<Group> groups = new ArrayList<>();
    if (stream.groups() != null) {
      RaxCursor<StreamGroup> group = new RaxCursor<>(stream.groups());
      for (boolean there = group.first();
          there && groups.size() < MOST_GROUPS;
          there = group.next()) {
        groups.add(group(stream, group.value()));
      }
    }
    return new StreamSnapshot(
        Blob.of(key),
        stream.length(),
        stream.memoryBytes(FIRST_NODES),
        stream.firstId(),
        stream.lastId(),
        stream.maxDeletedId(),
        stream.entriesAdded(),
        tree.size(),
        tree.nodes(),
        deleted,
        List.copyOf(page),
        from - number,
        stream.groupCount(),
        List.copyOf(groups));
  }

  private static Node node(int number, StreamNode node) {
    return new Node(number, node.first(), node.live(), node.deleted(), node.pack().bytes());
  }

  private static Group group(StreamValue stream, StreamGroup group) {
    List<Consumer> consumers = new ArrayList<>();
    RaxCursor<StreamConsumer> each = new RaxCursor<>(group.consumers());
    for (boolean there = each.first();
        there && consumers.size() < MOST_CONSUMERS;
        there = each.next()) {
      StreamConsumer consumer = each.value();
      consumers.add(
          new Consumer(
              Blob.of(consumer.name()),
              consumer.seenMillis(),
              consumer.pending().size(),
              waitingSince(consumer)));
    }
    List<Pending> oldest = new ArrayList<>();
    RaxCursor<StreamPending> pending = new RaxCursor<>(group.pending());
    for (boolean there = pending.first();
        there && oldest.size() < MOST_PENDING;
        there = pending.next()) {
      StreamId id = StreamId.ofKey(pending.key());
      StreamPending entry = pending.value();
      oldest.add(
          new Pending(
              id,
              Blob.of(entry.consumer().name()),
              entry.deliveredMillis(),
              entry.deliveries(),
              !stream.entries().contains(id)));
    }
    return new Group(
        Blob.of(group.name()),
        group.lastId(),
        stream.lag(group),
        group.pending().size(),
        group.consumers().size(),
        List.copyOf(consumers),
        List.copyOf(oldest));
  }

  private static OptionalLong waitingSince(StreamConsumer consumer) {
    if (consumer.pending().size() == 0) {
      return OptionalLong.empty();
    }
    long since = Long.MAX_VALUE;
    int looked = 0;
    RaxCursor<StreamPending> each = new RaxCursor<>(consumer.pending());
    for (boolean there = each.first(); there && looked < PATIENCE; there = each.next()) {
      since = Math.min(since, each.value().deliveredMillis());
      looked++;
    }
    return OptionalLong.of(since);
  }
}
