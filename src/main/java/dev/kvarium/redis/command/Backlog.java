package dev.kvarium.redis.command;

/**
 * The last bytes of the stream of changes, so that a replica that comes back is sent what it missed
 * and not all data anew.
 *
 * <p>Every byte has a number, its offset, from 1; the ring keeps those from {@link #first} to
 * {@link #offset}. A ring of eight bytes that began with the first replica at offset 0 and was
 * given {@code abcdefghij} since:
 *
 * <pre>
 *   place    0 1 2 3 4 5 6 7
 *   byte     i j c d e f g h        first 3 (c) … offset 10 (j)
 * </pre>
 *
 * <p>Who asks for byte 3 or any later one gets what it missed; who asks for byte 2 gets all data.
 * Byte 11 is the next to come, and may be asked for. Without a ring no byte is counted.
 */
final class Backlog {
  private static final int LARGEST = 1 << 28;

  private byte[] ring = new byte[0];
  private long offset;
  private long kept;

  /** Whether anything is kept. */
  boolean isActive() {
    return ring.length > 0;
  }

  /** The number of the last byte of the stream, 0 when there was none. */
  long offset() {
    return offset;
  }

  /** How many bytes are kept. */
  long kept() {
    return kept;
  }

  /** The number of the oldest byte that is kept, or of the next to come; 0 without a ring. */
  long first() {
    return isActive() ? offset - kept + 1 : 0;
  }

  /** Keeps so many bytes from now on. */
  void begin(long bytes) {
    if (!isActive()) {
      ring = new byte[(int) Math.min(bytes, LARGEST)];
      kept = 0;
    }
  }

  /** Keeps nothing, and counts on from a byte. */
  void goTo(long number) {
    ring = new byte[0];
    kept = 0;
    offset = number;
  }

  /** Keeps another number of bytes from now on, the last of those that there are. */
  void resize(long bytes) {
    if (isActive()) {
      long stay = Math.min(kept, bytes);
      byte[] last = from(offset - stay + 1);
      ring = new byte[(int) Math.min(bytes, LARGEST)];
      offset -= stay;
      kept = 0;
      add(last);
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
