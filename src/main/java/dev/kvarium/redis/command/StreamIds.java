package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.structure.StreamId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ids of stream entries as clients write them: {@code 1526919030474-55}, without its second half,
 * {@code -} and {@code +} for the least and the greatest, {@code (} before what an interval leaves
 * out.
 */
final class StreamIds {
  static final CommandError INVALID =
      new CommandError("ERR Invalid stream ID specified as stream command argument");
  private static final CommandError INVALID_START =
      new CommandError("ERR invalid start ID for the interval");
  private static final CommandError INVALID_END =
      new CommandError("ERR invalid end ID for the interval");

  private static final int LONGEST = 127;
  private static final byte[] NO_DIGITS = {};

  private StreamIds() {}

  /** An id; {@code missing} is its second half where none is written. */
  static StreamId strict(byte[] word, long missing) throws CommandError {
    StreamId id = strictOrNull(word, missing);
    if (id == null) {
      throw INVALID;
    }
    return id;
  }

  /** An id, or null when the word is none. */
  static @Nullable StreamId strictOrNull(byte[] word, long missing) {
    byte[] text = terminated(word);
    return text.length == 0 || isSign(text) ? null : parse(text, missing);
  }

  /** The ids from word {@code from} on. */
  static StreamId[] all(Call call, int from) throws CommandError {
    StreamId[] ids = new StreamId[call.argc() - from];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = strict(call.arg(from + i), 0);
    }
    return ids;
  }

  /** An id, or one of the signs for the least and the greatest. */
  static StreamId loose(byte[] word, long missing) throws CommandError {
    byte[] text = terminated(word);
    if (isSign(text)) {
      return text[0] == '-' ? StreamId.MIN : StreamId.MAX;
    }
    StreamId id = parse(text, missing);
    if (id == null) {
      throw INVALID;
    }
    return id;
  }

  /** Where an interval begins. */
  static StreamId start(byte[] word) throws CommandError {
    if (!isOpen(word)) {
      return loose(word, 0);
    }
    StreamId id = strict(Arrays.copyOfRange(word, 1, word.length), 0);
    if (id.equals(StreamId.MAX)) {
      throw INVALID_START;
    }
    return id.next();
  }

  /** Where an interval ends. */
  static StreamId end(byte[] word) throws CommandError {
    if (!isOpen(word)) {
      return loose(word, -1);
    }
    StreamId id = strict(Arrays.copyOfRange(word, 1, word.length), -1);
    if (id.isZero()) {
      throw INVALID_END;
    }
    return id.previous();
  }

  private static boolean isOpen(byte[] word) {
    return word.length > 1 && word[0] == '(';
  }

  private static boolean isSign(byte[] text) {
    return text.length == 1 && (text[0] == '-' || text[0] == '+');
  }

  /** The word up to a zero byte, as C sees it; nothing that is an id when it is too long. */
  private static byte[] terminated(byte[] word) {
    if (word.length > LONGEST) {
      return NO_DIGITS;
    }
    int end = Bytes.indexOf(word, (byte) 0, 0);
    return end < 0 ? word : Arrays.copyOf(word, end);
  }

  /**
   * Whether this id lets the second half be chosen: {@code 1526919030474-*}. Then {@link #millisOf}
   * tells its first.
   */
  static boolean choosesSequence(byte[] word) {
    byte[] text = terminated(word);
    int dash = Bytes.indexOf(text, (byte) '-', 0);
    return dash >= 0 && dash == text.length - 2 && text[dash + 1] == '*';
  }

  /** The first half of an id that {@link #choosesSequence}. */
  static long millisOf(byte[] word) throws CommandError {
    byte[] text = terminated(word);
    byte[] millis = Arrays.copyOf(text, text.length - 2);
    if (!isUnsigned(millis)) {
      throw INVALID;
    }
    return parseUnsigned(millis);
  }

  private static @Nullable StreamId parse(byte[] text, long missing) {
    int dash = Bytes.indexOf(text, (byte) '-', 0);
    byte[] millis = dash < 0 ? text : Arrays.copyOf(text, dash);
    if (!isUnsigned(millis)) {
      return null;
    }
    if (dash < 0) {
      return new StreamId(parseUnsigned(millis), missing);
    }
    byte[] sequence = Arrays.copyOfRange(text, dash + 1, text.length);
    return isUnsigned(sequence)
        ? new StreamId(parseUnsigned(millis), parseUnsigned(sequence))
        : null;
  }

  /** Whether C's strtoull takes the whole of it: blanks and a sign may stand before the digits. */
  private static boolean isUnsigned(byte[] s) {
    if (Numbers.isLong(s)) {
      return s[0] != '-';
    }
    int at = digitsAt(s);
    if (at == s.length) {
      return false;
    }
    long value = 0;
    for (int i = at; i < s.length; i++) {
      int digit = s[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      if (Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, 10)) > 0) {
        return false;
      }
      value = value * 10 + digit;
    }
    return true;
  }

  private static long parseUnsigned(byte[] s) {
    if (Numbers.isLong(s)) {
      return Numbers.parseLong(s);
    }
    int at = digitsAt(s);
    long value = 0;
    for (int i = at; i < s.length; i++) {
      value = value * 10 + (s[i] - '0');
    }
    return at > 0 && s[at - 1] == '-' ? -value : value;
  }

  private static int digitsAt(byte[] s) {
    int at = 0;
    while (at < s.length && (s[at] == ' ' || s[at] >= '\t' && s[at] <= '\r')) {
      at++;
    }
    return at < s.length && (s[at] == '+' || s[at] == '-') ? at + 1 : at;
  }
}
