package dev.kvarium.tui;

import dev.kvarium.lab.Mark;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;

/** Draws the prompt with the line that is being typed, which moves where it does not fit. */
final class PromptDrawing {
  private PromptDrawing() {}

  /** Draws into so many columns of a row; the column of the cursor is returned. */
  static int draw(Canvas canvas, TuiState state, int x, int y, int columns) {
    InputLine input = state.input();
    if (x > 1) {
      canvas.text(x - 1, y, " ", Style.PLAIN); // parts it from the border
    }
    int at = canvas.text(x, y, columns - 1, state.sight().prompt(), Style.BOLD);
    int room = Math.max(1, x + columns - at);
    int from = firstShown(input, room);
    int start = at;
    for (int i = from; i < input.text().length(); ) {
      int codePoint = input.text().codePointAt(i);
      int wide = Columns.of(codePoint);
      if (at + wide > start + room) {
        canvas.text(start + room - 1, y, "…", Style.DIM);
        break;
      }
      at = canvas.text(at, y, Character.toString(codePoint), style(state, i));
      i += Character.charCount(codePoint);
    }
    int cursor = start + Columns.of(input.text().substring(from, input.cursor()));
    if (from > 0) {
      canvas.text(start, y, "…", Style.DIM);
    }
    if (input.cursor() == input.text().length() && !state.hint().isEmpty() && at < start + room) {
      at = canvas.text(at, y, start + room - at, state.hint(), Style.DIM);
    }
    if (at < x + columns) {
      canvas.text(at, y, " ", Style.PLAIN);
    }
    return Math.min(cursor, x + columns - 1);
  }

  /** The line with its cursor where the screen was clicked. */
  static InputLine clicked(TuiState state, int column) {
    InputLine input = state.input();
    int start = 2 + Columns.of(state.sight().prompt());
    int from = firstShown(input, Math.max(1, state.columns() - 2 - start));
    int at = from;
    int x = start;
    while (at < input.text().length() && x < column) {
      x += Columns.of(input.text().codePointAt(at));
      at = input.text().offsetByCodePoints(at, 1);
    }
    return new InputLine(input.text(), at);
  }

  /** The index of the first character shown, so that the cursor is. */
  private static int firstShown(InputLine input, int room) {
    int from = 0;
    while (Columns.of(input.text().substring(from, input.cursor())) > room - 1) {
      from = input.text().offsetByCodePoints(from, 1);
    }
    return from;
  }

  private static Style style(TuiState state, int index) {
    for (Mark mark : state.marks()) {
      if (index >= mark.start() && index < mark.end()) {
        return switch (mark.kind()) {
          case NAME -> Style.BOLD;
          case KEYWORD -> Style.KNOWN;
          case QUOTED -> Style.MEMORY;
          case PROSE -> Style.DIM;
          case WRONG -> Style.WRONG;
        };
      }
    }
    return Style.PLAIN;
  }
}
