package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import java.util.ArrayList;
import java.util.List;

/** The latest facts in a row, now at its right end. */
final class TimelineStrip {
  private static final int GAP = 2;
  private static final int LEFT = 2;

  private TimelineStrip() {}

  /** A marker with its place. */
  private record Placed(int index, int x, int columns) {}

  static void draw(Canvas canvas, TuiState state, int x, int y, int columns) {
    Strip strip = state.sight().strip();
    String now = now(strip);
    int end = x + columns - Columns.of(now);
    boolean onNow = state.cursor().isEmpty();
    canvas.text(end - 1, y, "│", Style.DIM);
    canvas.text(end, y, now, onNow ? Style.REVERSE : Style.DIM);
    List<Placed> placed = placed(strip, onNow, x, end);
    if (placed.isEmpty()) {
      return;
    }
    if (placed.getFirst().index() > 0 || strip.hasEarlier()) {
      canvas.text(x, y, "…", Style.DIM);
    }
    for (Placed each : placed) {
      Marker marker = strip.markers().get(each.index());
      boolean under = !onNow && each.index() == strip.cursor();
      Style style = under ? marker.style().withReverse() : marker.style();
      canvas.text(each.x(), y, each.columns(), marker.text(), style);
    }
    Placed last = placed.getLast();
    if (last.index() < strip.markers().size() - 1 || strip.hasLater()) {
      canvas.text(Math.min(last.x() + last.columns() + 1, end - 2), y, "…", Style.DIM);
    }
  }

  private static String now(Strip strip) {
    return strip.ahead() > 0 ? " now · " + strip.ahead() + " ahead " : " now ";
  }

  /** The markers that there is room for, the cursor's among them. */
  private static List<Placed> placed(Strip strip, boolean onNow, int x, int end) {
    List<Marker> markers = strip.markers();
    int room = end - 2 - x - GAP;
    int last = onNow ? markers.size() - 1 : Math.min(markers.size() - 1, strip.cursor() + 2);
    int first = last + 1;
    int used = 0;
    while (first > 0) {
      int wide = Columns.of(markers.get(first - 1).text()) + GAP;
      if (used + wide > room && first <= last) {
        break;
      }
      used += wide;
      first--;
    }
    boolean all = first == 0 && !strip.hasEarlier();
    int at = all ? x : x + GAP;
    List<Placed> placed = new ArrayList<>();
    for (int i = first; i < markers.size(); i++) {
      int wide = Columns.of(markers.get(i).text());
      if (at + wide > end - 3 && i > last) {
        break;
      }
      placed.add(new Placed(i, at, Math.max(1, Math.min(wide, end - 1 - at))));
      at += wide + GAP;
    }
    return placed;
  }

  /** The cursor goes to the marker that was clicked, or to now. */
  static Change clicked(TuiState state, int column) {
    Strip strip = state.sight().strip();
    int end = LEFT + state.columns() - 4 - Columns.of(now(strip));
    if (column >= end) {
      return TimelineCursor.leave(state);
    }
    for (Placed each : placed(strip, state.cursor().isEmpty(), LEFT, end)) {
      if (column >= each.x() && column < each.x() + each.columns()) {
        int by = each.index() - strip.cursor();
        return by == 0 ? Change.to(state) : Change.to(state, new Effect.Move(by));
      }
    }
    return Change.to(state);
  }
}
