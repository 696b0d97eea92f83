package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.StreamSnapshot.Consumer;
import dev.kvarium.redis.value.StreamSnapshot.Group;
import dev.kvarium.redis.value.StreamSnapshot.Node;
import dev.kvarium.redis.value.StreamSnapshot.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a stream one beneath the other, live entries before those that are only marked as
 * deleted, with the place up to which each group has read; then the groups with their consumers and
 * what is pending.
 */
record StreamPicture(
    String node,
    String models,
    long nowMicros,
    long startMicros,
    Optional<StreamSnapshot> stream,
    String absent)
    implements Picture {
  private static final int LABEL = 9;

  /** Nodes at either end that are told where there is little room. */
  private static final int FEW_NODES = 2;

  private static final int MOST_BAR = 24;
  private static final int LEAST_BAR = 8;

  /** What stands beside a bar: a number, an id, two counts, the name of a group. */
  private static final int BESIDE_BAR = 66;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot())
        + Rows.folded(lines(columns, Integer.MAX_VALUE), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time(), foot());
    List<StyledText> lines = lines(columns, Integer.MAX_VALUE);
    if (lines.size() > bottom - 1) {
      lines = lines(columns, FEW_NODES);
    }
    Rows.draw(canvas, 1, bottom, lines);
    return canvas;
  }

  private String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  private String title(boolean wide) {
    return "stream · "
        + stream
            .map(
                seen ->
                    name(seen.key())
                        + " · "
                        + Quantity.count(seen.length(), "entry", "entries")
                        + " in "
                        + Quantity.count(seen.nodes(), "node"))
            .orElse(node)
        + (wide ? " · " + models : "");
  }

  /** The rows, with at most so many nodes of either end. */
  private List<StyledText> lines(int columns, int mostNodes) {
    List<StyledText> lines = new ArrayList<>();
    if (stream.isEmpty()) {
      return lines;
    }
    StreamSnapshot seen = stream.get();
    nodes(lines, seen, columns, mostNodes);
    lines.add(label("ids").plus(ids(seen), Style.PLAIN));
    lines.add(label("memory").plus(memory(seen), Style.PLAIN));
    for (Group group : seen.groups()) {
      lines.add(label("group").plus(group(group), Style.PLAIN));
      for (Consumer consumer : group.consumers()) {
        lines.add(label("").plus(consumer(consumer), Style.PLAIN));
      }
      if (group.consumerCount() > group.consumers().size()) {
        lines.add(label("").plus("… " + moreConsumers(group), Style.DIM));
      }
      for (Pending pending : group.oldest()) {
        Style style = pending.entryDeleted() ? Style.LOST : Style.PLAIN;
        lines.add(label("pending").plus(pending(pending), style));
      }
      if (group.pending() > group.oldest().size()) {
        lines.add(label("").plus("… " + morePending(group), Style.DIM));
      }
    }
    if (seen.groupCount() > seen.groups().size()) {
      lines.add(StyledText.of("… " + moreGroups(seen), Style.DIM));
    }
    return lines;
  }

  private void nodes(List<StyledText> lines, StreamSnapshot seen, int columns, int mostNodes) {
    int bar = Math.min(MOST_BAR, columns - BESIDE_BAR);
    long most = 1;
    for (Node each : seen.page()) {
      most = Math.max(most, each.live() + each.deleted());
    }
    int before = 0;
    for (int i = 0; i < seen.page().size(); i++) {
      boolean atEnd = i < mostNodes || seen.page().size() - i <= mostNodes;
      if (!atEnd) {
        continue;
      }
      int number = seen.page().get(i).number();
      if (number != before + 1) {
        lines.add(
            StyledText.of("… " + Quantity.count(number - before - 1, "more node"), Style.DIM));
      }
      before = number;
      lines.add(row(seen, i, bar < LEAST_BAR ? 0 : bar, most));
    }
  }

  private StyledText label(String word) {
    int width =
        stream.map(seen -> ("node " + Quantity.count(seen.nodes())).length() + 2).orElse(LABEL);
    return StyledText.of(Columns.left(word, Math.max(LABEL, width)), Style.DIM);
  }

  private StyledText row(StreamSnapshot seen, int index, int columns, long most) {
    Node node = seen.page().get(index);
    StyledText row = label("node " + Quantity.count(node.number()));
    if (columns > 0) {
      long all = node.live() + node.deleted();
      int drawn = (int) Math.max(1, StrictMath.round((double) all * columns / most));
      int live = all == 0 ? 0 : (int) StrictMath.round((double) node.live() * drawn / all);
      live = node.live() > 0 ? Math.max(1, live) : 0;
      row =
          row.plus("█".repeat(live), Style.MEMORY)
              .plus("·".repeat(Math.max(0, drawn - live)), Style.DIM)
              .plus(" ".repeat(Math.max(0, columns - Math.max(drawn, live)) + 2), Style.PLAIN);
    }
    row = row.plus(node(node), Style.PLAIN);
    String readers = readers(seen, index);
    return readers.isEmpty() ? row : row.plus(" ← " + readers, Style.BOLD);
  }

  private static String node(Node node) {
    return node.firstId()
        + " on: "
        + Quantity.count(node.live())
        + " live"
        + (node.deleted() > 0 ? ", " + Quantity.count(node.deleted()) + " deleted" : "")
        + ", "
        + Quantity.bytes(node.bytes());
  }

  /** The groups that have read into a node and not beyond; none where the next one is not told. */
  private static String readers(StreamSnapshot seen, int index) {
    Node node = seen.page().get(index);
    Node next = index + 1 < seen.page().size() ? seen.page().get(index + 1) : null;
    if (next != null && next.number() != node.number() + 1) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (Group group : seen.groups()) {
      boolean into = !group.lastId().isBefore(node.firstId());
      if (into && (next == null || group.lastId().isBefore(next.firstId()))) {
        names.add(name(group.name()));
      }
    }
    return String.join(", ", names);
  }

  private static String ids(StreamSnapshot seen) {
    return "first "
        + seen.firstId()
        + ", last "
        + seen.lastId()
        + " · "
        + Quantity.count(seen.added())
        + " ever added"
        + (seen.maxDeletedId().isZero() ? "" : " · greatest deleted " + seen.maxDeletedId());
  }

  private static String memory(StreamSnapshot seen) {
    return Quantity.bytes(seen.bytes())
        + " · a radix tree of "
        + Quantity.count(seen.treeNodes(), "node")
        + " finds "
        + Quantity.count(seen.nodes(), "listpack");
  }

  private static String skipped(StreamSnapshot seen) {
    return Quantity.count(seen.pageSkips(), "more node");
  }

  private static String moreConsumers(Group group) {
    return Quantity.count(group.consumerCount() - group.consumers().size(), "more consumer");
  }

  private static String morePending(Group group) {
    return Quantity.count(
        group.pending() - group.oldest().size(), "more pending entry", "more pending entries");
  }

  private static String moreGroups(StreamSnapshot seen) {
    return Quantity.count(seen.groupCount() - seen.groups().size(), "more group");
  }

  private static String group(Group group) {
    String lag =
        group.lag().isEmpty()
            ? "how far it lags cannot be told"
            : group.lag().getAsLong() == 0
                ? "nothing left to read"
                : "lags " + Quantity.count(group.lag().getAsLong(), "entry", "entries");
    return name(group.name())
        + ", served up to "
        + group.lastId()
        + " · "
        + lag
        + " · "
        + Quantity.count(group.pending())
        + " pending";
  }

  private String consumer(Consumer consumer) {
    return name(consumer.name())
        + ": "
        + (consumer.waitingSinceMillis().isEmpty()
            ? "nothing pending"
            : Quantity.count(consumer.pending())
                + " pending, the oldest "
                + waits(consumer.waitingSinceMillis().getAsLong()))
        + " · seen "
        + (micros(consumer.seenMillis()) == 0
            ? "just now"
            : Quantity.span(micros(consumer.seenMillis())) + " ago");
  }

  private String pending(Pending pending) {
    return pending.id()
        + " → "
        + name(pending.consumer())
        + " "
        + waits(pending.sinceMillis())
        + ", delivered "
        + (pending.deliveries() == 1 ? "once" : Quantity.count(pending.deliveries()) + " times")
        + (pending.entryDeleted() ? " ✕ the entry itself is deleted" : "");
  }

  private String waits(long sinceMillis) {
    return micros(sinceMillis) == 0
        ? "since this moment"
        : "for " + Quantity.span(micros(sinceMillis));
  }

  /** How long a time is past; 0 when it is this millisecond. */
  private long micros(long sinceMillis) {
    long past = nowMicros - sinceMillis * 1_000;
    return past < 1_000 ? 0 : past;
  }

  private String foot() {
    if (stream.isEmpty()) {
      return absent;
    }
    StreamSnapshot seen = stream.get();
    long pending = 0;
    long gone = 0;
    for (Group group : seen.groups()) {
      pending += group.pending();
      for (Pending each : group.oldest()) {
        gone += each.entryDeleted() ? 1 : 0;
      }
    }
    if (gone > 0) {
      return Quantity.count(gone, "entry is", "entries are")
          + " pending and deleted: XDEL takes nothing off the list, XACK or XAUTOCLAIM does.";
    }
    if (pending > 0) {
      return Quantity.count(pending, "entry is", "entries are")
          + " handed out and not acknowledged: another consumer must claim what a dead one has.";
    }
    if (seen.deleted() > 0) {
      return Quantity.count(seen.deleted(), "deleted entry keeps its", "deleted entries keep their")
          + " bytes until the last live entry of the node goes.";
    }
    if (seen.length() == 0) {
      return "No entries; the stream stays, with the ids that it gave.";
    }
    return "Entries only come at the end; a node that is full is followed by another.";
  }

  @Override
  public String narration() {
    if (stream.isEmpty()) {
      return "Streams of " + node + " (" + models + "). Time: " + time() + ".\n" + absent;
    }
    StreamSnapshot seen = stream.get();
    StringBuilder out = new StringBuilder("The ").append(title(false).replace(" · ", " "));
    out.append(", of ").append(node).append(" (").append(models).append("). Time: ");
    out.append(time()).append(".\n");
    for (int i = 0; i < seen.page().size(); i++) {
      Node each = seen.page().get(i);
      out.append("Node ").append(Quantity.count(each.number())).append(", from ");
      out.append(node(each));
      String readers = readers(seen, i);
      out.append(readers.isEmpty() ? "" : "; up to here has read " + readers).append(".\n");
    }
    if (seen.pageSkips() > 0) {
      out.append("Between them ").append(skipped(seen)).append(".\n");
    }
    out.append("Ids: ").append(ids(seen)).append(".\n");
    out.append("Memory: ").append(memory(seen)).append(".\n");
    for (Group group : seen.groups()) {
      out.append("Group ").append(group(group)).append(".\n");
      for (Consumer consumer : group.consumers()) {
        out.append("  Consumer ").append(consumer(consumer)).append(".\n");
      }
      if (group.consumerCount() > group.consumers().size()) {
        out.append("  And ").append(moreConsumers(group)).append(".\n");
      }
      for (Pending pending : group.oldest()) {
        out.append("  Pending: ").append(pending(pending)).append(".\n");
      }
      if (group.pending() > group.oldest().size()) {
        out.append("  And ").append(morePending(group)).append(".\n");
      }
    }
    if (seen.groupCount() > seen.groups().size()) {
      out.append("And ").append(moreGroups(seen)).append(".\n");
    }
    return out.append(foot()).toString();
  }

  private static String name(Blob name) {
    return CommandText.of(new byte[][] {name.bytes()}, 32);
  }
}
