package dev.kvarium.tui;

/**
 * Wakes the thread that draws. It is held by nobody while something else is waited for, so that
 * whoever holds a terminal may ring it.
 */
final class Bell {
  private boolean rung;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** Waits for a ring, at most so long; with 0, for ever. */
  synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!rung) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (millis > 0 && left <= 0) {
        return;
      }
      wait(millis > 0 ? left : 0);
    }
    rung = false;
  }
}
