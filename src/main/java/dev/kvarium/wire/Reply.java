package dev.kvarium.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis command answers, as a value: the shapes of RESP3.
 *
 * <p>A writer for RESP2 turns those that RESP2 lacks into what Redis sends there: a map into a flat
 * array, a set into an array, a double into a bulk string, a boolean into 1 or 0, a null into
 * {@code $-1} or {@code *-1}.
 */
public sealed interface Reply {
  Simple OK = new Simple("OK");
  Simple PONG = new Simple("PONG");
  Simple QUEUED = new Simple("QUEUED");
  Int ZERO = new Int(0);
  Int ONE = new Int(1);
  Bulk EMPTY_BULK = new Bulk(new byte[0]);
  Array EMPTY_ARRAY = new Array(List.of());

  /** A status line, without its {@code +}; a character stands for a byte. */
  record Simple(String text) implements Reply {
    /** Keeps the text to one line, as the protocol needs it. */
    public Simple {
      text = oneLine(text);
    }
  }

  /**
   * An error line, without its {@code -}, its first word the code: {@code ERR no such key}. A
   * character stands for a byte, so that what a client sent is quoted unchanged.
   */
  record Error(String text) implements Reply {
    /** Keeps the text to one line: Redis, too, makes blanks of line ends that a client sent. */
    public Error {
      text = oneLine(text);
    }
  }

  record Int(long value) implements Reply {}

  /** A byte string; the array is not changed after it was handed over. */
  record Bulk(byte[] bytes) implements Reply {}

  /** Nothing there. RESP2 tells a null string from a null array, RESP3 does not. */
  enum Nil implements Reply {
    STRING,
    ARRAY
  }

  record Array(List<Reply> items) implements Reply {}

  /**
   * An array of byte strings, null where there is none: the shape of most long answers, kept lean.
   */
  record Bulks(byte[] @Nullable [] items) implements Reply {}

  /** Keys and values by turns. */
  record Map(List<Reply> keysAndValues) implements Reply {}

  record Set(List<Reply> items) implements Reply {}

  record Double(double value) implements Reply {}

  /**
   * A double in plain decimals of up to 17 digits behind the point, as coordinates are told; in
   * RESP2 a bulk string.
   */
  record Decimal(double value) implements Reply {}

  record Bool(boolean value) implements Reply {}

  /** A long text with its format of three letters, {@code txt} or {@code mkd}. */
  record Verbatim(String format, byte[] bytes) implements Reply {}

  /** A whole number beyond 64 bits, in decimal. */
  record BigNumber(String digits) implements Reply {}

  /** Something that was not asked for; in RESP2 an array. */
  record Push(List<Reply> items) implements Reply {}

  /** Several replies to one request, as SUBSCRIBE to several channels gives. */
  record Several(List<Reply> replies) implements Reply {}

  /** A reply with attributes before it, keys and values by turns; in RESP2 the reply alone. */
  record Attributed(List<Reply> attributes, Reply reply) implements Reply {}

  /** No answer at all. */
  enum None implements Reply {
    NONE
  }

  static Reply of(long value) {
    return value == 0 ? ZERO : value == 1 ? ONE : new Int(value);
  }

  static Reply of(byte[] bytes) {
    return new Bulk(bytes);
  }

  static Reply of(String text) {
    return new Bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply of(Reply... items) {
    return new Array(List.of(items));
  }

  static Error error(String text) {
    return new Error(text);
  }

  private static String oneLine(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
        ? text
        : text.replace('\n', ' ').replace('\r', ' ');
  }
}
