package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import dev.kvarium.view.Views;
import java.util.List;

/** Draws the keys; those that can do nothing now are dim. */
final class KeyLine {
  private KeyLine() {}

  private record Hint(String key, String does, boolean works) {}

  static void draw(Canvas canvas, TuiState state, int x, int y, int columns) {
    int at = x;
    for (Hint hint : hints(state)) {
      int wide = Columns.of(hint.key()) + Columns.of(hint.does()) + 2;
      if (at + wide >= x + columns) {
        break;
      }
      at = canvas.text(at, y, " ", Style.PLAIN);
      at = canvas.text(at, y, hint.key(), hint.works() ? Style.BOLD : Style.DIM);
      at = canvas.text(at, y, " " + hint.does(), hint.works() ? Style.PLAIN : Style.DIM);
      at = canvas.text(at, y, " ", Style.PLAIN);
    }
  }

  private static List<Hint> hints(TuiState state) {
    boolean empty = state.input().isEmpty();
    Sight sight = state.sight();
    int views = Views.all().size();
    return List.of(
        new Hint("Tab", empty ? "view" : "complete", true),
        new Hint("F1-" + views, "choose", true),
        new Hint("Space", sight.live() ? "pause" : "run", empty),
        new Hint("←→", "step", empty && !sight.markers().isEmpty()),
        new Hint("^Z", "back", sight.canGoBack()),
        new Hint("?", "help", empty),
        new Hint("Esc", "leave", true),
        new Hint("Alt+-", "speed", sight.live()),
        new Hint("↑↓", "history", !state.history().lines().isEmpty()),
        new Hint("PgUp", "scroll", !state.transcript().isEmpty()));
  }
}
