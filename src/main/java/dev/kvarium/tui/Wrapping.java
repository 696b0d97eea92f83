package dev.kvarium.tui;

import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Breaks lines where the screen ends. */
final class Wrapping {
  private Wrapping() {}

  /** Deeper lines do not take their indentation to the next row. */
  private static final int DEEPEST = 4;

  /**
   * The rows of a line: broken at a blank where there is one in the second half of a row, and
   * indented as the first of them.
   */
  static List<StyledText> of(StyledText line, int columns) {
    String text = line.text();
    if (Columns.of(text) <= columns) {
      return List.of(line);
    }
    int blanks = text.length() - text.stripLeading().length();
    StyledText indent = StyledText.of(" ".repeat(blanks <= DEEPEST ? blanks : 0));
    List<StyledText> rows = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      boolean first = from == 0;
      int to = end(text, from, first ? columns : columns - indent.text().length());
      rows.add(first ? part(line, from, to) : indent.plus(part(line, from, to)));
      from = to;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
    }
    return rows;
  }

  private static int end(String text, int from, int columns) {
    int used = 0;
    int at = from;
    int blank = -1;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      int wide = Columns.of(codePoint);
      if (used + wide > columns && at > from) {
        return blank > 0 && text.charAt(at) != ' ' ? blank : at;
      }
      used += wide;
      if (codePoint == ' ' && used > columns / 2) {
        blank = at + 1;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private static StyledText part(StyledText line, int from, int to) {
    List<StyledText.Piece> pieces = new ArrayList<>();
    int at = 0;
    for (StyledText.Piece piece : line.pieces()) {
      int start = Math.max(from, at) - at;
      int end = Math.min(to, at + piece.text().length()) - at;
      if (start < end) {
        pieces.add(new StyledText.Piece(piece.text().substring(start, end), piece.style()));
      }
      at += piece.text().length();
    }
    return pieces.isEmpty() ? StyledText.of("", Style.PLAIN) : new StyledText(pieces);
  }
}
