package dev.kvarium.view;

import java.util.List;

/** A picture that is a title, rows of text one beneath the other, and a last line. */
interface RowsPicture extends Picture {
  /** What stands on the left of its first row. */
  String title();

  /** What stands on the right of it. */
  String time();

  /** What stands between them, folded where it is too long. */
  List<StyledText> lines();

  /** The one thing to notice. */
  String foot();

  @Override
  default int rows(int columns) {
    return Frame.rows(columns, foot()) + Rows.folded(lines(), columns - 2).size();
  }

  @Override
  default Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), time(), foot());
    Rows.draw(canvas, 1, bottom, lines());
    return canvas;
  }
}
