package dev.kvarium.memcached;

import java.util.function.Consumer;

/** A value that is on its way from a client, in the text protocols with a line end behind it. */
final class Upload {
  private final byte[] value;
  private final int endBytes;
  private final Consumer<Upload> whenDone;
  private int filled;
  private boolean endsLine = true;

  /**
   * Nothing of it has come yet.
   *
   * @param bytes of the value
   * @param endBytes of the line end: {@link Item#END_BYTES}, or none
   */
  Upload(int bytes, int endBytes, Consumer<Upload> whenDone) {
    this.value = new byte[bytes];
    this.endBytes = endBytes;
    this.whenDone = whenDone;
  }

  int missing() {
    return value.length + endBytes - filled;
  }

  /** Takes so many bytes, which are no more than are missing. */
  void take(byte[] from, int offset, int count) {
    int ofValue = Math.min(count, value.length - filled);
    if (ofValue > 0) {
      System.arraycopy(from, offset, value, filled, ofValue);
    }
    for (int i = Math.max(ofValue, 0); i < count; i++) {
      endsLine &= from[offset + i] == (filled + i == value.length ? '\r' : '\n');
    }
    filled += count;
  }

  /** The value, without the line end. */
  byte[] value() {
    return value;
  }

  /** Whether what came behind the value is a line end. */
  boolean endsLine() {
    return endsLine;
  }

  void done() {
    whenDone.accept(this);
  }
}
