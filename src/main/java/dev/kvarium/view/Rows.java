package dev.kvarium.view;

import java.util.List;

/** Rows of text that are drawn one beneath the other, as many as there is room for. */
final class Rows {
  private Rows() {}

  /** Draws them from a row on to before another; what is left out is counted in the last. */
  static void draw(Canvas canvas, int top, int bottom, List<StyledText> rows) {
    int room = Math.max(0, bottom - top);
    int shown = rows.size() <= room ? rows.size() : room - 1;
    for (int i = 0; i < shown; i++) {
      canvas.text(2, top + i, rows.get(i));
    }
    if (shown < rows.size() && shown >= 0) {
      int more = rows.size() - shown;
      canvas.text(2, top + shown, "… " + Quantity.count(more, "more row"), Style.DIM);
    }
  }

  /** A bar that shows a part of the most there is, at least one cell of anything. */
  static String bar(long part, long most, int columns) {
    if (part == 0 || most == 0 || columns <= 0) {
      return "";
    }
    return "█".repeat((int) Math.max(1, StrictMath.round((double) part * columns / most)));
  }
}
