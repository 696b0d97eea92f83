package dev.kvarium.tui;

/** Is told of each frame; for who measures them. */
@FunctionalInterface
public interface FrameWatch {
  /** Nobody who measures. */
  FrameWatch NONE = (fromNanos, toNanos) -> {};

  /**
   * A frame is on the terminal: the world was looked at, drawn and written.
   *
   * @param fromNanos when that began, by {@link System#nanoTime}
   * @param toNanos when the last byte of it was handed over
   */
  void drawn(long fromNanos, long toNanos);
}
