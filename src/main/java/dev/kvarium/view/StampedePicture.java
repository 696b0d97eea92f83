package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A block for each application, all on one axis of time and each kind of row on one scale. Where
 * there are few clients and there is room, a lane each; where there is little room, only the
 * queries under way.
 *
 * @param fromMicros since the clients began to ask, each application by its own
 * @param toMicros up to when
 */
record StampedePicture(
    List<AppSnapshot> apps, long startMicros, long nowMicros, long fromMicros, long toMicros)
    implements Picture {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int KINDS = StampedeKind.values().length;
  private static final int LEFT = 2;
  private static final int WORD = 8;
  private static final int FIGURE = 9;
  private static final int MOST_LANES = 12;
  private static final int MOST_HEIGHT = 5;

  private static SortedSet<Integer> clients(AppSnapshot app) {
    SortedSet<Integer> clients = new TreeSet<>();
    for (AppSnapshot.Served each : app.recent()) {
      clients.add(each.client());
    }
    return clients.size() <= MOST_LANES ? clients : new TreeSet<>();
  }

  private int lanes() {
    return apps.stream().mapToInt(each -> clients(each).size()).sum();
  }

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + 1 + apps.size() * (1 + KINDS) + lanes() + 1;
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom =
        Frame.draw(canvas, title(), "t " + Quantity.clock(nowMicros - startMicros), foot());
    int left = LEFT + WORD + 1;
    int cells = Math.max(1, columns - left - FIGURE - 1);
    axis(canvas, 1, left, cells);
    int top = 2;
    int room = bottom - top - 1;
    int full = apps.size() * (1 + KINDS);
    if (room < full) {
      few(canvas, top, bottom, left, cells);
      return canvas;
    }
    boolean lanes = room >= full + lanes();
    int spare = room - full - (lanes ? lanes() : 0);
    int height = Math.clamp(1 + spare / apps.size(), 1, MOST_HEIGHT);
    int row = top;
    for (AppSnapshot app : apps) {
      canvas.words(LEFT, row++, head(app), Style.BOLD);
      for (StampedeKind kind : StampedeKind.values()) {
        int takes = kind == StampedeKind.QUERIES ? height : 1;
        bars(canvas, row, left, cells, app, kind, takes);
        row += takes;
      }
      if (lanes) {
        for (int client : clients(app)) {
          client(canvas, row++, left, cells, app, client);
        }
      }
    }
    canvas.words(LEFT, row, legend(lanes), Style.DIM);
    return canvas;
  }

  /** Only the queries under way, of as many applications as there is room for. */
  private void few(Canvas canvas, int top, int bottom, int left, int cells) {
    int row = top;
    for (int i = 0; i < apps.size() && row + 2 < bottom; i++) {
      canvas.words(LEFT, row++, head(apps.get(i)), Style.BOLD);
      bars(canvas, row++, left, cells, apps.get(i), StampedeKind.QUERIES, 1);
    }
    canvas.words(LEFT, row, "… hits, misses and more where there are more rows", Style.DIM);
  }

  private String legend(boolean lanes) {
    if (!lanes && lanes() > 0) {
      return "… a lane for each client where there are more rows";
    }
    return lanes() > 0
        ? "clients: · cache  ▓ database  ░ another's query  ▒ past its time"
        : "one scale for all rows of a kind; right: in all, of queries the most at once";
  }

  private String title() {
    List<String> names = new ArrayList<>();
    for (AppSnapshot each : apps) {
      names.add(each.settings().strategy());
    }
    return "stampede · " + String.join(" | ", names);
  }

  private static String head(AppSnapshot app) {
    String strategy = app.settings().strategy();
    return app.name()
        + (strategy.equals(app.name()) ? "" : " · " + strategy)
        + " · "
        + queries(app);
  }

  private static String queries(AppSnapshot app) {
    return Quantity.count(app.queries(), "query", "queries")
        + ", "
        + Quantity.count(app.peak())
        + " at once";
  }

  private void axis(Canvas canvas, int y, int left, int cells) {
    String from = time(fromMicros);
    String to = time(toMicros);
    String middle = time((fromMicros + toMicros) / 2);
    canvas.fill(left, y, cells, '┄', Style.DIM);
    if (cells >= from.length() + to.length() + 2) {
      canvas.text(left, y, from, Style.DIM);
      canvas.text(left + cells - to.length(), y, to, Style.DIM);
      if (cells >= from.length() + middle.length() + to.length() + 8) {
        canvas.text(left + cells / 2, y, middle, Style.DIM);
      }
    }
    canvas.textRight(y, "in all", Style.DIM);
  }

  /** Since the clients began, with as many decimals as the span needs. */
  private String time(long micros) {
    long millis = micros / 1_000;
    String decimals = String.valueOf(1_000 + millis % 1_000).substring(1);
    boolean fine = toMicros - fromMicros < 5_000_000;
    return millis / 1_000 + "." + (fine ? decimals : decimals.substring(0, 1)) + " s";
  }

  private void bars(
      Canvas canvas, int top, int left, int cells, AppSnapshot app, StampedeKind kind, int height) {
    canvas.text(LEFT, top + height - 1, WORD, kind.word, Style.DIM);
    int most = 1;
    for (AppSnapshot each : apps) {
      for (int value : kind.cells(each, fromMicros, toMicros, cells)) {
        most = Math.max(most, value);
      }
    }
    int[] values = kind.cells(app, fromMicros, toMicros, cells);
    int steps = HEIGHTS.length() * height;
    for (int cell = 0; cell < cells; cell++) {
      int filled = values[cell] == 0 ? 0 : (int) Math.max(1, (long) values[cell] * steps / most);
      for (int line = 0; line < height; line++) {
        int here = Math.min(HEIGHTS.length(), filled - line * HEIGHTS.length());
        if (here > 0) {
          String glyph = HEIGHTS.substring(here - 1, here);
          canvas.text(left + cell, top + height - 1 - line, 1, glyph, kind.style);
        }
      }
    }
    int all = kind.all(app, fromMicros, toMicros);
    canvas.textRight(top + height - 1, Quantity.count(all), Style.PLAIN);
  }

  /** When a client waited for what, the weightier over the lighter. */
  private void client(Canvas canvas, int y, int left, int cells, AppSnapshot app, int client) {
    canvas.text(LEFT, y, WORD, "c" + (client + 1), Style.DIM);
    char[] lane = new char[cells];
    Arrays.fill(lane, ' ');
    long span = toMicros - fromMicros;
    for (AppSnapshot.Served each : app.recent()) {
      long from = each.fromMicros() - app.beganMicros() - fromMicros;
      long to = each.toMicros() - app.beganMicros() - fromMicros;
      if (each.client() != client || to < 0 || from >= span) {
        continue;
      }
      int first = (int) Math.clamp(from * cells / span, 0, cells - 1);
      int last = (int) Math.clamp(to * cells / span, first, cells - 1);
      char glyph = glyph(each.from());
      for (int cell = first; cell <= last; cell++) {
        lane[cell] = " ·▒░▓".indexOf(glyph) > " ·▒░▓".indexOf(lane[cell]) ? glyph : lane[cell];
      }
    }
    for (int cell = 0; cell < cells; cell++) {
      if (lane[cell] != ' ') {
        canvas.text(left + cell, y, 1, String.valueOf(lane[cell]), style(lane[cell]));
      }
    }
  }

  private static char glyph(String from) {
    return switch (from) {
      case "cache" -> '·';
      case "stale" -> '▒';
      case "shared" -> '░';
      default -> '▓';
    };
  }

  private static Style style(char glyph) {
    return switch (glyph) {
      case '·' -> Style.MEMORY;
      case '▒' -> Style.PAGE_CACHE;
      case '░' -> Style.BUFFER;
      default -> Style.DISK;
    };
  }

  private String foot() {
    if (apps.size() == 1) {
      AppSnapshot app = apps.getFirst();
      return queries(app)
          + ", for "
          + Quantity.count(app.reads(), "read")
          + (app.shared() == 0
              ? "."
              : "; " + Quantity.count(app.shared()) + " waited for another's query.");
    }
    List<String> parts = new ArrayList<>();
    for (AppSnapshot each : apps) {
      parts.add(each.name() + ": " + queries(each));
    }
    return String.join(" · ", parts) + ".";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder("Stampede of ");
    out.append(Quantity.count(apps.size(), "application")).append(", from ");
    out.append(time(fromMicros)).append(" to ").append(time(toMicros)).append(", the middle at ");
    out.append(time((fromMicros + toMicros) / 2)).append(", since their clients began. Time: t ");
    out.append(Quantity.clock(nowMicros - startMicros)).append(".\n");
    for (AppSnapshot each : apps) {
      out.append(head(each)).append(".\n");
      for (StampedeKind kind : StampedeKind.values()) {
        out.append(kind.word).append(", ").append(kind.doc).append(": ");
        out.append(Quantity.count(kind.all(each, fromMicros, toMicros))).append("; by tenths of");
        out.append(" the time");
        for (int tenth : kind.cells(each, fromMicros, toMicros, 10)) {
          out.append(' ').append(Quantity.count(tenth));
        }
        out.append(".\n");
      }
      for (int client : clients(each)) {
        out.append("c").append(client + 1).append(": ").append(waits(each, client)).append(".\n");
      }
    }
    return out.append(foot()).toString();
  }

  /** What a client got in the stretch, in words. */
  private String waits(AppSnapshot app, int client) {
    int[] counts = new int[4];
    for (AppSnapshot.Served each : app.recent()) {
      long at = each.toMicros() - app.beganMicros();
      if (each.client() == client && at >= fromMicros && at <= toMicros) {
        counts["·▒░▓".indexOf(glyph(each.from()))]++;
      }
    }
    return Quantity.count(counts[0])
        + " from the cache, "
        + Quantity.count(counts[1])
        + " past their time, "
        + Quantity.count(counts[2])
        + " by another's query, "
        + Quantity.count(counts[3])
        + " from the database";
  }
}
