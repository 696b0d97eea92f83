package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import java.util.List;

/** Draws the latest facts in a row, now at its right end. */
final class TimelineStrip {
  private static final String NOW = " now ";
  private static final int GAP = 2;

  private TimelineStrip() {}

  static void draw(Canvas canvas, TuiState state, int x, int y, int columns) {
    List<Marker> markers = state.sight().markers();
    int cursor = TimelineCursor.index(state);
    int end = x + columns - Columns.of(NOW);
    boolean onNow = cursor == markers.size();
    canvas.text(end - 1, y, "│", Style.DIM);
    canvas.text(end, y, NOW, onNow ? Style.REVERSE : Style.DIM);
    int room = end - 2 - x;
    int last = Math.min(markers.size() - 1, onNow ? markers.size() : cursor + 2);
    int first = last + 1;
    int used = 0;
    while (first > 0) {
      int wide = Columns.of(markers.get(first - 1).text()) + GAP;
      if (used + wide > room - (first > 1 ? GAP : 0)) {
        break;
      }
      used += wide;
      first--;
    }
    int at = x;
    if (first > 0) {
      at = canvas.text(at, y, "… ", Style.DIM);
    }
    for (int i = first; i <= last; i++) {
      Marker each = markers.get(i);
      Style style = i == cursor ? each.style().withReverse() : each.style();
      at = canvas.text(at, y, Math.max(1, end - 1 - at), each.text(), style) + GAP;
    }
    // what would fit behind the cursor is shown as well
    for (int i = last + 1; i < markers.size(); i++) {
      Marker each = markers.get(i);
      if (at + Columns.of(each.text()) > end - 3) {
        canvas.text(Math.min(at, end - 2), y, "…", Style.DIM);
        break;
      }
      at = canvas.text(at, y, each.text(), each.style()) + GAP;
    }
  }
}
