package dev.kvarium.tui;

import java.util.List;

/** What the mouse does: it points at what keys reach too. */
final class Mouse {
  private Mouse() {}

  static Change clicked(TuiState state, Message.Clicked at) {
    Layout layout = state.layout();
    if (layout.isSmall()) {
      return Change.to(state);
    }
    if (at.row() == layout.stripRow()) {
      return TimelineStrip.clicked(state, at.column());
    }
    if (at.row() == layout.promptRow()) {
      return Change.to(state.edit().input(PromptDrawing.clicked(state, at.column())).done());
    }
    if (at.row() == layout.rows() - 1) {
      return KeyLine.clicked(state, at.column());
    }
    List<Area> panes = layout.paneAreas();
    for (int i = 0; i < panes.size(); i++) {
      if (panes.get(i).holds(at.column(), at.row())) {
        return pane(state, i);
      }
    }
    return Change.to(state);
  }

  /** The view that was clicked has the screen to itself, or no longer. */
  private static Change pane(TuiState state, int index) {
    if (state.share() == Share.VIEW) {
      return Change.to(state.edit().share(Share.BOTH).done(), new Effect.Look());
    }
    TuiState chosen = Update.first(state, index);
    return Change.to(
        chosen.edit().share(Share.VIEW).note("a click or Esc brings the others back").done(),
        new Effect.Look());
  }

  static Change wheeled(TuiState before, Message.Wheeled at) {
    if (before.explaining()) {
      return Change.to(before.edit().lowered(0, at.by()).done());
    }
    TuiState state = Update.fresh(before);
    List<Area> panes = state.layout().paneAreas();
    for (int i = 0; i < panes.size(); i++) {
      if (panes.get(i).holds(at.column(), at.row())) {
        return Change.to(state.edit().lowered(i, at.by()).done());
      }
    }
    return state.layout().stripRow() == at.row()
        ? TimelineCursor.move(state, at.by() < 0 ? -1 : 1)
        : Change.to(state.edit().scroll(state.scroll() - at.by()).done());
  }
}
