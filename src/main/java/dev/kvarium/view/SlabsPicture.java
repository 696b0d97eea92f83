package dev.kvarium.view;

import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.memcached.CacheSnapshot.ClassSnapshot;
import dev.kvarium.memcached.CacheSnapshot.PageSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row a class: its pages as cells by how full they are, and three kinds of waste. */
record SlabsPicture(String node, String models, long sinceMicros, CacheSnapshot cache)
    implements Picture {
  private static final int MOST_PAGE_CELLS = 96;
  private static final int WIDE_PAGE = 10;
  private static final String FILLS = "·░▒▓█";

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + lines(columns).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom =
        Frame.draw(canvas, title(columns >= 100), "t " + Quantity.clock(sinceMicros), foot());
    Rows.draw(canvas, 1, bottom, lines(columns));
    return canvas;
  }

  private String title(boolean wide) {
    return "slabs · "
        + node
        + " · "
        + Quantity.bytes(cache.mallocedBytes())
        + " of "
        + Quantity.bytes(cache.maxBytes())
        + " · "
        + Quantity.count(cache.items(), "item")
        + (wide ? " · " + models : "");
  }

  private List<StyledText> lines(int columns) {
    List<StyledText> lines = new ArrayList<>();
    if (cache.classes().isEmpty()) {
      return lines;
    }
    int cells = Math.clamp(columns - 66, 6, MOST_PAGE_CELLS);
    boolean wide = columns >= 72;
    lines.add(StyledText.of(heading(cells, wide), Style.DIM));
    for (ClassSnapshot each : cache.classes()) {
      lines.add(line(each, cells, wide));
    }
    if (cache.pooledPages() > 0) {
      lines.add(
          StyledText.of(
              " pool  " + Quantity.count(cache.pooledPages(), "page") + " for any class",
              Style.BUFFER));
    }
    return lines;
  }

  private static String heading(int cells, boolean wide) {
    return "class   chunk  "
        + Columns.left("pages", cells)
        + Columns.right("used", 11)
        + Columns.right("free", 8)
        + (wide
            ? Columns.right("waste", 8) + Columns.right("at ends", 11) + Columns.right("evicted", 9)
            : "");
  }

  private static StyledText line(ClassSnapshot each, int cells, boolean wide) {
    StyledText line =
        StyledText.of(
                Columns.right(Integer.toString(each.id()), 5)
                    + Columns.right(Integer.toString(each.chunkBytes()), 8)
                    + "  ",
                Style.PLAIN)
            .plus(Columns.left(pages(each, cells), cells), Style.MEMORY)
            .plus(Columns.right(Quantity.count(each.usedChunks()), 11), Style.PLAIN)
            .plus(Columns.right(Quantity.count(each.freeChunks()), 8), Style.DIM);
    if (!wide) {
      return line;
    }
    return line.plus(Columns.right(waste(each), 8), Style.PLAIN)
        .plus(Columns.right(Quantity.bytes(each.wastedAtEnds()), 11), Style.DIM)
        .plus(
            Columns.right(Quantity.count(each.evicted()), 9),
            each.evicted() > 0 ? Style.LOST : Style.DIM);
  }

  /** What of the used chunks lies idle behind the items. */
  private static String waste(ClassSnapshot each) {
    long bytes = each.usedChunks() * each.chunkBytes();
    return bytes == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f %%", 100.0 * each.wastedInChunks() / bytes);
  }

  /** A few pages as bars, many as a cell each by how full it is. */
  private static String pages(ClassSnapshot each, int cells) {
    int pages = each.pages().size();
    StringBuilder out = new StringBuilder();
    if (pages * (WIDE_PAGE + 1) <= cells) {
      for (PageSnapshot page : each.pages()) {
        int filled =
            page.usedChunks() == 0
                ? 0
                : Math.max(1, page.usedChunks() * WIDE_PAGE / each.chunksPerPage());
        out.append("█".repeat(filled)).append("░".repeat(WIDE_PAGE - filled)).append(' ');
      }
      return out.toString();
    }
    int shown = pages <= cells ? pages : cells - 1;
    for (PageSnapshot page : each.pages().subList(0, shown)) {
      out.append(fill(page.usedChunks(), each.chunksPerPage()));
    }
    return shown < pages ? out.append('…').toString() : out.toString();
  }

  private static char fill(int used, int all) {
    if (used == 0) {
      return FILLS.charAt(0);
    }
    return FILLS.charAt(used == all ? 4 : 1 + used * 3 / all);
  }

  private String foot() {
    if (cache.classes().isEmpty()) {
      return "No page is taken yet: a class takes its first when an item needs it.";
    }
    if (cache.move().isUnderWay()) {
      return "A page is on its way from class "
          + cache.move().fromClass()
          + " to "
          + (cache.move().toClass() == 0 ? "the pool" : "class " + cache.move().toClass())
          + ".";
    }
    for (ClassSnapshot each : cache.classes()) {
      if (each.evicted() + each.outOfMemory() > 0 && freeElsewhere(each) > 0) {
        return "Class "
            + each.id()
            + " has thrown away "
            + Quantity.count(each.evicted(), "item")
            + " while "
            + Quantity.bytes(freeElsewhere(each))
            + " lie free in other classes: a page stays with the class that took it.";
      }
    }
    long left = cache.maxBytes() - cache.mallocedBytes();
    return left >= 1 << 20
        ? Quantity.bytes(left)
            + " can still be taken, a megabyte at a time, by whichever class asks."
        : "All memory is taken: a class without a free chunk throws away one of its own items.";
  }

  /** What lies free in other classes, in whole chunks. */
  private long freeElsewhere(ClassSnapshot but) {
    long bytes = 0;
    for (ClassSnapshot each : cache.classes()) {
      if (each.id() != but.id()) {
        bytes += (long) each.freeChunks() * each.chunkBytes();
      }
    }
    return bytes >= 1 << 20 ? bytes : 0;
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The slabs of ").append(node);
    out.append(" (").append(models).append("): ").append(Quantity.bytes(cache.mallocedBytes()));
    out.append(" of ").append(Quantity.bytes(cache.maxBytes())).append(" are taken, for ");
    out.append(Quantity.count(cache.items(), "item")).append(". Time: ");
    out.append(Quantity.clock(sinceMicros)).append(".\n");
    for (ClassSnapshot each : cache.classes()) {
      out.append("Class ").append(each.id()).append(", chunks of ").append(each.chunkBytes());
      out.append(" B: ").append(Quantity.count(each.pages().size(), "page")).append(", ");
      out.append(Quantity.count(each.usedChunks())).append(" chunks used, ");
      out.append(Quantity.count(each.freeChunks())).append(" free; ");
      out.append(waste(each).equals("-") ? "nothing" : waste(each)).append(" wasted in chunks, ");
      out.append(Quantity.bytes(each.wastedAtEnds())).append(" at the ends of pages; ");
      out.append(Quantity.count(each.evicted())).append(" evicted.\n");
    }
    if (cache.pooledPages() > 0) {
      out.append("In the pool: ").append(Quantity.count(cache.pooledPages(), "page")).append(".\n");
    }
    return out.append(foot()).toString();
  }
}
