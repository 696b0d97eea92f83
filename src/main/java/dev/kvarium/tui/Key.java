package dev.kvarium.tui;

/** A key that is no character. */
enum Key {
  ENTER,
  TAB,
  BACK_TAB,
  BACKSPACE,
  DELETE,
  LEFT,
  RIGHT,
  UP,
  DOWN,
  HOME,
  END,
  PAGE_UP,
  PAGE_DOWN,
  WORD_LEFT,
  WORD_RIGHT,
  ESCAPE,
  /** Ctrl-C. */
  INTERRUPT,
  /** Ctrl-D. */
  END_OF_INPUT,
  /** Ctrl-Z. */
  BACK,
  /** Ctrl-Y. */
  FORWARD,
  /** Ctrl-O. */
  SHARE,
  /** Alt and N. */
  NARRATE,
  /** Alt and H. */
  HINT,
  /** Alt and up. */
  VIEW_UP,
  /** Alt and down. */
  VIEW_DOWN,
  /** Ctrl-K. */
  KILL_TO_END,
  /** Ctrl-U. */
  KILL_LINE,
  /** Ctrl-W. */
  KILL_WORD,
  /** Ctrl-L. */
  REDRAW,
  /** Alt and plus. */
  FASTER,
  /** Alt and minus. */
  SLOWER
}
