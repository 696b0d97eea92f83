package dev.kvarium.view;

/**
 * What a view saw at one moment, to be drawn at whatever size there is or told in words. Whoever
 * holds one may draw it later: it was made from snapshots and does not change.
 */
public interface Picture {
  /** How many rows it would take to show all at so many columns. */
  int rows(int columns);

  /**
   * Draws it: title, picture, last line. Readable from 40 columns and 10 rows on; what does not fit
   * is left out and the picture says so.
   */
  Canvas draw(int columns, int rows);

  /** The whole of it in words, one sentence or fact a line, every number of the picture in it. */
  String narration();
}
