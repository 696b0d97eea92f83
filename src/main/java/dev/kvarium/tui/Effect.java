package dev.kvarium.tui;

/** Something that an update wants done outside of the state. */
sealed interface Effect {
  /** Has the lab follow a line. */
  record Enter(String line) implements Effect {}

  /** Looks at the world through the panes of the state. */
  record Look() implements Effect {}

  /** Asks what may stand behind a text. */
  record Offer(String text) implements Effect {}

  /** Draws all anew, whatever the terminal shows. */
  record Redraw() implements Effect {}

  /** Ends the full screen. */
  record Leave() implements Effect {}
}
