package dev.kvarium.repl;

import dev.kvarium.view.Columns;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Breaks a line between its words where the terminal would break it within one. */
final class Wrapping {
  private Wrapping() {}

  /**
   * How far the rest of a line of words is indented: to its second column where it has two, and a
   * little deeper than it begins otherwise.
   */
  static int indent(String line, int columns) {
    int start = 0;
    while (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    int gap = line.indexOf("  ", start);
    int second = gap;
    while (second >= 0 && second < line.length() && line.charAt(second) == ' ') {
      second++;
    }
    int indent = gap < 0 ? start + 2 : Columns.of(line.substring(0, second));
    return indent <= columns / 2 ? indent : 2;
  }

  /**
   * The lines of at most so many columns, all but the first indented; a word beyond is broken,
   * behind a bar where it has one.
   */
  static List<StyledText> lines(StyledText text, int columns, int indent) {
    List<StyledText> lines = new ArrayList<>();
    List<StyledText.Piece> cells = cells(text);
    int from = 0;
    int begins = 0;
    while (true) {
      int used = begins;
      int end = from;
      int blank = -1;
      int bar = -1;
      boolean words = false;
      while (end < cells.size()) {
        boolean isBlank = cells.get(end).text().equals(" ");
        int width = Columns.of(cells.get(end).text());
        if (used + width > columns && !isBlank && end > from) {
          break;
        }
        if (isBlank && words) {
          blank = end;
        }
        if (cells.get(end).text().equals("|")) {
          bar = end + 1;
        }
        words |= !isBlank;
        used += width;
        end++;
      }
      int within = bar < 0 ? end : bar;
      int stop = end == cells.size() ? end : blank < 0 ? within : blank;
      lines.add(line(cells.subList(from, stop), begins));
      from = stop;
      while (from > 0 && from < cells.size() && cells.get(from).text().equals(" ")) {
        from++;
      }
      if (from >= cells.size()) {
        return lines;
      }
      begins = Math.min(indent, Math.max(0, columns - 1));
    }
  }

  /** The characters one by one, each with its style. */
  private static List<StyledText.Piece> cells(StyledText text) {
    List<StyledText.Piece> cells = new ArrayList<>();
    for (StyledText.Piece piece : text.pieces()) {
      piece
          .text()
          .codePoints()
          .forEach(
              each -> cells.add(new StyledText.Piece(Character.toString(each), piece.style())));
    }
    return cells;
  }

  private static StyledText line(List<StyledText.Piece> cells, int indent) {
    List<StyledText.Piece> pieces = new ArrayList<>();
    if (indent > 0) {
      pieces.add(new StyledText.Piece(" ".repeat(indent), Style.PLAIN));
    }
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      run.append(cells.get(i).text());
      Style style = cells.get(i).style();
      if (i + 1 == cells.size() || !cells.get(i + 1).style().equals(style)) {
        pieces.add(new StyledText.Piece(run.toString(), style));
        run.setLength(0);
      }
    }
    return new StyledText(pieces);
  }
}
