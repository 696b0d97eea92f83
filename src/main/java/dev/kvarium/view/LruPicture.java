package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.memcached.CacheSnapshot.ClassSnapshot;
import dev.kvarium.memcached.CacheSnapshot.ItemSnapshot;
import dev.kvarium.memcached.CacheSnapshot.ListSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lists of a class with their shares, and the items at their tails. */
record LruPicture(
    String node, String models, long sinceMicros, boolean segmented, ClassSnapshot slabClass)
    implements Picture {
  private static final int BAR = 24;
  private static final int KEY_COLUMNS = 28;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + lines().size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom =
        Frame.draw(canvas, title(columns >= 100), "t " + Quantity.clock(sinceMicros), foot());
    List<StyledText> lines = lines();
    for (int items = 12; lines.size() > bottom - 1 && items > 0; items--) {
      lines = lines(items);
    }
    Rows.draw(canvas, 1, bottom, lines);
    return canvas;
  }

  private String title(boolean wide) {
    return "lru · "
        + node
        + " · class "
        + slabClass.id()
        + " of "
        + slabClass.chunkBytes()
        + " B · "
        + (segmented ? "segmented" : "classic")
        + (wide ? " · " + models : "");
  }

  private List<StyledText> lines() {
    return lines(Integer.MAX_VALUE);
  }

  private List<StyledText> lines(int itemsPerList) {
    List<StyledText> lines = new ArrayList<>();
    long total = slabClass.lists().stream().mapToLong(ListSnapshot::bytes).sum();
    for (ListSnapshot list : lists()) {
      lines.add(
          StyledText.of(
                  Columns.left(list.segment().toUpperCase(Locale.ROOT), 5)
                      + Columns.right(Quantity.count(list.size(), "item"), 14)
                      + Columns.right(Quantity.bytes(list.bytes()), 11)
                      + Columns.right(share(list, total), 6)
                      + "  ",
                  Style.BOLD)
              .plus(Rows.bar(list.bytes(), total, BAR), Style.MEMORY));
      List<ItemSnapshot> tail = list.tail();
      for (int i = 0; i < tail.size() && i < itemsPerList; i++) {
        lines.add(line(tail.get(i), list, i == 0));
      }
      int more = list.size() - Math.min(itemsPerList, tail.size());
      if (more > 0 && list.size() > 0) {
        lines.add(
            StyledText.of("        … " + Quantity.count(more) + " nearer to the head", Style.DIM));
      }
    }
    return lines;
  }

  private List<ListSnapshot> lists() {
    return slabClass.lists().stream()
        .filter(
            each ->
                each.size() > 0
                    || each.segment().equals("cold")
                    || segmented && !each.segment().equals("temp"))
        .toList();
  }

  private static String share(ListSnapshot list, long total) {
    return total == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100.0 * list.bytes() / total);
  }

  private static StyledText line(ItemSnapshot item, ListSnapshot list, boolean first) {
    boolean next = first && list.segment().equals("cold");
    return StyledText.of(first ? "  tail  " : "        ", Style.DIM)
        .plus(Columns.left(name(item), KEY_COLUMNS) + "  ", next ? Style.LOST : Style.PLAIN)
        .plus(state(item, list), Style.DIM);
  }

  private static String name(ItemSnapshot item) {
    return CommandText.of(new byte[][] {item.key().bytes()}, KEY_COLUMNS);
  }

  private static String state(ItemSnapshot item, ListSnapshot list) {
    boolean twice = item.active() || list.segment().equals("warm");
    String read = twice ? "read twice" : item.fetched() ? "read once" : "never read";
    String left = "";
    if (item.leftSeconds() != Long.MAX_VALUE) {
      left =
          item.leftSeconds() < 0
              ? ", expired " + -item.leftSeconds() + " s ago, still here"
              : ", " + item.leftSeconds() + " s to live";
    }
    return read + ", idle " + item.idleSeconds() + " s, " + item.bytes() + " B" + left;
  }

  private Optional<ItemSnapshot> next() {
    for (ListSnapshot list : slabClass.lists()) {
      if (list.segment().equals("cold") && !list.tail().isEmpty()) {
        return Optional.of(list.tail().getFirst());
      }
    }
    return Optional.empty();
  }

  private String foot() {
    String room =
        slabClass.freeChunks() > 0
            ? Quantity.count(slabClass.freeChunks(), "chunk is", "chunks are")
                + " free; after that "
            : "";
    String goes =
        next()
            .map(item -> name(item) + " goes first, from the tail of COLD.")
            .orElse("the tail of HOT is pushed to COLD and goes first.");
    String whole = room + goes;
    return Character.toUpperCase(whole.charAt(0)) + whole.substring(1);
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The lists of class ").append(slabClass.id());
    out.append(" of ").append(node).append(" (").append(models).append("), chunks of ");
    out.append(slabClass.chunkBytes()).append(" B, ").append(segmented ? "segmented" : "classic");
    out.append(" LRU. Time: ").append(Quantity.clock(sinceMicros)).append(".\n");
    long total = slabClass.lists().stream().mapToLong(ListSnapshot::bytes).sum();
    for (ListSnapshot list : lists()) {
      out.append(list.segment().toUpperCase(Locale.ROOT)).append(": ");
      out.append(Quantity.count(list.size(), "item")).append(", ");
      out.append(Quantity.bytes(list.bytes()));
      out.append(total == 0 ? "" : ", " + share(list, total)).append(".\n");
      for (ItemSnapshot item : list.tail()) {
        out.append("  ").append(name(item)).append(": ").append(state(item, list)).append(".\n");
      }
      int more = list.size() - list.tail().size();
      if (more > 0) {
        out.append("  and ").append(Quantity.count(more)).append(" nearer to the head.\n");
      }
    }
    return out.append(foot()).toString();
  }
}
