package dev.kvarium.view;

import dev.kvarium.base.Crc16;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The slots unrolled: rows of cells, a letter for the owner of so many slots, and beneath each row
 * how many commands they took.
 *
 * @param letters the place of each node of the cluster among those that have letters, -1 for none
 * @param cells in a row, a power of two
 * @param rows a power of two
 */
record SlotsGrid(SlotsFold fold, int[] letters, int cells, int rows) {
  static final int LABEL = 6;
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final List<Style> STYLES =
      List.of(Style.MEMORY, Style.PAGE_CACHE, Style.DISK, Style.OTHER_NODE, Style.BUFFER);

  /** How many cells a row has at so many columns. */
  static int cells(int columns) {
    int room = columns - LABEL;
    return room >= 128 ? 128 : room >= 64 ? 64 : room >= 32 ? 32 : 16;
  }

  int slotsPerCell() {
    return Crc16.SLOTS / cells / rows;
  }

  static String letter(int place) {
    return place < 0
        ? "·"
        : LETTERS.substring(place % LETTERS.length(), place % LETTERS.length() + 1);
  }

  static Style style(int place) {
    return place < 0 ? Style.DIM : STYLES.get(place % STYLES.size());
  }

  List<StyledText> lines() {
    boolean counted = fold.allCommands() > 0;
    long most = 1;
    for (int slot = 0; slot < Crc16.SLOTS; slot += slotsPerCell()) {
      most = Math.max(most, load(slot, slotsPerCell()));
    }
    List<StyledText> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int first = row * cells * slotsPerCell();
      lines.add(owners(first));
      if (load(first, cells * slotsPerCell()) > 0) {
        lines.add(loads(first, most));
      }
    }
    lines.add(StyledText.of(legend(counted), Style.DIM));
    return lines;
  }

  private String legend(boolean counted) {
    return "… a letter stands for "
        + Quantity.count(slotsPerCell(), "slot")
        + ", a small one for mostly that node's"
        + (fold.moves().isEmpty() ? "" : "; ▶ one moves")
        + (counted ? "; load: commands" : "")
        + (letters.length > LETTERS.length() ? "; letters begin anew behind Z" : "");
  }

  private StyledText owners(int first) {
    StyledText line = StyledText.of(Columns.left(Integer.toString(first), LABEL), Style.DIM);
    StringBuilder run = new StringBuilder();
    Style style = Style.PLAIN;
    for (int cell = 0; cell < cells; cell++) {
      int from = first + cell * slotsPerCell();
      Style own = cellStyle(from);
      if (!own.equals(style)) {
        line = run.isEmpty() ? line : line.plus(run.toString(), style);
        run.setLength(0);
        style = own;
      }
      run.append(glyph(from));
    }
    return line.plus(run.toString(), style);
  }

  private boolean moves(int from) {
    return fold.moves().stream()
        .anyMatch(each -> each.slot() >= from && each.slot() < from + slotsPerCell());
  }

  private Style cellStyle(int from) {
    Style style = style(majority(from));
    int next = fold.changed().nextSetBit(from);
    return next >= 0 && next < from + slotsPerCell() ? style.withReverse().withBold() : style;
  }

  private String glyph(int from) {
    if (moves(from)) {
      return "▶";
    }
    int owner = majority(from);
    String letter = letter(owner);
    for (int slot = from; slot < from + slotsPerCell(); slot++) {
      if (place(slot) != owner) {
        return letter.toLowerCase(Locale.ROOT);
      }
    }
    return letter;
  }

  private int place(int slot) {
    int owner = fold.seen().owners()[slot];
    return owner < 0 ? -1 : letters[owner];
  }

  /** The owner of most of the slots of a cell. */
  private int majority(int from) {
    int[] counts = new int[letters.length + 1];
    int best = place(from);
    for (int slot = from; slot < from + slotsPerCell(); slot++) {
      int place = place(slot);
      counts[place + 1]++;
      best = counts[place + 1] > counts[best + 1] ? place : best;
    }
    return best;
  }

  private long load(int from, int slots) {
    long load = 0;
    for (int slot = from; slot < from + slots; slot++) {
      load += fold.commands()[slot];
    }
    return load;
  }

  private StyledText loads(int first, long most) {
    StringBuilder line = new StringBuilder();
    for (int cell = 0; cell < cells; cell++) {
      long load = load(first + cell * slotsPerCell(), slotsPerCell());
      long level = (load * LEVELS.length() + most - 1) / most;
      line.append(load == 0 ? ' ' : LEVELS.charAt((int) level - 1));
    }
    return StyledText.of(Columns.left("load", LABEL), Style.DIM)
        .plus(line.toString().stripTrailing(), Style.PLAIN);
  }
}
