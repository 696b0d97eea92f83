package dev.kvarium.tui;

import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures as they were drawn for the last frame. Pictures do not change, so that a frame in which
 * only a letter was typed draws none of them again.
 */
final class Gallery {
  private List<Hung> before = List.of();
  private List<Hung> now = new ArrayList<>();

  private record Hung(Picture picture, int columns, int rows, Canvas canvas) {}

  /** Begins a frame; what the one before did not draw is forgotten. */
  void begin() {
    before = now;
    now = new ArrayList<>();
  }

  /** A picture at a size; not to be drawn upon. */
  Canvas draw(Picture picture, int columns, int rows) {
    for (List<Hung> wall : List.of(now, before)) {
      for (Hung each : wall) {
        if (each.picture() == picture && each.columns() == columns && each.rows() == rows) {
          if (wall == before) {
            now.add(each);
          }
          return each.canvas();
        }
      }
    }
    Hung hung = new Hung(picture, columns, rows, picture.draw(columns, rows));
    now.add(hung);
    return hung.canvas();
  }
}
