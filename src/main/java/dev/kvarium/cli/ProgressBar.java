package dev.kvarium.cli;

import java.util.Locale;

/**
 * How far something has come, on one line of the terminal that is written over again and again.
 * Where nobody would see it, nothing is written.
 */
final class ProgressBar {
  private static final int CELLS = 24;
  private static final long NANOS_BETWEEN = 200_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final boolean shown;
  private final String what;
  private final long all;
  private final long began = System.nanoTime();
  private long last;

  /**
   * A bar.
   *
   * @param what is counted, {@code keys}
   * @param all how many there will be, as far as one knows
   */
  ProgressBar(boolean shown, String what, long all) {
    this.shown = shown;
    this.what = what;
    this.all = all;
  }

  /** Whether there is somebody who would see it. */
  static boolean isSeen() {
    return System.console() != null && System.console().isTerminal();
  }

  /** So many are done. */
  void at(long done) {
    long now = System.nanoTime();
    if (shown && now - last >= NANOS_BETWEEN) {
      last = now;
      System.err.print("\r" + text(done, now - began) + " ");
      System.err.flush();
    }
  }

  /** The line at a count, after a time. */
  String text(long done, long tookNanos) {
    double share = all == 0 ? 0 : Math.min(1, (double) done / all);
    int full = (int) (share * CELLS);
    double left = share == 0 ? 0 : tookNanos / NANOS_PER_SECOND * (1 - share) / share;
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %,d of %,d %s, %.0f s left",
        "#".repeat(full),
        "-".repeat(CELLS - full),
        share * 100,
        done,
        all,
        what,
        left);
  }

  /** Takes the line away. */
  void end() {
    if (shown) {
      System.err.print("\r" + " ".repeat(text(all, 0).length() + CELLS) + "\r");
      System.err.flush();
    }
  }
}
