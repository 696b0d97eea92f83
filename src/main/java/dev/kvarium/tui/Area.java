package dev.kvarium.tui;

/** A part of the screen. */
record Area(int x, int y, int columns, int rows) {
  boolean holds(int column, int row) {
    return column >= x && column < x + columns && row >= y && row < y + rows;
  }
}
