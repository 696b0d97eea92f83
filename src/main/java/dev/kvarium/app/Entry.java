package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a process keeps in a cache of a row: the row's version and what its strategy must know, as
 * text, filled up to the length of the row's value.
 *
 * <pre>
 *   v3 c20000 f1700000012345 xxxxxxxxxxxxxxx
 *    │  │      └ Unix time in ms up to which it is fresh
 *    │  └ it took 20,000 µs to read it from the database
 *    └ version 3 of the row; 0: there is no such row
 * </pre>
 *
 * @param version of the row; 0 when the entry says that there is no row
 * @param computeMicros how long it took to get it
 * @param freshUntilMillis Unix time in ms
 * @param bytes how long the whole is at least
 */
public record Entry(long version, long computeMicros, long freshUntilMillis, int bytes) {
  private static final byte FILLER = 'x';

  /** Whether it says that there is no row. */
  public boolean isAbsence() {
    return version == 0;
  }

  /** As it lies in the cache. */
  public byte[] encoded() {
    byte[] head =
        Bytes.latin1("v" + version + " c" + computeMicros + " f" + freshUntilMillis + " ");
    if (head.length >= bytes) {
      return head;
    }
    byte[] whole = Arrays.copyOf(head, bytes);
    Arrays.fill(whole, head.length, bytes, FILLER);
    return whole;
  }

  /** Reads one; empty when it is something else. */
  public static Optional<Entry> read(byte[] encoded) {
    Numbers numbers = new Numbers(encoded);
    long version = numbers.next('v');
    long compute = numbers.next('c');
    long fresh = numbers.next('f');
    return version < 0 || compute < 0 || fresh < 0
        ? Optional.empty()
        : Optional.of(new Entry(version, compute, fresh, encoded.length));
  }

  /** The text, as somebody would type it. */
  @Override
  public String toString() {
    return Bytes.text(encoded());
  }

  /** Numbers with a letter before and a blank behind them. */
  private static final class Numbers {
    private final byte[] text;
    private int at;

    Numbers(byte[] text) {
      this.text = text;
    }

    /** The next, which must have this letter; -1 when it has not. */
    long next(char letter) {
      if (at >= text.length || text[at] != letter) {
        return -1;
      }
      long number = 0;
      int from = ++at;
      while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - from < 18) {
        number = number * 10 + (text[at++] - '0');
      }
      boolean ends = at > from && at < text.length && text[at] == ' ';
      at++;
      return ends ? number : -1;
    }
  }
}
