package dev.kvarium.redis.command;

/**
 * The last bytes that were sent to replicas, so that one that comes back is sent what it missed and
 * not all data anew.
 *
 * <p>Every byte has a number, from 1; the ring keeps those from {@link #first} to {@link #offset}.
 * It begins with the first replica.
 */
final class Backlog {
  private byte[] ring = new byte[0];
  private long offset;
  private long kept;

  /** Whether anything is kept. */
  boolean isActive() {
    return ring.length > 0;
  }

  /** The number of the last byte that was sent since the start, 0 when none was. */
  long offset() {
    return offset;
  }

  /** How many bytes are kept. */
  long kept() {
    return kept;
  }

  /** The number of the oldest byte that is kept, or of the next to come. */
  long first() {
    return isActive() ? offset - kept + 1 : 0;
  }

  /** Keeps so many bytes from now on. */
  void begin(long bytes) {
    if (!isActive()) {
      ring = new byte[(int) Math.min(bytes, 1 << 28)];
      kept = 0;
    }
  }

  /** Keeps what is sent. */
  void add(byte[] bytes) {
    for (int from = Math.max(0, bytes.length - ring.length); from < bytes.length; ) {
      int at = (int) ((offset + from) % ring.length);
      int count = Math.min(bytes.length - from, ring.length - at);
      System.arraycopy(bytes, from, ring, at, count);
      from += count;
    }
    offset += bytes.length;
    kept = Math.min(ring.length, kept + bytes.length);
  }

  /** Whether all from a byte on is kept; the next to come is. */
  boolean has(long number) {
    return isActive() && number >= first() && number <= offset + 1;
  }

  /** All bytes from one on that is kept. */
  byte[] from(long number) {
    byte[] bytes = new byte[(int) (offset + 1 - number)];
    int at = (int) ((number - 1) % ring.length);
    int count = Math.min(bytes.length, ring.length - at);
    System.arraycopy(ring, at, bytes, 0, count);
    System.arraycopy(ring, 0, bytes, count, bytes.length - count);
    return bytes;
  }
}
