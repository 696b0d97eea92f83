package dev.kvarium.view;

import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.NetworkSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a snapshot says of a server among others. */
record ReplicationPicture(
    String node,
    String time,
    Optional<ReplicationSnapshot> snapshot,
    Optional<NetworkSnapshot> network,
    LedgerReach reach)
    implements Picture {
  private static final int NAMED = 3;

  /** A line, with the bar that stands beneath it if there is one. */
  private record Line(String text, Style style, Optional<Bar> bar) {}

  /** Bytes of the stream from one number to another, by how far they have come. */
  private record Bar(long first, long acknowledged, long sent, long last) {}

  @Override
  public int rows(int columns) {
    int rows = Frame.rows(columns, foot());
    for (Line each : lines()) {
      rows += Frame.wrap(each.text(), columns - 4).size() + (each.bar().isPresent() ? 1 : 0);
    }
    return rows;
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), time, foot());
    int row = 1;
    for (Line each : lines()) {
      for (String text : Frame.wrap(each.text(), columns - 4)) {
        if (row == bottom - 1 && needed(columns) > bottom - 1) {
          canvas.text(2, row, "… more below", Style.DIM);
          return canvas;
        }
        if (row < bottom) {
          canvas.text(2, row++, columns - 3, text, each.style());
        }
      }
      if (each.bar().isPresent() && row < bottom) {
        bar(canvas, row++, each.bar().get());
      }
    }
    return canvas;
  }

  private int needed(int columns) {
    return rows(columns) - Frame.rows(columns, foot());
  }

  private String title() {
    return "replication · "
        + node
        + snapshot
            .map(each -> each.primary().isPresent() ? " · replica" : " · primary")
            .orElse(" · down");
  }

  private static void bar(Canvas canvas, int y, Bar bar) {
    int columns = canvas.width() - 4;
    long total = Math.max(1, bar.last() - bar.first() + 1);
    int acknowledged = share(bar.acknowledged() - bar.first() + 1, total, columns);
    int sent = share(bar.sent() - bar.first() + 1, total, columns);
    canvas.fill(2, y, acknowledged, Hue.OTHER_NODE.glyph(), Style.OTHER_NODE);
    canvas.fill(2 + acknowledged, y, sent - acknowledged, '▒', Style.PAGE_CACHE);
    canvas.fill(2 + sent, y, columns - sent, '░', Style.BUFFER);
  }

  /** Columns for a part: none only for nothing, all only for everything. */
  private static int share(long part, long total, int columns) {
    if (part <= 0) {
      return 0;
    }
    if (part >= total) {
      return columns;
    }
    return (int) Math.max(1, Math.min(columns - 1, part * columns / total));
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    if (snapshot.isEmpty()) {
      lines.add(line("this node is down, or no Redis", Style.DIM));
      return lines;
    }
    ReplicationSnapshot seen = snapshot.get();
    seen.primary().ifPresent(primary -> lines.add(above(primary)));
    boolean kept = seen.firstKept() > 0;
    lines.add(
        line(
            "stream "
                + ReplicationFacts.id(seen.id())
                + "… at byte "
                + Quantity.count(seen.offset())
                + (seen.secondOffset() < 0
                    ? ""
                    : ", up to byte "
                        + Quantity.count(seen.secondOffset() - 1)
                        + " the same as "
                        + ReplicationFacts.id(seen.secondId())
                        + "…"),
            Style.PLAIN));
    lines.add(
        kept
            ? new Line(
                "backlog "
                    + Quantity.bytes(seen.keptBytes())
                    + " of "
                    + Quantity.bytes(seen.backlogBytes())
                    + ": from byte "
                    + Quantity.count(seen.firstKept())
                    + " on"
                    + ring(seen),
                Style.PLAIN,
                Optional.empty())
            : line("no backlog: nobody has followed yet", Style.DIM));
    if (seen.minReplicas() > 0) {
      lines.add(
          line("a write needs " + Quantity.count(seen.minReplicas(), "good replica"), Style.PLAIN));
    }
    for (ReplicationSnapshot.Replica each : seen.replicas()) {
      lines.add(replica(seen, each));
    }
    if (kept && seen.replicas().isEmpty()) {
      lines.add(line("nobody follows now", Style.DIM));
    }
    if (!seen.replicas().isEmpty()) {
      lines.add(
          line(
              Hue.OTHER_NODE.glyph() + " the replica said that it has them  ▒ sent  ░ not sent",
              Style.DIM));
    }
    flying(lines);
    return lines;
  }

  private static String ring(ReplicationSnapshot seen) {
    return seen.keptBytes() < seen.backlogBytes()
        ? ""
        : "; each new byte takes the place of the oldest";
  }

  private static Line above(ReplicationSnapshot.Primary primary) {
    return line(
        "follows "
            + primary.name()
            + ": "
            + (primary.up() ? "link up" : "link down, " + primary.state())
            + (primary.offset() < 0
                ? ""
                : ", has all up to byte " + Quantity.count(primary.offset()))
            + (primary.silentMillis() < 0
                ? ""
                : ", last heard of " + Quantity.span(primary.silentMillis() * 1_000) + " ago"),
        primary.up() ? Style.PLAIN : Style.LOST);
  }

  private static Line replica(ReplicationSnapshot seen, ReplicationSnapshot.Replica replica) {
    String text =
        replica.name()
            + " "
            + replica.state()
            + ": has "
            + Quantity.count(replica.acknowledged())
            + ", sent "
            + Quantity.count(replica.sent())
            + ", behind "
            + Quantity.bytes(Math.max(0, seen.offset() - replica.acknowledged()))
            + ", lag "
            + replica.lagSeconds()
            + " s"
            + (replica.state().equals("online") && replica.acknowledged() + 1 < seen.firstKept()
                ? "; if it has no more than that when the link breaks, it needs all data again"
                : "");
    long first = Math.max(1, Math.min(seen.firstKept(), replica.acknowledged()));
    return new Line(
        text,
        Style.PLAIN,
        replica.state().equals("online") && seen.offset() > 0
            ? Optional.of(new Bar(first, replica.acknowledged(), replica.sent(), seen.offset()))
            : Optional.empty());
  }

  private void flying(List<Line> lines) {
    if (network.isEmpty()) {
      return;
    }
    NetworkSnapshot between = network.get();
    for (NetworkSnapshot.Link each : between.links()) {
      if (each.cut() && (each.from().equals(node) || each.to().equals(node))) {
        lines.add(line("✕ cut: " + each.from() + " → " + each.to(), Style.LOST));
      }
    }
    if (between.frozen().contains(node)) {
      lines.add(line("░ the process stands still, its kernel receives", Style.BUFFER));
    }
    int named = 0;
    for (NetworkSnapshot.Flying each : between.inFlight()) {
      if (each.from().equals(node)) {
        if (named++ < NAMED) {
          lines.add(
              line(
                  "in flight to "
                      + each.to()
                      + ", "
                      + Quantity.count(each.bytes(), "byte")
                      + (each.arrivesMicros() < 0 ? ", held up: " : ": ")
                      + each.what(),
                  Style.OTHER_NODE));
        }
      }
    }
    if (named > NAMED) {
      lines.add(line("and " + Quantity.count(named - NAMED, "more message"), Style.DIM));
    }
    long unread =
        between.unread().stream()
            .filter(each -> each.to().equals(node))
            .mapToLong(NetworkSnapshot.Flying::bytes)
            .sum();
    if (unread > 0) {
      lines.add(line(Quantity.count(unread, "byte") + " in the kernel, not read", Style.BUFFER));
    }
  }

  private static Line line(String text, Style style) {
    return new Line(text, style, Optional.empty());
  }

  private String foot() {
    if (snapshot.isEmpty()) {
      return node + " tells nothing of itself now.";
    }
    ReplicationSnapshot seen = snapshot.get();
    if (seen.primary().isPresent()) {
      return seen.primary().get().up()
          ? "What clients read here is as old as the bytes that have not come yet."
          : "Nothing new arrives here: what clients read is stale.";
    }
    if (seen.replicas().isEmpty()) {
      return seen.firstKept() > 0
          ? "Nobody follows " + node + " now: what it accepts is nowhere else."
          : node + " stands alone: REPLICAOF " + node + " 6379 on another node has that follow it.";
    }
    if (reach.alone() == 0) {
      return "Every acknowledged write is known to be on a replica.";
    }
    return Quantity.count(reach.alone(), "acknowledged write")
        + (reach.alone() == 1 ? " is" : " are")
        + " not known to be on any replica: "
        + String.join(", ", reach.lastAlone())
        + (reach.alone() > reach.lastAlone().size() ? " and others." : ".");
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder();
    out.append("Replication of ").append(node).append(": ");
    out.append(title().substring(title().lastIndexOf(' ') + 1)).append(". Time: ").append(time);
    out.append(".\n");
    for (Line each : lines()) {
      if (!each.text().startsWith(Hue.OTHER_NODE.glyph() + " ")) {
        out.append(each.text().replaceFirst("^[✕░] ", "")).append(".\n");
      }
    }
    return out.append(foot()).toString();
  }
}
