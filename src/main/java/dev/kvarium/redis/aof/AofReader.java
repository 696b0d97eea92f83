package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands from the bytes of a log, as strictly and as loosely as Redis does.
 *
 * <p>Strict: a line that should begin with {@code *} or {@code $} and does not is a format error
 * wherever it stands, even when it is the last. Loose: the two bytes behind each argument are
 * skipped, not looked at, and digits are read as far as they go; so a changed length swallows what
 * follows it, and a changed key is loaded as another key. Lines that begin with {@code #} are
 * notes.
 */
final class AofReader {
  /** Redis reads header lines into 128 bytes. */
  private static final int LONGEST_LINE = 127;

  private final byte[] bytes;
  private int at;
  private int lineFrom;
  private State state = State.READING;

  /** Where reading stands. */
  enum State {
    READING,
    /** The end came where a command might begin. */
    END,
    /** The end came within a command. */
    CUT,
    /** Something else stood where a header should. */
    MALFORMED
  }

  AofReader(byte[] bytes) {
    this(bytes, 0);
  }

  /** Reads from an offset on. */
  AofReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  State state() {
    return state;
  }

  /** Where the next command begins. */
  int offset() {
    return at;
  }

  /** The next command; null when there is none, and {@link #state} tells why. */
  byte @Nullable [][] next() {
    while (true) {
      if (!line()) {
        state = State.END;
        return null;
      }
      if (bytes[lineFrom] != '#') {
        break;
      }
    }
    if (bytes[lineFrom] != '*') {
      return stop(State.MALFORMED);
    }
    if (at - lineFrom == 1) {
      return stop(State.CUT);
    }
    long argc = number(lineFrom + 1);
    if (argc < 1) {
      return stop(State.MALFORMED);
    }
    if (argc > Integer.MAX_VALUE) {
      return stop(State.CUT);
    }
    return arguments((int) argc);
  }

  private byte @Nullable [][] arguments(int argc) {
    // each argument takes four bytes at least: a count beyond that ends in a cut, not in memory
    int room = StrictMath.min(argc, (bytes.length - at) / 4 + 1);
    byte[][] argv = new byte[room][];
    for (int i = 0; i < argc; i++) {
      if (!line()) {
        return stop(State.CUT);
      }
      if (bytes[lineFrom] != '$') {
        return stop(State.MALFORMED);
      }
      long length = number(lineFrom + 1);
      if (length < 0) {
        return stop(State.MALFORMED);
      }
      if (bytes.length - at < length + 2) {
        return stop(State.CUT);
      }
      argv[i] = Arrays.copyOfRange(bytes, at, at + (int) length);
      at += (int) length + 2;
    }
    return argv;
  }

  private byte @Nullable [][] stop(State why) {
    state = why;
    return null;
  }

  /** Moves behind the next line, or as much of it as Redis reads at once; false at the end. */
  private boolean line() {
    if (at >= bytes.length) {
      return false;
    }
    lineFrom = at;
    int end = Bytes.indexOf(bytes, (byte) '\n', at);
    at = StrictMath.min(end < 0 ? bytes.length : end + 1, lineFrom + LONGEST_LINE);
    return true;
  }

  /** The number that begins here, as C reads one: blanks, a sign, digits, anything behind. */
  private long number(int from) {
    int i = from;
    while (i < at && (bytes[i] == ' ' || (bytes[i] >= 9 && bytes[i] <= 13))) {
      i++;
    }
    boolean negative = i < at && bytes[i] == '-';
    if (i < at && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    long value = 0;
    while (i < at && bytes[i] >= '0' && bytes[i] <= '9' && value < Integer.MAX_VALUE * 16L) {
      value = value * 10 + (bytes[i++] - '0');
    }
    return negative ? -value : value;
  }
}
