package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.redis.value.ValueSnapshot.Field;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * One value, allocation by allocation. The fields of an allocation flow from left to right as its
 * bytes do, each a block of three rows: name, bytes, meaning.
 *
 * <p>Where the rows do not suffice, the 16 bytes of the object are told in one row, and then what
 * is left out is counted.
 */
record InspectPicture(String models, long nowMicros, long startMicros, ValueSnapshot value)
    implements Picture {
  private static final int INDENT = 2;
  private static final int GAP = 2;

  /** Bytes of a field that a block shows at most. */
  private static final int MOST_BYTES = 16;

  /** A row of blocks, a line of words or a heading. */
  private sealed interface Band {
    int rows();

    /** How many fields of the value it shows. */
    int fields();

    record Heading(String text) implements Band {
      @Override
      public int rows() {
        return 1;
      }

      @Override
      public int fields() {
        return 0;
      }
    }

    record Words(Field field) implements Band {
      @Override
      public int rows() {
        return 1;
      }

      @Override
      public int fields() {
        return 1;
      }
    }

    record Blocks(List<Block> blocks) implements Band {
      @Override
      public int rows() {
        return 3;
      }

      @Override
      public int fields() {
        return blocks.size();
      }
    }
  }

  /** A field as it is drawn. */
  private record Block(String name, String hex, String meaning) {
    int columns() {
      return Math.max(Columns.of(name), Math.max(hex.length(), Columns.of(meaning) + 2));
    }
  }

  @Override
  public int rows(int columns) {
    int rows = Frame.rows(columns, foot());
    for (Band band : bands(columns, false)) {
      rows += band.rows();
    }
    return rows;
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time(), foot());
    boolean tight = rows < rows(columns);
    List<Band> bands = bands(columns, tight);
    int need = 0;
    for (Band band : bands) {
      need += band.rows();
    }
    int room = bottom - 1;
    int row = 1;
    int fieldsLeft = 0;
    boolean full = false;
    for (Band band : bands) {
      int reserve = need > room ? 1 : 0;
      if (full || row + band.rows() > bottom - reserve) {
        full = true;
        fieldsLeft += band.fields();
      } else {
        row = draw(canvas, row, band);
      }
    }
    if (full && row < bottom) {
      canvas.text(
          INDENT,
          row,
          "… " + Quantity.count(fieldsLeft, "more field") + " in a larger window",
          Style.DIM);
    }
    return canvas;
  }

  private static int draw(Canvas canvas, int row, Band band) {
    switch (band) {
      case Band.Heading heading -> canvas.words(0, row, heading.text(), Style.BOLD);
      case Band.Words words -> {
        int x = canvas.text(INDENT, row, words.field().name(), Style.DIM);
        if (!words.field().meaning().isEmpty()) {
          canvas.text(x + GAP, row, words.field().meaning(), Style.PLAIN);
        }
      }
      case Band.Blocks blocks -> {
        int x = INDENT;
        for (Block block : blocks.blocks()) {
          int columns = Math.min(block.columns(), canvas.width() - x);
          canvas.text(x, row, columns, block.name(), Style.DIM);
          canvas.text(x, row + 1, columns, block.hex(), Style.MEMORY);
          canvas.text(x, row + 2, columns, "└ " + block.meaning(), Style.PLAIN);
          x += columns + GAP;
        }
      }
    }
    return row + band.rows();
  }

  private List<Band> bands(int columns, boolean tight) {
    List<Band> bands = new ArrayList<>();
    for (Region region : value.regions()) {
      String heading = region.title() + " · " + Quantity.bytes(region.totalBytes());
      if (tight && region.title().equals("robj") && value.regions().size() > 1) {
        bands.add(new Band.Heading(heading + " · " + names(region)));
        continue;
      }
      bands.add(
          new Band.Heading(
              region.isCut()
                  ? heading + ", the first " + Quantity.bytes(region.bytes().length)
                  : heading));
      flow(region, columns, bands);
    }
    return bands;
  }

  private static String names(Region region) {
    StringBuilder names = new StringBuilder();
    for (Field field : region.fields()) {
      names.append(names.isEmpty() ? "" : ", ").append(field.name());
    }
    return names.toString();
  }

  private static void flow(Region region, int columns, List<Band> bands) {
    List<Block> line = new ArrayList<>();
    int used = INDENT;
    for (Field field : region.fields()) {
      if (field.length() == 0) {
        if (!line.isEmpty()) {
          bands.add(new Band.Blocks(List.copyOf(line)));
          line.clear();
          used = INDENT;
        }
        bands.add(new Band.Words(field));
        continue;
      }
      int most = Math.max(2, Math.min(MOST_BYTES, (columns - INDENT - 3) / 3));
      Block block = new Block(field.name(), hex(region, field, most), field.meaning());
      if (!line.isEmpty() && used + block.columns() > columns) {
        bands.add(new Band.Blocks(List.copyOf(line)));
        line.clear();
        used = INDENT;
      }
      line.add(block);
      used += block.columns() + GAP;
    }
    if (!line.isEmpty()) {
      bands.add(new Band.Blocks(List.copyOf(line)));
    }
  }

  /** At most so many bytes, and how they go on where there are more. */
  private static String hex(Region region, Field field, int most) {
    if (field.isAddress()) {
      return "(address)";
    }
    StringBuilder out = new StringBuilder();
    int shown = field.length() <= most ? field.length() : most - 1;
    for (int i = 0; i < shown; i++) {
      int b = region.bytes()[field.offset() + i] & 0xff;
      out.append(i == 0 ? "" : " ").append(Character.forDigit(b >> 4, 16));
      out.append(Character.forDigit(b & 15, 16));
    }
    return shown < field.length() ? out + " …" : out.toString();
  }

  private String key() {
    return CommandText.of(new byte[][] {value.key().bytes()}, 60);
  }

  private String title(boolean wide) {
    return "inspect · "
        + key()
        + " · "
        + value.type()
        + " as "
        + value.encoding()
        + " · "
        + Quantity.bytes(value.bytes())
        + (wide ? " · " + models : "");
  }

  private String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  private String foot() {
    return value.remark();
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("The key ").append(key());
    out.append(" holds a ").append(value.type()).append(" as ").append(value.encoding());
    out.append(", ").append(length()).append(", in ");
    out.append(Quantity.bytes(value.bytes())).append(" of memory (").append(models).append("). ");
    value
        .expireAtMillis()
        .ifPresent(
            at -> {
              long left = (at - nowMicros / 1_000) * 1_000;
              out.append(
                  left > 0
                      ? "It expires in " + Quantity.span(left) + ". "
                      : "Its time has passed, nobody has touched it since. ");
            });
    out.append("Time: ").append(time()).append(".\n");
    for (Region region : value.regions()) {
      out.append(region.title()).append(", ").append(Quantity.bytes(region.totalBytes()));
      if (region.isCut()) {
        out.append(", the first ").append(Quantity.bytes(region.bytes().length));
      }
      out.append(":\n");
      for (Field field : region.fields()) {
        out.append("  ").append(field.name());
        if (field.length() > 0) {
          out.append(", byte ").append(field.offset()).append(": ");
          out.append(hex(region, field, MOST_BYTES));
        }
        if (!field.meaning().isEmpty()) {
          out.append(field.length() > 0 ? ", " : ": ").append(field.meaning());
        }
        out.append(".\n");
      }
    }
    return out.append(foot()).toString();
  }

  private String length() {
    return switch (value.type()) {
      case "string" -> Quantity.count(value.length(), "byte");
      case "hash" -> Quantity.count(value.length(), "field");
      case "list" -> Quantity.count(value.length(), "item");
      default -> Quantity.count(value.length(), "member");
    };
  }
}
