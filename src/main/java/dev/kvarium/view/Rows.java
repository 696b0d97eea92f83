package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;

/** Rows of text that are drawn one beneath the other, as many as there is room for. */
final class Rows {
  /** How far what goes on beneath a row stands to the right of it. */
  private static final int INDENT = 2;

  private Rows() {}

  /**
   * Draws them from a row on to before another; what is left out is counted in the last. A row that
   * is too long goes on beneath itself where there is room for that, and is cut behind a word where
   * there is none.
   */
  static void draw(Canvas canvas, int top, int bottom, List<StyledText> given) {
    int room = Math.max(0, bottom - top);
    int columns = canvas.width() - 2;
    List<StyledText> folded = folded(given, columns);
    List<StyledText> rows = folded.size() <= room ? folded : given;
    int shown = rows.size() <= room ? rows.size() : room - 1;
    for (int i = 0; i < shown; i++) {
      canvas.text(2, top + i, cut(rows.get(i), columns));
    }
    if (shown < rows.size() && shown >= 0) {
      int more = rows.size() - shown;
      canvas.text(2, top + shown, "… " + Quantity.count(more, "more row"), Style.DIM);
    }
  }

  /** The rows, each broken at blanks where it is too long, with what follows indented. */
  static List<StyledText> folded(List<StyledText> rows, int columns) {
    List<StyledText> folded = new ArrayList<>();
    for (StyledText row : rows) {
      StyledText rest = row;
      int indent = 0;
      for (int at = fold(rest.text(), columns); at > 0; at = fold(rest.text(), columns - indent)) {
        folded.add(blanks(indent).plus(part(rest, 0, at)));
        rest = part(rest, at + 1, Integer.MAX_VALUE);
        indent = INDENT;
      }
      folded.add(blanks(indent).plus(rest));
    }
    return folded;
  }

  /** Where a text is to be broken: at a blank; -1 when it fits or has none to break it at. */
  private static int fold(String text, int columns) {
    if (Columns.of(text) <= columns) {
      return -1;
    }
    int best = -1;
    for (int at = text.indexOf(' ', 1); at > 0; at = text.indexOf(' ', at + 1)) {
      if (Columns.of(text.substring(0, at)) > columns) {
        break;
      }
      best = text.substring(0, at).isBlank() ? best : at;
    }
    return best;
  }

  private static StyledText blanks(int columns) {
    return columns == 0 ? StyledText.EMPTY : StyledText.of(" ".repeat(columns));
  }

  /** A row cut behind a word where it is too long. */
  static StyledText cut(StyledText row, int columns) {
    String text = row.text();
    String kept = Columns.cutWords(text, columns);
    return kept.equals(text) || !kept.endsWith(" …")
        ? row
        : part(row, 0, kept.length() - 2).plus(" …", Style.DIM);
  }

  /** A part of a row by the indices of its text. */
  private static StyledText part(StyledText row, int from, int to) {
    StyledText part = StyledText.EMPTY;
    int at = 0;
    for (StyledText.Piece piece : row.pieces()) {
      int first = Math.max(from, at);
      int end = Math.min(to, at + piece.text().length());
      if (first < end) {
        part = part.plus(piece.text().substring(first - at, end - at), piece.style());
      }
      at += piece.text().length();
    }
    return part;
  }

  /** A bar that shows a part of the most there is, at least one cell of anything. */
  static String bar(long part, long most, int columns) {
    if (part == 0 || most == 0 || columns <= 0) {
      return "";
    }
    return "█".repeat((int) Math.max(1, StrictMath.round((double) part * columns / most)));
  }
}
