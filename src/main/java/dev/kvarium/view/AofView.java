package dev.kvarium.view;

import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import java.util.List;

/** Where the writes of a node are on their way to the disk, and what a crash would take. */
final class AofView implements View {
  @Override
  public String name() {
    return "aof";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "The way of the writes into the append-only file, and what a crash would take now";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show aof takes nothing more, not '" + words.getFirst() + "'");
    }
    String time = "t " + Quantity.clock(scene.nowMicros() - scene.startMicros());
    return new AofPicture(
        scene.node(), scene.models(), time, scene.aof(), scene.ledger(), JustChanged.of(scene));
  }

  /** What the two snapshots say. */
  record AofPicture(
      String node,
      String models,
      String time,
      AofSnapshot aof,
      LedgerSnapshot ledger,
      JustChanged changed)
      implements Picture {
    /** Columns from which the four places stand side by side. */
    private static final int WIDE = 60;

    @Override
    public int rows(int columns) {
      int earlier = hasEarlier() ? 1 : 0;
      return Frame.rows(columns, foot()) + (aof.enabled() ? 3 + earlier + aof.tail().size() : 1);
    }

    @Override
    public Canvas draw(int columns, int rows) {
      Canvas canvas = new Canvas(columns, rows);
      int bottom = Frame.draw(canvas, title(columns >= 100), time, foot());
      if (!aof.enabled()) {
        canvas.text(2, 1, "appendonly no: no write goes to a log", Style.DIM);
        return canvas;
      }
      int row = 1;
      if (columns >= WIDE) {
        places(canvas, row);
        row += 2;
      } else if (bottom - row >= 2) {
        stacked(canvas, row);
        row += 1;
      }
      if (row < bottom) {
        bar(canvas, row++);
      }
      lines(canvas, row, bottom);
      return canvas;
    }

    private String title(boolean wide) {
      return "aof · "
          + node
          + " · "
          + (aof.enabled() ? aof.policy() : "off")
          + (wide ? " · " + models : "");
    }

    private void places(Canvas canvas, int y) {
      int x = canvas.text(2, y, "command → ", Style.DIM);
      x = place(canvas, x, y, Hue.BUFFER, aof.bufferBytes());
      x = canvas.text(x, y, " → ", Style.DIM);
      x = place(canvas, x, y, Hue.PAGE_CACHE, aof.pageCacheBytes());
      x = canvas.text(x, y, " → ", Style.DIM);
      place(canvas, x, y, Hue.DISK, aof.syncedBytes());
    }

    private static int place(Canvas canvas, int x, int y, Hue hue, long bytes) {
      String amount = Quantity.bytes(bytes);
      int columns = Math.max(hue.place().length() + 2, amount.length());
      canvas.text(x, y, hue.glyph() + " " + hue.place(), Style.of(hue).withBold());
      canvas.text(x, y + 1, Columns.right(amount, columns), Style.PLAIN);
      return x + columns;
    }

    private void stacked(Canvas canvas, int y) {
      String sizes =
          Hue.BUFFER.glyph()
              + " "
              + Quantity.bytes(aof.bufferBytes())
              + " → "
              + Hue.PAGE_CACHE.glyph()
              + " "
              + Quantity.bytes(aof.pageCacheBytes())
              + " → "
              + Hue.DISK.glyph()
              + " "
              + Quantity.bytes(aof.syncedBytes());
      canvas.text(2, y, sizes, Style.PLAIN);
    }

    /** The file from its first byte to its last, and the buffer behind it. */
    private void bar(Canvas canvas, int y) {
      int columns = canvas.width() - 4;
      long total = aof.totalBytes();
      if (total == 0) {
        canvas.text(2, y, "the log is empty", Style.DIM);
        return;
      }
      int buffer = share(aof.bufferBytes(), total, columns);
      int cache = share(aof.pageCacheBytes(), total, columns);
      int disk = aof.syncedBytes() == 0 ? 0 : Math.max(1, columns - buffer - cache);
      if (disk == 0) {
        // the rounding goes to whichever there is more of
        if (aof.pageCacheBytes() >= aof.bufferBytes()) {
          cache = columns - buffer;
        } else {
          buffer = columns - cache;
        }
      }
      canvas.fill(2, y, disk, Hue.DISK.glyph(), Style.DISK);
      canvas.fill(2 + disk, y, cache, Hue.PAGE_CACHE.glyph(), Style.PAGE_CACHE);
      canvas.fill(2 + disk + cache, y, buffer, Hue.BUFFER.glyph(), Style.BUFFER);
    }

    /** Cells for a part; at least one where there is anything, and never all of them. */
    private static int share(long part, long total, int columns) {
      if (part == 0) {
        return 0;
      }
      return (int) Math.max(1, Math.min(columns - 2, part * columns / total));
    }

    private void lines(Canvas canvas, int top, int bottom) {
      List<AofSnapshot.Line> tail = aof.tail();
      int room = bottom - top;
      int shown = Math.min(room, tail.size());
      boolean earlier = tail.isEmpty() ? false : tail.size() > shown || hasEarlier();
      if (earlier && shown == room) {
        shown--;
      }
      int row = top;
      if (earlier && room > 0) {
        canvas.text(2, row++, "… earlier commands", Style.DIM);
      }
      if (shown <= 0) {
        return;
      }
      int offsets = 0;
      int places = 0;
      int texts = 0;
      for (AofSnapshot.Line line : tail.subList(tail.size() - shown, tail.size())) {
        offsets = Math.max(offsets, Quantity.count(line.offset()).length());
        places = Math.max(places, Columns.of(where(line)));
        texts = Math.max(texts, Columns.of(line.text()));
      }
      int textAt = 2 + offsets + 2;
      int whereAt = Math.max(textAt + 8, Math.min(textAt + texts + 4, canvas.width() - places - 1));
      for (AofSnapshot.Line line : tail.subList(tail.size() - shown, tail.size())) {
        Style style = style(line.place());
        canvas.text(2, row, Columns.right(Quantity.count(line.offset()), offsets), Style.DIM);
        Style text = changed.hasLogged(line.offset()) ? Style.REVERSE : Style.PLAIN;
        canvas.text(textAt, row, whereAt - textAt - 2, line.text(), text);
        canvas.text(whereAt, row, where(line), style);
        row++;
      }
    }

    private boolean hasEarlier() {
      return !aof.tail().isEmpty() && aof.tail().getFirst().offset() > 0;
    }

    private String where(AofSnapshot.Line line) {
      Hue hue = hue(line.place());
      String place = hue.glyph() + " " + hue.place();
      long sinceMicros = aof.nowMicros() - line.sinceMicros();
      return line.place() == AofSnapshot.Place.DISK || line.sinceMicros() < 0 || sinceMicros == 0
          ? place
          : place + ", " + Quantity.span(sinceMicros);
    }

    private static Hue hue(AofSnapshot.Place place) {
      return switch (place) {
        case BUFFER -> Hue.BUFFER;
        case PAGE_CACHE -> Hue.PAGE_CACHE;
        case DISK -> Hue.DISK;
      };
    }

    private static Style style(AofSnapshot.Place place) {
      return Style.of(hue(place));
    }

    private String foot() {
      long power = ledger.atStakeWithPower();
      long process = ledger.atStakeWithProcess();
      String now =
          "Power cut now: "
              + (power == 0
                  ? "no acknowledged write lost."
                  : Quantity.count(power, "acknowledged write") + " lost.")
              + " Process killed now: "
              + (process > 0
                  ? Quantity.count(process, "acknowledged write") + " lost."
                  : power == 0 ? "none either." : "none, the kernel has them.");
      return aof.postponed() ? now + " A sync is running, so the buffer waits." : now;
    }

    @Override
    public String narration() {
      StringBuilder out = new StringBuilder();
      out.append("The append-only file of ").append(node).append(" (").append(models).append(")");
      if (!aof.enabled()) {
        out.append(" is off: appendonly is no, no write goes to a log. Time: ").append(time);
        return out.append(".\n").append(foot()).toString();
      }
      out.append(", appendfsync ")
          .append(aof.policy())
          .append(". Time: ")
          .append(time)
          .append(".\n");
      out.append("In the buffer of the process: ").append(Quantity.bytes(aof.bufferBytes()));
      out.append(". In the page cache of the kernel: ");
      out.append(Quantity.bytes(aof.pageCacheBytes()));
      out.append(". On the disk: ").append(Quantity.bytes(aof.syncedBytes())).append(".\n");
      if (aof.tail().isEmpty()) {
        out.append("The log holds no command yet.\n");
      }
      for (AofSnapshot.Line line : aof.tail()) {
        out.append("At byte ").append(Quantity.count(line.offset())).append(": ");
        out.append(line.text()).append(", ").append(Quantity.count(line.lengthBytes(), "byte"));
        out.append(": ").append(where(line).substring(2));
        out.append(changed.hasLogged(line.offset()) ? ", new.\n" : ".\n");
      }
      return out.append(foot()).toString();
    }
  }
}
