package dev.kvarium.tui;

/**
 * Lets Ctrl-C break off a line that takes long. While lines are typed Ctrl-C is a key like others;
 * who follows a line reads no keys, so for as long as it takes the terminal is asked to make a
 * signal of it. Asking takes two calls of the kernel, so short lines go without.
 */
final class LongLine {
  /** What a terminal makes of Ctrl-C. */
  interface Keyboard {
    /** One that has no signals. */
    Keyboard NONE = signals -> {};

    /** Whether Ctrl-C is to make a signal instead of being read. */
    void signals(boolean wanted);
  }

  private static final long PATIENCE_MILLIS = 150;

  private final Keyboard keyboard;
  private long lines;
  private boolean asked;
  private boolean following;

  LongLine(Keyboard keyboard) {
    this.keyboard = keyboard;
  }

  /**
   * A line begins to be followed.
   *
   * @param working is run when it takes long
   */
  synchronized void begin(Runnable working) {
    following = true;
    long line = ++lines;
    if (keyboard != Keyboard.NONE) {
      Thread.ofVirtual().name("kvarium-patience").start(() -> allow(line, working));
    }
  }

  private void allow(long line, Runnable working) {
    try {
      Thread.sleep(PATIENCE_MILLIS);
    } catch (InterruptedException end) {
      return;
    }
    synchronized (this) {
      if (following && line == lines) {
        asked = true;
        keyboard.signals(true);
        working.run();
      }
    }
  }

  /** It has been followed. */
  synchronized void end() {
    following = false;
    if (asked) {
      asked = false;
      keyboard.signals(false);
    }
  }

  synchronized boolean isFollowing() {
    return following;
  }
}
