package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Draws the views, each with its title on the border above it. */
final class PaneDrawing {
  private PaneDrawing() {}

  static void draw(Canvas canvas, TuiState state, Layout layout, Gallery gallery) {
    int x = layout.transcript() + 2;
    int y = 1;
    int rows = layout.body() + 1;
    int panes = Math.min(layout.panes(), state.sight().panes().size());
    for (int i = 0; i < panes; i++) {
      int height = rows / (panes - i);
      if (i > 0) {
        canvas.fill(x - 1, y, layout.views() + 1, '─', Style.DIM);
        canvas.fill(x - 1, y, 1, '├', Style.DIM);
        canvas.fill(x + layout.views(), y, 1, '┤', Style.DIM);
      }
      pane(canvas, state, gallery, state.sight().panes().get(i), x, y, layout.views(), height);
      y += height;
      rows -= height;
    }
  }

  private static void pane(
      Canvas canvas,
      TuiState state,
      Gallery gallery,
      Seen seen,
      int x,
      int y,
      int columns,
      int rows) {
    if (seen.picture().isEmpty()) {
      canvas.text(x, y, columns, " " + seen.pane().view() + " ", Style.BOLD);
      int at = y + 2;
      for (StyledText line : Wrapping.of(StyledText.of(seen.refusal(), Style.DIM), columns - 2)) {
        if (at < y + rows) {
          canvas.text(x + 1, at++, columns - 2, line.text(), Style.DIM);
        }
      }
      return;
    }
    Canvas drawn = gallery.draw(seen.picture().get(), columns - 2, rows);
    canvas.draw(x + 1, y, marked(drawn, state, gallery, seen.pane()));
    canvas.text(x, y, " ", Style.PLAIN);
    border(canvas, x, y, columns, drawn);
  }

  /** Draws the border through the gap in the title. */
  private static void border(Canvas canvas, int x, int y, int columns, Canvas drawn) {
    int width = drawn.width();
    for (int i = 1; i < width - 1; i++) {
      if (blank(drawn, i - 1) && blank(drawn, i) && blank(drawn, i + 1)) {
        canvas.fill(x + 1 + i, y, 1, '─', Style.DIM);
      }
    }
    canvas.fill(x + columns - 1, y, 1, blank(drawn, width - 1) ? '─' : ' ', Style.DIM);
  }

  private static boolean blank(Canvas canvas, int x) {
    return canvas.codePoint(x, 0) == ' ';
  }

  /** The picture with what the last step changed in it in bold. */
  private static Canvas marked(Canvas now, TuiState state, Gallery gallery, Pane pane) {
    Optional<Picture> before = picture(state.before(), pane);
    Optional<Picture> after = picture(state.after(), pane);
    if (before.isEmpty() || after.isEmpty() || before.get() == after.get()) {
      return now;
    }
    Canvas then = gallery.draw(before.get(), now.width(), now.height());
    Canvas since = gallery.draw(after.get(), now.width(), now.height());
    Set<String> known = new HashSet<>();
    for (int y = 1; y < then.height(); y++) {
      known.add(then.row(y));
    }
    Canvas marked = new Canvas(now.width(), now.height());
    marked.draw(0, 0, now);
    for (int y = 1; y < Math.min(now.height(), since.height()); y++) {
      String row = now.row(y);
      if (!known.contains(row) && row.equals(since.row(y))) {
        embolden(marked, then, y);
      }
    }
    return marked;
  }

  /** Makes bold what differs in a row, or all of it where the row begins otherwise. */
  private static void embolden(Canvas canvas, Canvas then, int y) {
    boolean other = y >= then.height() || !start(canvas, y).equals(start(then, y));
    for (int x = 0; x < canvas.width(); x++) {
      int codePoint = canvas.codePoint(x, y);
      if (codePoint > ' ' && (other || codePoint != then.codePoint(x, y))) {
        Style style = canvas.style(x, y);
        canvas.fill(x, y, 1, codePoint, style.withBold());
      }
    }
  }

  private static String start(Canvas canvas, int y) {
    String row = canvas.row(y);
    return row.substring(0, Math.min(8, row.length()));
  }

  private static Optional<Picture> picture(List<Seen> all, Pane pane) {
    for (Seen each : all) {
      if (each.pane().equals(pane)) {
        return each.picture();
      }
    }
    return Optional.empty();
  }
}
