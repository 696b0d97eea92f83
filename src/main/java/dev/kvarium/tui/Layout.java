package dev.kvarium.tui;

import java.util.ArrayList;
import java.util.List;

/**
 * Where things are on a screen of some size.
 *
 * <p>From the top: the title, a border, the body, a border with the prompt, the strip of the
 * timeline, a line about its cursor, the keys. The body holds the transcript on the left and a
 * column of views on the right, or one of them alone; where the screen is too small for a view, the
 * transcript.
 *
 * @param transcript columns of the transcript; 0 where a view has all
 * @param views columns of the views; 0 where there are none
 * @param body rows between the borders
 * @param panes how many views there are room for
 */
record Layout(int columns, int rows, int transcript, int views, int body, int panes) {
  /** Below this a view could not be read. */
  static final int LEAST_COLUMNS = 60;

  static final int LEAST_ROWS = 15;

  /** Below this a lesson could not be read beside a view. */
  static final int LESSON_COLUMNS = 76;

  /** The fewest columns and rows, its title's included, in which a view can be read. */
  private static final int VIEW_COLUMNS = 40;

  private static final int VIEW_ROWS = 11;

  static Layout of(int columns, int rows, Share share) {
    if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
      return new Layout(columns, rows, columns, 0, Math.max(1, rows - 3), 0);
    }
    int body = rows - 6;
    int inside = columns - 3;
    int views = Math.max(VIEW_COLUMNS - 4, inside * 6 / 11);
    return switch (share) {
      case BOTH ->
          new Layout(columns, rows, inside - views, views, body, body + 1 >= 2 * VIEW_ROWS ? 2 : 1);
      case VIEW -> new Layout(columns, rows, 0, columns - 2, body, 1);
      case TRANSCRIPT -> new Layout(columns, rows, columns - 2, 0, body, 0);
    };
  }

  /** Whether there is no room for borders. */
  boolean isSmall() {
    return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
  }

  /** Whether transcript and views stand side by side. */
  boolean isShared() {
    return !isSmall() && transcript > 0 && views > 0;
  }

  /** The row of the prompt. */
  int promptRow() {
    return isSmall() ? Math.max(0, rows - 1) : body + 2;
  }

  /** The row of the timeline; below the last where there is none. */
  int stripRow() {
    return isSmall() ? rows : body + 3;
  }

  /** Where the transcript is, without borders. */
  Area transcriptArea() {
    return isSmall()
        ? new Area(0, Math.min(1, rows - 1), columns, Math.max(0, rows - 2))
        : new Area(1, 2, transcript, body);
  }

  /** Where the views are, each with the row of the border above it, which holds its title. */
  List<Area> paneAreas() {
    List<Area> areas = new ArrayList<>();
    int y = 1;
    int left = body + 1;
    for (int i = 0; i < panes; i++) {
      int height = left / (panes - i);
      areas.add(new Area(transcript == 0 ? 1 : transcript + 2, y, views, height));
      y += height;
      left -= height;
    }
    return areas;
  }
}
