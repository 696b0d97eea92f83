package dev.kvarium.tui;

/** Something that an update wants done outside of the state. */
sealed interface Effect {
  /** Has the lab follow a line. */
  record Enter(String line) implements Effect {}

  /** Has the lab go back to the moment of a fact. */
  record Return(long fact) implements Effect {}

  /** Looks at the world through the panes of the state. */
  record Look() implements Effect {}

  /** Moves the cursor of the timeline by so many markers. */
  record Move(int by) implements Effect {}

  /** Moves the cursor to the first of them. */
  record MoveToFirst() implements Effect {}

  /** Looks at the world as it was at the moment of a fact. */
  record Recall(long fact) implements Effect {}

  /** Asks what may stand behind a text. */
  record Offer(String text) implements Effect {}

  /** Draws all anew, whatever the terminal shows. */
  record Redraw() implements Effect {}

  /** Ends the full screen. */
  record Leave() implements Effect {}
}
