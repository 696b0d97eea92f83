package dev.kvarium.repl;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Quantity;
import java.util.function.Consumer;

/**
 * How far a line is that lets much time pass, in a row that is written over and is gone in the end.
 * A line that is followed at once has none, nor has one that the full screen follows: it says that
 * in its own place.
 */
final class ProgressLine implements Lab.Progress {
  private static final long PATIENCE_NANOS = 700_000_000L;
  private static final long EVERY_NANOS = 200_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final Consumer<String> out;
  private long beganNanos;
  private long toldNanos;
  private boolean following;
  private boolean shown;

  /** One that writes by this. */
  ProgressLine(Consumer<String> out) {
    this.out = out;
  }

  /** A line is to be followed. */
  void begin() {
    beganNanos = System.nanoTime();
    toldNanos = beganNanos;
    following = true;
  }

  @Override
  public void passed(long micros, long ofMicros) {
    long now = System.nanoTime();
    if (!following
        || now - beganNanos < PATIENCE_NANOS
        || now - toldNanos < EVERY_NANOS
        || ofMicros <= 0) {
      return;
    }
    toldNanos = now;
    shown = true;
    out.accept(
        ERASE
            + "  "
            + micros * 100 / ofMicros
            + " %, "
            + Quantity.span(micros)
            + " of "
            + Quantity.span(ofMicros)
            + "; Ctrl-C breaks it off");
  }

  /** It was followed. */
  void end() {
    following = false;
    if (shown) {
      out.accept(ERASE);
      shown = false;
    }
  }
}
