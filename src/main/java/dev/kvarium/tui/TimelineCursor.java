package dev.kvarium.tui;

import java.util.OptionalLong;

/** Moving along the timeline, while the views show the world as it was. */
final class TimelineCursor {
  /** How many markers a longer stride goes. */
  static final int STRIDE = 10;

  private TimelineCursor() {}

  static Change move(TuiState state, int by) {
    Strip strip = state.sight().strip();
    if (strip.markers().isEmpty()) {
      return Update.note(state, "←→: nothing has happened yet");
    }
    if (by < 0 && strip.cursor() == 0 && !strip.hasEarlier()) {
      return Update.note(state, "←: this was the first that happened");
    }
    if (by > 0 && state.cursor().isEmpty()) {
      String ahead = strip.ahead() > 0 ? "; Ctrl-Y goes on to what was taken back" : "";
      return Update.note(state, "→: this is now; what comes next has not happened yet" + ahead);
    }
    return Change.to(state, new Effect.Move(by));
  }

  /** The cursor stands somewhere else. */
  static Change moved(TuiState state, Message.Moved moved) {
    TuiState there =
        state.edit().cursor(moved.cursor()).sight(state.sight().with(moved.strip())).done();
    return moved.cursor().isPresent()
        ? Change.to(there, new Effect.Recall(moved.cursor().getAsLong()))
        : Change.to(there, new Effect.Look());
  }

  /** Back to now. */
  static Change leave(TuiState state) {
    return Change.to(state.edit().cursor(OptionalLong.empty()).scroll(0).done(), new Effect.Look());
  }
}
