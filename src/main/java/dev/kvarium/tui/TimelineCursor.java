package dev.kvarium.tui;

import java.util.List;
import java.util.OptionalLong;

/** Moving along the timeline. */
final class TimelineCursor {
  private TimelineCursor() {}

  static Change move(TuiState state, int by) {
    List<Marker> markers = state.sight().markers();
    if (markers.isEmpty()) {
      return Update.note(state, "←→: nothing has happened yet");
    }
    int at = index(state) + by;
    if (at < 0) {
      return Update.note(state, "←: no earlier fact is kept on the timeline; :events lists more");
    }
    if (at > markers.size()) {
      return Update.note(state, "→: this is now; what comes next has not happened yet");
    }
    OptionalLong cursor =
        at == markers.size() ? OptionalLong.empty() : OptionalLong.of(markers.get(at).number());
    return Change.to(state.edit().cursor(cursor).done());
  }

  /** The index of the marker under the cursor; as many as there are when it is on now. */
  static int index(TuiState state) {
    List<Marker> markers = state.sight().markers();
    if (state.cursor().isPresent()) {
      for (int i = 0; i < markers.size(); i++) {
        if (markers.get(i).number() >= state.cursor().getAsLong()) {
          return i;
        }
      }
    }
    return markers.size();
  }
}
