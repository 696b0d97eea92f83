package dev.kvarium.memcached;

/** A value that is on its way from a client, with the line end behind it. */
final class Upload {
  private final byte[] bytes;
  private int filled;
  private final Runnable whenDone;

  Upload(int count, Runnable whenDone) {
    this.bytes = new byte[count];
    this.whenDone = whenDone;
  }

  int missing() {
    return bytes.length - filled;
  }

  void take(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, bytes, filled, count);
    filled += count;
  }

  byte[] bytes() {
    return bytes;
  }

  void done() {
    whenDone.run();
  }
}
