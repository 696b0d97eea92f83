package dev.kvarium.view;

import java.util.Arrays;

/**
 * A grid of styled cells, into which views draw.
 *
 * <p>A cell holds one character. A wide character takes two cells, the second of which is {@link
 * #COVERED}. What does not fit into a row is cut, and the last cell of the room it had says so with
 * {@code …}; what falls below the last row is not drawn, and {@link #rowsCut} counts it, so that a
 * test can ask for none.
 */
public final class Canvas {
  /** Stands in the cell that the right half of a wide character covers. */
  public static final int COVERED = -1;

  private static final int ELLIPSIS = '…';
  private static final String LINES = "─│┄╌";

  private final int width;
  private final int height;
  private final int[] codePoints;
  private final Style[] styles;
  private int rowsCut;
  private int overwritten;

  /** An empty canvas of so many columns and rows, at least one of each. */
  public Canvas(int width, int height) {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.codePoints = new int[this.width * this.height];
    this.styles = new Style[codePoints.length];
    Arrays.fill(codePoints, ' ');
    Arrays.fill(styles, Style.PLAIN);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The character in a cell, or {@link #COVERED}. */
  public int codePoint(int x, int y) {
    return codePoints[y * width + x];
  }

  public Style style(int x, int y) {
    return styles[y * width + x];
  }

  /** How many times something was drawn below the last row and is therefore not there. */
  public int rowsCut() {
    return rowsCut;
  }

  /**
   * How many characters another one was written over and are therefore not there. A line that is
   * drawn through a row first, to be written on, does not count.
   */
  public int overwritten() {
    return overwritten;
  }

  /** Writes text from a cell on to the end of the row; the column behind it is returned. */
  public int text(int x, int y, String text, Style style) {
    return text(x, y, Integer.MAX_VALUE, text, style);
  }

  /**
   * Writes text from a cell on into at most so many columns, the last of them {@code …} where it
   * did not fit. Control characters are shown as {@code ·}.
   *
   * @return the column behind it
   */
  public int text(int x, int y, int columns, String text, Style style) {
    if (y >= height) {
      rowsCut++;
      return x;
    }
    if (text.isEmpty()) {
      return x;
    }
    int room = Math.min(columns, width - x);
    if (room <= 0) {
      if (columns > 0) {
        set(width - 1, y, ELLIPSIS, style);
      }
      return x;
    }
    String fitting = Columns.cut(text, room);
    int at = x;
    for (int i = 0; i < fitting.length(); ) {
      int codePoint = fitting.codePointAt(i);
      i += Character.charCount(codePoint);
      int wide = Columns.of(codePoint);
      if (wide == 0) {
        continue;
      }
      set(at, y, codePoint < ' ' || codePoint == 0x7f ? '·' : codePoint, style);
      if (wide == 2) {
        codePoints[y * width + at + 1] = COVERED;
        styles[y * width + at + 1] = style;
      }
      at += wide;
    }
    return at;
  }

  /** Writes a sentence from a cell on to the end of the row, cut behind a word where it must be. */
  public int words(int x, int y, String text, Style style) {
    return text(x, y, Columns.cutWords(text, width - x), style);
  }

  /** Writes pieces one behind the other; the column behind them is returned. */
  public int text(int x, int y, StyledText text) {
    int at = x;
    for (StyledText.Piece piece : text.pieces()) {
      at = text(at, y, piece.text(), piece.style());
    }
    return at;
  }

  /** Writes text that ends at the right edge, cut on its right where the row is too short. */
  public void textRight(int y, String text, Style style) {
    text(Math.max(0, width - Columns.of(text)), y, text, style);
  }

  /** Fills so many cells of a row with one character, as far as the row goes. */
  public void fill(int x, int y, int columns, int codePoint, Style style) {
    if (y >= height) {
      rowsCut++;
      return;
    }
    for (int at = Math.max(0, x); at < Math.min(width, x + columns); at++) {
      set(at, y, codePoint, style);
    }
  }

  /** Copies another canvas into this one with its upper left cell at (x, y), as far as it fits. */
  public void draw(int x, int y, Canvas other) {
    for (int row = 0; row < other.height && y + row < height; row++) {
      for (int column = 0; column < other.width && x + column < width; column++) {
        int codePoint = other.codePoint(column, row);
        if (x + column == width - 1 && Columns.of(Math.max(0, codePoint)) == 2) {
          codePoint = ELLIPSIS;
        }
        set(x + column, y + row, codePoint, other.style(column, row));
      }
    }
  }

  /** A row as text, without the spaces at its end. */
  public String row(int y) {
    StringBuilder out = new StringBuilder();
    for (int x = 0; x < width; x++) {
      int codePoint = codePoint(x, y);
      if (codePoint != COVERED) {
        out.appendCodePoint(codePoint);
      }
    }
    return out.toString().stripTrailing();
  }

  private void set(int x, int y, int codePoint, Style style) {
    int at = y * width + x;
    // half of a wide character that is overwritten leaves a blank, never half a character
    if (codePoint != COVERED) {
      if (codePoints[at] == COVERED && x > 0) {
        codePoints[at - 1] = ' ';
      }
      if (x + 1 < width && codePoints[at + 1] == COVERED && Columns.of(codePoint) != 2) {
        codePoints[at + 1] = ' ';
      }
    }
    if (codePoints[at] != ' ' && LINES.indexOf(codePoints[at]) < 0) {
      overwritten++;
    }
    codePoints[at] = codePoint;
    styles[at] = style;
  }
}
