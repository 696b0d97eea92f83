package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sharding.RingSnapshot.Placed;
import dev.kvarium.sharding.RingSnapshot.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The circle unrolled, a letter for the owner of each part, and beneath it what each server has.
 */
record RingPicture(long sinceMicros, RingSnapshot ring) implements Picture {
  private static final List<Style> STYLES =
      List.of(
          Style.MEMORY, Style.PAGE_CACHE, Style.DISK, Style.OTHER_NODE, Style.BUFFER, Style.KNOWN);

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int LABEL = 11;
  private static final int MOST_CELLS = 64;

  /** How many parts of the circle a letter stands for where the picture may choose its height. */
  private static final int USUAL_MERGED = 4;

  private static final long CIRCLE = 1L << 32;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot())
        + Rows.folded(lines(columns, USUAL_MERGED), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), "t " + Quantity.clock(sinceMicros), foot());
    int merged = 1;
    while (merged < RingSnapshot.CELLS / MOST_CELLS && lines(columns, merged).size() > bottom - 1) {
      merged *= 2;
    }
    Rows.draw(canvas, 1, bottom, lines(columns, merged));
    return canvas;
  }

  private String title() {
    return "ring · " + ring.name() + " · " + ring.method() + points();
  }

  private String points() {
    return ring.points() == 0 ? "" : " · " + Quantity.count(ring.points(), "point");
  }

  /** All rows, of the circle only one cell in so many. */
  private List<StyledText> lines(int columns, int merged) {
    List<StyledText> lines = new ArrayList<>();
    int cells = columns - LABEL - 2 >= MOST_CELLS ? MOST_CELLS : MOST_CELLS / 4;
    for (int from = 0; from < ring.owners().size(); from += cells * merged) {
      lines.add(arcs(from, cells, merged));
    }
    if (merged > 1) {
      lines.add(StyledText.of("… a letter stands for several parts of the circle", Style.DIM));
    }
    ring.key().ifPresent(key -> lines.add(key(key)));
    int name = 6;
    for (Share each : ring.shares()) {
      name = Math.max(name, Columns.of(each.server()));
    }
    lines.add(StyledText.of(heading(name), Style.DIM));
    for (int i = 0; i < ring.shares().size(); i++) {
      lines.add(share(i, name, columns));
    }
    return lines;
  }

  private StyledText arcs(int from, int cells, int merged) {
    StyledText line = StyledText.of(Columns.left(from == 0 ? "circle" : "", LABEL), Style.DIM);
    for (int cell = from; cell < from + cells * merged; cell += merged) {
      int owner = ring.owners().get(cell);
      boolean here = keyIn(cell, cell + merged);
      Style style = style(owner);
      line = line.plus(letter(owner), here ? style.withReverse().withBold() : style);
    }
    return line;
  }

  private boolean keyIn(int from, int to) {
    return ring.key()
        .map(each -> each.place() / (CIRCLE / RingSnapshot.CELLS))
        .filter(cell -> cell >= from && cell < to)
        .isPresent();
  }

  private static Style style(int server) {
    return STYLES.get(server % STYLES.size());
  }

  private static String letter(int server) {
    return LETTERS.substring(server % LETTERS.length(), server % LETTERS.length() + 1);
  }

  private StyledText key(Placed key) {
    return StyledText.of(Columns.left("key", LABEL), Style.DIM).plus(where(key), Style.BOLD);
  }

  private String where(Placed key) {
    return name(key)
        + " at "
        + RingFacts.place(key.place())
        + key.point().map(point -> ", next point " + RingFacts.place(point)).orElse("")
        + ": "
        + ring.shares().get(key.server()).server()
        + key.before().map(from -> ", before " + from).orElse("");
  }

  private static String name(Placed key) {
    return CommandText.of(new byte[][] {key.key().bytes()}, 40);
  }

  private String heading(int name) {
    return Columns.left("", 3)
        + Columns.left("server", name)
        + Columns.right("weight", 8)
        + (ring.points() == 0 ? "" : Columns.right("points", 8) + Columns.right("circle", 9))
        + Columns.right("keys", 9)
        + (ring.changed() ? Columns.right("came", 8) + Columns.right("went", 8) : "");
  }

  private StyledText share(int server, int name, int columns) {
    Share share = ring.shares().get(server);
    String text =
        Columns.left(share.server(), name)
            + Columns.right(Integer.toString(share.weight()), 8)
            + (ring.points() == 0
                ? ""
                : Columns.right(Quantity.count(share.points()), 8)
                    + Columns.right(percent(share.arc(), CIRCLE), 9))
            + Columns.right(percent(share.keys(), ring.sampled()), 9)
            + (ring.changed()
                ? Columns.right(Quantity.count(share.came()), 8)
                    + Columns.right(Quantity.count(share.went()), 8)
                : "");
    int room = Math.min(30, columns - 7 - Columns.of(text));
    int most = ring.shares().stream().mapToInt(Share::keys).max().orElse(1);
    return StyledText.of(letter(server) + "  ", style(server))
        .plus(text, Style.PLAIN)
        .plus("  " + (room < 6 ? "" : Rows.bar(share.keys(), most, room)), style(server));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }

  private String foot() {
    if (ring.changed()) {
      return percent(ring.moved(), ring.sampled())
          + " of "
          + Quantity.count(ring.sampled(), "key")
          + " belong to another server than before the ring changed.";
    }
    int most = ring.shares().stream().mapToInt(Share::keys).max().orElse(0);
    Share largest =
        ring.shares().stream().filter(each -> each.keys() == most).findFirst().orElseThrow();
    int weights = ring.shares().stream().mapToInt(Share::weight).sum();
    return "Of "
        + Quantity.count(ring.sampled(), "key")
        + " the most belong to "
        + largest.server()
        + ": "
        + percent(most, ring.sampled())
        + ", where its weight is worth "
        + percent(largest.weight(), weights)
        + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The ring ").append(ring.name());
    out.append(": ").append(ring.method()).append(points()).append(". Time: ");
    out.append(Quantity.clock(sinceMicros)).append(".\n");
    for (Share each : ring.shares()) {
      out.append(each.server()).append(": weight ").append(each.weight());
      if (ring.points() > 0) {
        out.append(", ").append(Quantity.count(each.points(), "point"));
        out.append(", ").append(percent(each.arc(), CIRCLE)).append(" of the circle");
      }
      out.append(", ").append(percent(each.keys(), ring.sampled())).append(" of the keys");
      if (ring.changed()) {
        out.append("; ").append(Quantity.count(each.came())).append(" came and ");
        out.append(Quantity.count(each.went())).append(" went");
      }
      out.append(".\n");
    }
    ring.key().ifPresent(key -> out.append("The key ").append(where(key)).append(".\n"));
    return out.append(foot()).toString();
  }
}
