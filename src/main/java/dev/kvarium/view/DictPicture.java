package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot.Group;
import dev.kvarium.redis.keyspace.DictSnapshot.Step;
import dev.kvarium.redis.keyspace.DictSnapshot.Table;
import dev.kvarium.redis.keyspace.DictSnapshot.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * One or two tables, a cell a bucket where there is room, otherwise a cell for buckets that stand
 * in a row; above them the way of a key, beneath them the lengths of the chains.
 */
record DictPicture(String node, String models, String time, DictSnapshot dict) implements Picture {
  private static final int USUAL_STRIP_ROWS = 4;
  private static final int MOST_STRIP_ROWS = 16;
  private static final int BAR = 24;

  /** Columns from which sentences stand whole. */
  private static final int WIDE = 60;

  @Override
  public int rows(int columns) {
    return Math.max(
        3,
        Frame.rows(columns, foot(columns >= WIDE)) + rows(columns, USUAL_STRIP_ROWS, true).size());
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time, foot(columns >= WIDE));
    int stripRows = MOST_STRIP_ROWS;
    while (stripRows > 1 && rows(columns, stripRows, true).size() > bottom - 1) {
      stripRows--;
    }
    Rows.draw(canvas, 1, bottom, rows(columns, stripRows, false));
    return canvas;
  }

  private String title(boolean wide) {
    return "dict · "
        + node
        + " · "
        + name()
        + " · "
        + Quantity.count(dict.entries(), "entry", "entries")
        + (wide ? " · " + models : "");
  }

  private String name() {
    return CommandText.of(new byte[][] {Blob.of(dict.name()).bytes()}, 40);
  }

  private List<StyledText> rows(int columns, int stripRows, boolean folded) {
    List<StyledText> rows = new ArrayList<>();
    boolean wide = columns >= WIDE;
    for (String line : way(wide)) {
      rows.add(StyledText.of(line, Style.PLAIN));
    }
    for (int i = 0; i < dict.tables().size(); i++) {
      rows.add(StyledText.of("table " + i + "  ", Style.BOLD).plus(state(i, wide), Style.PLAIN));
      strip(rows, i, columns - 4, stripRows);
    }
    if (!dict.tables().isEmpty()) {
      rows.add(StyledText.of(legend(), Style.DIM));
    }
    chains(rows, columns);
    return folded ? Rows.folded(rows, columns - 2) : rows;
  }

  // tables

  private boolean isRehashing() {
    return dict.rehashIndex() >= 0;
  }

  private String state(int index, boolean wide) {
    Table table = dict.tables().get(index);
    String state =
        Quantity.count(table.used()) + " in " + Quantity.count(table.buckets(), "bucket");
    String next = Quantity.count(dict.rehashIndex()) + " moves next";
    if (!wide) {
      return isRehashing() && index == 0 ? state + ", " + next : state;
    }
    long hundredths = table.used() * 100 / table.buckets();
    String load =
        ", load " + hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    if (!isRehashing()) {
      return state + load;
    }
    return state + load + (index == 0 ? ", bucket " + next : ", takes all that is new");
  }

  /** The buckets in rows of a power of two, so that equal columns of two tables stay together. */
  private void strip(List<StyledText> rows, int index, int columns, int stripRows) {
    Table table = dict.tables().get(index);
    int perRow = Integer.highestOneBit(Math.max(1, columns));
    int groups = table.groups().size();
    int together = 1;
    while (groups / together > perRow * stripRows) {
      together *= 2;
    }
    int cells = groups / together;
    long bucketsPerCell = table.bucketsPerGroup() * together;
    for (int from = 0; from < cells; from += perRow) {
      StyledText row = StyledText.EMPTY;
      for (int cell = from; cell < Math.min(cells, from + perRow); cell++) {
        row = row.plus(cell(index, cell * bucketsPerCell, bucketsPerCell, together));
      }
      rows.add(row);
    }
    if (bucketsPerCell > 1) {
      rows.add(
          StyledText.of(
              "… a cell is " + Quantity.count(bucketsPerCell) + " buckets" + sample(table),
              Style.DIM));
    }
  }

  private static String sample(Table table) {
    return table.isWhole()
        ? ""
        : ", of which "
            + Quantity.count(table.looked())
            + " of "
            + Quantity.count(table.buckets())
            + " were looked at";
  }

  private StyledText cell(int index, long first, long count, int together) {
    Table table = dict.tables().get(index);
    int looked = 0;
    int entries = 0;
    int from = (int) (first / table.bucketsPerGroup());
    for (Group group : table.groups().subList(from, from + together)) {
      looked += group.looked();
      entries += group.entries();
    }
    boolean moved = index == 0 && first + count <= dict.rehashIndex();
    boolean ofKey = dict.way().isPresent() && isAt(dict.way().get(), index, first, count);
    boolean marked =
        table.marked().stream().anyMatch(each -> each >= first && each < first + count);
    Style style = entries == 0 ? Style.DIM : Style.MEMORY;
    String glyph =
        ofKey ? "●" : moved ? "╌" : count == 1 ? ofBucket(entries) : ofBuckets(entries, looked);
    return StyledText.of(glyph, ofKey ? style.withBold() : marked ? style.withUnderline() : style);
  }

  private static boolean isAt(Way way, int table, long first, long count) {
    for (Step step : way.steps()) {
      if (step.table() == table && step.bucket() >= first && step.bucket() < first + count) {
        return true;
      }
    }
    return false;
  }

  private static String ofBucket(int entries) {
    return switch (entries) {
      case 0 -> "·";
      case 1 -> "▄";
      case 2 -> "▆";
      default -> "█";
    };
  }

  private static String ofBuckets(int entries, int looked) {
    return entries == 0
        ? "·"
        : entries * 2 < looked ? "▂" : entries < looked ? "▄" : entries < looked * 2 ? "▆" : "█";
  }

  private String legend() {
    return "· empty  ▄ one  ▆ two  █ more"
        + (isRehashing() ? "  ╌ moved" : "")
        + dict.way().map(way -> "  ● its bucket").orElse("")
        + (dict.tables().stream().allMatch(table -> table.marked().isEmpty())
            ? ""
            : "  underlined: just changed");
  }

  // the way of a key

  private List<String> way(boolean wide) {
    List<String> lines = new ArrayList<>();
    if (dict.way().isEmpty()) {
      return lines;
    }
    Way way = dict.way().get();
    String low = wide ? ", its low 32 bits" : "";
    lines.add("hash of " + shown(way.key()) + ": " + hex(way.hash()) + low);
    for (Step step : way.steps()) {
      lines.add(
          "table "
              + step.table()
              + (wide ? ": & " + hex((int) step.mask()) + " = bucket " : ": bucket ")
              + Quantity.count(step.bucket())
              + ", "
              + (wide || step.length() == 0 ? met(step) : metInShort(step)));
    }
    return lines;
  }

  private static String metInShort(Step step) {
    return step.place() == 0
        ? "not in its chain of " + step.length()
        : "place " + step.place() + " of " + step.length();
  }

  private String met(Step step) {
    if (step.length() == 0) {
      return step.table() == 0 && step.bucket() < dict.rehashIndex()
          ? "moved: empty"
          : "empty: not there";
    }
    StringBuilder chain = new StringBuilder();
    for (Blob key : step.chain()) {
      chain.append(chain.isEmpty() ? "" : " → ").append(shown(key));
    }
    if (step.chain().size() < step.length()) {
      chain.append(" → and ").append(Quantity.count(step.length() - step.chain().size(), "more"));
    }
    return (step.place() == 0
            ? "not in its chain of " + step.length()
            : "found at place " + step.place() + " of its chain of " + step.length())
        + ": "
        + chain;
  }

  private static String shown(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, 40);
  }

  private static String hex(int bits) {
    String digits = Integer.toHexString(bits);
    return "0x" + "0".repeat(8 - digits.length()) + digits;
  }

  // chains

  private long[] lengths() {
    long[] lengths = new long[DictSnapshot.LONG_CHAIN + 1];
    for (Table table : dict.tables()) {
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] += table.chains().get(i);
      }
    }
    return lengths;
  }

  private void chains(List<StyledText> rows, int columns) {
    long[] lengths = lengths();
    long most = 0;
    for (int i = 1; i < lengths.length; i++) {
      most = Math.max(most, lengths[i]);
    }
    int width = Quantity.count(most).length();
    for (int i = 1; i < lengths.length; i++) {
      if (lengths[i] > 0) {
        rows.add(
            StyledText.of("chains of " + Columns.left(length(i), 4), Style.DIM)
                .plus(Columns.right(Quantity.count(lengths[i]), width) + "  ", Style.PLAIN)
                .plus(Rows.bar(lengths[i], most, Math.min(BAR, columns / 3)), Style.MEMORY));
      }
    }
  }

  private static String length(int length) {
    return length + (length == DictSnapshot.LONG_CHAIN ? "+" : "");
  }

  // in words

  private String foot(boolean wide) {
    if (dict.tables().isEmpty()) {
      return "No table yet: the first key makes one.";
    }
    if (isRehashing()) {
      return wide
          ? "Two tables at once: a lookup moves a bucket on, then tries table 0 and table 1."
          : "Two tables at once: a lookup tries both.";
    }
    if (dict.way().isPresent()) {
      Way way = dict.way().get();
      Step step = way.steps().getLast();
      int compared = way.found() ? step.place() : step.length();
      return shown(way.key())
          + (way.found() ? " is found by " : " is not there, known by ")
          + "one hash and "
          + Quantity.count(compared, "comparison")
          + (wide
              ? ", not by looking through " + Quantity.count(dict.entries(), "entry", "entries")
              : "")
          + ".";
    }
    Table table = dict.tables().getFirst();
    long room = table.buckets() - table.used();
    return room <= 0
        ? "As many entries as buckets: the next new one brings a second table, twice as large."
        : Quantity.count(room, "more entry fits", "more entries fit")
            + "; the one after brings a second table, twice as large.";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The dict ").append(name()).append(" of ").append(node);
    out.append(" (").append(models).append("): ");
    out.append(Quantity.count(dict.entries(), "entry", "entries"));
    out.append(". Time: ").append(time).append(".\n");
    for (int i = 0; i < dict.tables().size(); i++) {
      Table table = dict.tables().get(i);
      out.append("Table ").append(i).append(": ").append(state(i, true)).append(".\n");
      if (!table.isWhole()) {
        out.append("  Looked at: ").append(Quantity.count(table.looked()));
        out.append(" of ").append(Quantity.count(table.buckets())).append(" buckets.\n");
      }
      if (!table.marked().isEmpty()) {
        out.append("  Just changed:");
        String before = " bucket ";
        for (long bucket : table.marked()) {
          out.append(before).append(Quantity.count(bucket));
          before = ", bucket ";
        }
        out.append(".\n");
      }
    }
    for (String line : way(true)) {
      out.append(line).append(".\n");
    }
    long[] lengths = lengths();
    for (int i = 1; i < lengths.length; i++) {
      if (lengths[i] > 0) {
        out.append("Chains of ").append(length(i)).append(": ");
        out.append(Quantity.count(lengths[i])).append(".\n");
      }
    }
    return out.append(foot(true)).toString();
  }
}
