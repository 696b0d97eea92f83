package dev.kvarium.tui;

import java.util.List;

/**
 * A view that is on the screen.
 *
 * @param view its name
 * @param words what stands behind the name; none lets it look where something happened last
 */
record Pane(String view, List<String> words) {
  Pane {
    words = List.copyOf(words);
  }

  static Pane of(String view) {
    return new Pane(view, List.of());
  }
}
