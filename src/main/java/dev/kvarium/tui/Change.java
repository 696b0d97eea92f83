package dev.kvarium.tui;

import java.util.List;

/** A state, and what is to be done for it to become true. */
record Change(TuiState state, List<Effect> effects) {
  Change {
    effects = List.copyOf(effects);
  }

  static Change to(TuiState state, Effect... effects) {
    return new Change(state, List.of(effects));
  }
}
