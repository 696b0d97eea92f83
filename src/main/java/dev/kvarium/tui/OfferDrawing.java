package dev.kvarium.tui;

import dev.kvarium.lab.Suggestion;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.Style;
import java.util.List;

/** Draws the words that Tab offers, as a list that ends above the prompt. */
final class OfferDrawing {
  private static final int MOST_ROWS = 8;

  private OfferDrawing() {}

  static void draw(Canvas canvas, Completion completion, int x, int bottom, int columns) {
    List<Suggestion> offers = completion.offers();
    int rows = Math.min(Math.min(MOST_ROWS, offers.size()), bottom - 2);
    if (rows <= 0) {
      return;
    }
    int first = Math.max(0, Math.min(completion.selected() - rows + 1, offers.size() - rows));
    int words = 0;
    for (Suggestion each : offers.subList(first, first + rows)) {
      words = Math.max(words, Columns.of(each.word()));
    }
    words = Math.min(words, Math.max(8, columns / 2));
    int top = bottom - rows - 1;
    canvas.fill(x, top, columns, '─', Style.DIM);
    String title =
        offers.size() > rows
            ? " " + Quantity.count(offers.size(), "word") + ", Tab goes on "
            : " Tab puts one in ";
    canvas.text(x + 1, top, columns - 1, title, Style.DIM);
    for (int i = 0; i < rows; i++) {
      Suggestion each = offers.get(first + i);
      boolean selected = first + i == completion.selected();
      String row = " " + Columns.left(each.word(), words) + "  " + each.about();
      canvas.text(
          x,
          top + 1 + i,
          columns,
          Columns.left(row, columns),
          selected ? Style.REVERSE : Style.PLAIN);
    }
  }
}
