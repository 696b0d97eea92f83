package dev.kvarium.redis.value;

import static dev.kvarium.redis.value.RegionBuilder.quoted;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.RaxNode;
import dev.kvarium.structure.StreamId;
import dev.kvarium.structure.StreamNode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream: its header, its radix tree, a listpack of entries, its groups. */
final class StreamRegions {
  /** So many nodes of a tree, and so many listpacks, are told. */
  private static final int MOST_NODES = 48;

  private static final int MOST_GROUPS = 8;
  private static final int MOST_PENDING = 24;

  private StreamRegions() {}

  static String add(List<Region> regions, StreamValue stream) {
    regions.add(Regions.object(stream, "ptr", "the stream"));
    Rax<StreamNode> tree = stream.entries().tree();
    regions.add(header(stream));
    regions.add(rax("rax, the tree of nodes", tree));
    regions.add(nodes(tree));
    RaxNode<StreamNode> first = firstKey(tree.head());
    if (first != null) {
      regions.add(listpacks(tree));
      addNodes(regions, tree);
    }
    Rax<StreamGroup> groups = stream.groups();
    if (groups != null) {
      int told = 0;
      RaxCursor<StreamGroup> each = new RaxCursor<>(groups);
      boolean there = each.first();
      for (; there && told < MOST_GROUPS; there = each.next()) {
        regions.add(group(stream, each.value()));
        told++;
      }
      if (there) {
        regions.add(
            new RegionBuilder("further groups")
                .line("…", groups.size() - told + " more")
                .build((long) StreamGroup.BYTES * (groups.size() - told)));
      }
    }
    return remark(stream);
  }

  private static String remark(StreamValue stream) {
    long pending = 0;
    if (stream.groups() != null) {
      RaxCursor<StreamGroup> each = new RaxCursor<>(stream.groups());
      for (boolean there = each.first(); there; there = each.next()) {
        pending += each.value().pending().size();
      }
    }
    if (pending > 0) {
      return count(pending, "entry is", "entries are")
          + " pending: handed to a consumer and not acknowledged, in the group's tree and in the"
          + " consumer's.";
    }
    long deleted = 0;
    RaxCursor<StreamNode> each = new RaxCursor<>(stream.entries().tree());
    for (boolean there = each.first(); there; there = each.next()) {
      deleted += each.value().deleted();
    }
    if (deleted > 0) {
      return count(deleted, "entry is", "entries are")
          + " marked as deleted and still in memory: a node goes as a whole, with its last live"
          + " entry.";
    }
    return "The tree finds a run of entries by the id of its first; within it ids are differences,"
        + " and fields that repeat are not written again.";
  }

  private static Region header(StreamValue stream) {
    RegionBuilder region =
        new RegionBuilder("stream")
            .pointer("rax", "the tree of nodes")
            .number(8, stream.length(), "length", count(stream.length(), "entry", "entries"));
    id(region, "last_id", stream.lastId(), "");
    id(region, "first_id", stream.firstId(), "");
    id(region, "max_deleted_entry_id", stream.maxDeletedId(), "");
    return region
        .number(
            8, stream.entriesAdded(), "entries_added", stream.entriesAdded() + " in its whole life")
        .pointer("cgroups", stream.groups() == null ? "" : "the tree of groups")
        .build();
  }

  private static void id(RegionBuilder region, String name, StreamId id, String meaning) {
    region
        .number(
            8,
            id.millis(),
            name + ".ms",
            Long.toUnsignedString(id.millis()) + (meaning.isEmpty() ? "" : ": " + meaning))
        .number(8, id.sequence(), name + ".seq", Long.toUnsignedString(id.sequence()));
  }

  // The tree.

  private static Region rax(String title, Rax<?> rax) {
    return new RegionBuilder(title)
        .pointer("head", "the root")
        .number(8, rax.size(), "numele", count(rax.size(), "key", "keys"))
        .number(8, rax.nodes(), "numnodes", count(rax.nodes(), "node", "nodes"))
        .build();
  }

  private static Region nodes(Rax<StreamNode> tree) {
    RegionBuilder region = new RegionBuilder("nodes of the tree, with the bytes on their edges");
    int left = tell(region, tree.head(), 0, MOST_NODES);
    if (left < 0) {
      region.line("…", count(tree.nodes() - MOST_NODES, "more node", "more nodes"));
    }
    return region.build(tree.bytes());
  }

  /** Tells a node and what is under it, as far as the room reaches; the room that is left. */
  private static int tell(RegionBuilder region, RaxNode<StreamNode> node, int depth, int room) {
    if (room <= 0) {
      return -1;
    }
    byte[] edges = node.edges();
    StringBuilder what = new StringBuilder();
    if (edges.length == 0) {
      what.append(node.isKey() ? "→ its listpack" : "no edges");
    } else {
      what.append(node.isCompressed() ? "a chain: " : edges.length == 1 ? "edge " : "edges ");
      what.append(hex(edges));
    }
    what.append(" · ").append(node.bytes()).append(" B");
    StreamNode value = node.value();
    if (value != null) {
      what.append(" · key ").append(value.first());
    }
    region.line("level " + depth, what.toString());
    int left = room - 1;
    for (int i = 0; i < node.childCount() && left >= 0; i++) {
      left = tell(region, node.child(i), depth + 1, left);
    }
    return left;
  }

  private static String hex(byte[] bytes) {
    String digits = Bytes.hex(bytes.length <= 16 ? bytes : Arrays.copyOf(bytes, 16));
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < digits.length(); i += 2) {
      spaced.append(i == 0 ? "" : " ").append(digits, i, i + 2);
    }
    return bytes.length <= 16 ? spaced.toString() : spaced + " …";
  }

  private static @Nullable RaxNode<StreamNode> firstKey(RaxNode<StreamNode> from) {
    RaxNode<StreamNode> node = from;
    while (!node.isKey() && node.childCount() > 0) {
      node = node.child(0);
    }
    return node.isKey() ? node : null;
  }

  // The listpacks.

  private static Region listpacks(Rax<StreamNode> tree) {
    RegionBuilder region = new RegionBuilder(count(tree.size(), "listpack", "listpacks"));
    long bytes = 0;
    int told = 0;
    RaxCursor<StreamNode> each = new RaxCursor<>(tree);
    for (boolean there = each.first(); there; there = each.next()) {
      StreamNode node = each.value();
      long allocated = Jemalloc.usable(node.pack().allocatedBytes());
      bytes += allocated;
      if (told++ < MOST_NODES) {
        region.line(
            node.first().toString(),
            count(node.live(), "entry", "entries")
                + (node.deleted() > 0 ? ", " + node.deleted() + " marked as deleted" : "")
                + ", "
                + node.pack().bytes()
                + " B in "
                + allocated
                + " B");
      }
    }
    if (told > MOST_NODES) {
      region.line("…", count(told - MOST_NODES, "more listpack", "more listpacks"));
    }
    return region.build(bytes);
  }

  private static void addNodes(List<Region> regions, Rax<StreamNode> tree) {
    RaxCursor<StreamNode> each = new RaxCursor<>(tree);
    each.last();
    StreamNode newest = each.value();
    each.first();
    StreamNode oldest = each.value();
    if (oldest != newest) {
      regions.add(listpack("listpack of the first node", oldest));
    }
    regions.add(
        listpack(
            oldest == newest ? "listpack of the only node" : "listpack of the last node", newest));
  }

  private static Region listpack(String title, StreamNode node) {
    return Regions.listpack(title, node.pack(), new Pieces(node));
  }

  /** Names the pieces of a node in their order. */
  private static final class Pieces implements Regions.Naming {
    private static final int ID_PIECES = 2;

    private final Listpack pack;
    private final int masterFields;
    private int at;
    private int entry = -1;
    private int fields;
    private boolean same;

    Pieces(StreamNode node) {
      this.pack = node.pack();
      this.masterFields = node.fields();
    }

    @Override
    public String name(int position) {
      int piece = at++;
      if (entry < 0) {
        return master(piece);
      }
      if (piece == 0) {
        long flags = pack.getLong(position);
        same = (flags & StreamNode.SAME_FIELDS) != 0;
        fields = masterFields;
        return (flags & StreamNode.DELETED) != 0 ? "flags, deleted" : "flags";
      }
      if (piece <= ID_PIECES) {
        return piece == 1 ? "+ms" : "+seq";
      }
      int index = piece - ID_PIECES - 1;
      if (!same && index == 0) {
        fields = (int) pack.getLong(position);
        return "fields";
      }
      if (!same) {
        index--;
      }
      int all = same ? fields : 2 * fields;
      if (index == all) {
        at = 0;
        entry++;
        return "pieces";
      }
      return same || index % 2 == 1 ? "value" : "field";
    }

    private String master(int piece) {
      switch (piece) {
        case 0:
          return "live";
        case 1:
          return "deleted";
        case 2:
          return "fields";
        default:
          break;
      }
      if (piece < masterFields + 3) {
        return "field";
      }
      entry = 0;
      at = 0;
      return "end of master";
    }
  }

  // Groups.

  private static Region group(StreamValue stream, StreamGroup group) {
    RegionBuilder region = new RegionBuilder("streamCG " + quoted(group.name()));
    id(region, "last_id", group.lastId(), "up to here it was served");
    var lag = stream.lag(group);
    region
        .number(
            8,
            group.entriesRead(),
            "entries_read",
            (group.entriesRead() < 0 ? "unknown" : Long.toString(group.entriesRead()))
                + (lag.isEmpty() ? ", lag unknown" : ", lag " + lag.getAsLong()))
        .pointer("pel", count(group.pending().size(), "pending entry", "pending entries"))
        .pointer("consumers", count(group.consumers().size(), "consumer", "consumers"));
    long bytes = group.memoryBytes();
    RaxCursor<StreamConsumer> readers = new RaxCursor<>(group.consumers());
    for (boolean there = readers.first(); there && !region.isFull(); there = readers.next()) {
      StreamConsumer reader = readers.value();
      region.line(
          "consumer " + quoted(reader.name()),
          reader.pending().size() + " pending, last seen at " + reader.seenMillis());
    }
    int told = 0;
    RaxCursor<StreamPending> pending = new RaxCursor<>(group.pending());
    for (boolean there = pending.first(); there && told < MOST_PENDING; there = pending.next()) {
      StreamPending entry = pending.value();
      StreamId id = StreamId.ofKey(pending.key());
      region.line(
          "pending " + id,
          "for "
              + quoted(entry.consumer().name())
              + " since "
              + entry.deliveredMillis()
              + ", delivered "
              + (entry.deliveries() == 1 ? "once" : entry.deliveries() + " times")
              + (stream.entries().contains(id) ? "" : "; the entry itself is deleted"));
      told++;
    }
    if (group.pending().size() > told) {
      region.line("…", group.pending().size() - told + " more pending");
    }
    return region.build(bytes);
  }

  private static String count(long number, String one, String many) {
    return number == 1 ? "1 " + one : number + " " + many;
  }
}
