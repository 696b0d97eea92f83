package dev.kvarium.tui;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A way to the terminal that can be closed by a last word, after which nothing goes through: a
 * thread that still draws while the process ends cannot undo what was put right.
 */
final class LastWord extends OutputStream {
  private final OutputStream out;
  private boolean said;

  LastWord(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    if (!said) {
      out.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    if (!said) {
      out.write(bytes, from, count);
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (!said) {
      out.flush();
    }
  }

  /** Writes something for the last time; does nothing when that has happened. */
  synchronized void say(byte[] bytes) throws IOException {
    if (!said) {
      said = true;
      out.write(bytes);
      out.flush();
    }
  }
}
