package dev.kvarium.tui;

/**
 * Where things are on a screen of some size.
 *
 * <p>From the top: the title, a border, the body, a border with the prompt, the strip of the
 * timeline, a line about its cursor, the keys. The body holds the transcript on the left and a
 * column of views on the right; where the screen is too small for a view, the transcript alone.
 *
 * @param transcript columns of the transcript
 * @param views columns of the views; 0 when there is no room for them
 * @param body rows between the borders
 * @param panes how many views there are room for
 */
record Layout(int columns, int rows, int transcript, int views, int body, int panes) {
  /** Below this a view could not be read. */
  static final int LEAST_COLUMNS = 60;

  static final int LEAST_ROWS = 15;

  /** The fewest columns and rows, its title's included, in which a view can be read. */
  private static final int VIEW_COLUMNS = 40;

  private static final int VIEW_ROWS = 11;

  static Layout of(int columns, int rows) {
    if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
      return new Layout(columns, rows, columns, 0, Math.max(1, rows - 3), 0);
    }
    int inside = columns - 3;
    int views = Math.max(VIEW_COLUMNS - 4, inside * 6 / 11);
    int body = rows - 6;
    int panes = body + 1 >= 2 * VIEW_ROWS ? 2 : 1;
    return new Layout(columns, rows, inside - views, views, body, panes);
  }

  boolean hasViews() {
    return panes > 0;
  }
}
