package dev.kvarium.wire;

import dev.kvarium.base.Numbers;
import java.util.Arrays;

/**
 * Reads requests out of what a connection sends, in the array form or in the inline form.
 *
 * <pre>
 *   *3\r\n $3\r\nSET\r\n $1\r\na\r\n $1\r\n1\r\n      array form: a count, then each word with its length
 *   SET a 1\r\n                                       inline form: a line as a person types it
 * </pre>
 *
 * <p>Bytes come in pieces of any size: {@link #feed} lends a piece, {@link #next} says whether
 * another request is whole. What was understood of an unfinished request is kept, so no byte is
 * looked at twice on account of where the pieces end. A value of which a part is missing grows with
 * what arrives, never to the size that the client merely announces. As in Redis the two bytes
 * behind a word are skipped unseen, and a zero byte hides the end of a line.
 *
 * <p>Limits: {@value #LINE_LIMIT} bytes for a line (inline request, count or length), 2^31 - 1
 * words a request, {@link #DEFAULT_BULK_LIMIT} bytes a word, {@link #DEFAULT_REQUEST_LIMIT} bytes
 * that an unfinished request may occupy. Source: the protocol specification and redis-server
 * 7.0.15.
 */
public final class RespParser {
  /** Redis's {@code proto-max-bulk-len}: 512 MB. */
  public static final long DEFAULT_BULK_LIMIT = 512L << 20;

  /** Redis's {@code client-query-buffer-limit}: 1 GB. */
  public static final long DEFAULT_REQUEST_LIMIT = 1L << 30;

  private static final int LINE_LIMIT = 64 << 10;
  private static final int FIRST_WORDS = 1024;
  private static final int FIRST_BIG = 64 << 10;
  private static final int WORD_OVERHEAD = 24;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[][] NO_ARGS = new byte[0][];

  /** How far one step of reading came. */
  private enum Step {
    WHOLE,
    EMPTY,
    LACKING
  }

  private final long bulkLimit;
  private final long requestLimit;

  /** The bytes in hand: a piece on loan, or {@link #kept}. */
  private byte[] bytes = NOTHING;

  private byte[] kept = NOTHING;
  private int at;
  private int end;

  /** How far behind {@link #at} the unfinished line was searched for its end. */
  private int searched;

  private byte[][] args = NO_ARGS;
  private int count;
  private int missing;
  private int bulkLength = -1;
  private long heldBytes;
  private int longest;

  /** The word in hand when it did not fit into the piece, and how much of it is there. */
  private byte[] big = NOTHING;

  private int bigSize;
  private boolean inBig;

  /** A parser with Redis's limits. */
  public RespParser() {
    this(DEFAULT_BULK_LIMIT, DEFAULT_REQUEST_LIMIT);
  }

  /**
   * A parser with other limits.
   *
   * @param bulkLimit how many bytes a word may have, at most 2^31 - 16
   * @param requestLimit how many bytes an unfinished request may occupy
   */
  public RespParser(long bulkLimit, long requestLimit) {
    this.bulkLimit = Math.min(bulkLimit, Integer.MAX_VALUE - 15);
    this.requestLimit = requestLimit;
  }

  /**
   * Lends the next piece of the stream. It stays untouched by its owner until {@link #next} has
   * answered false or {@link #keep} was called.
   */
  public void feed(byte[] piece, int from, int to) {
    if (at < end) {
      append(piece, from, to);
    } else {
      bytes = piece;
      at = from;
      end = to;
    }
  }

  /** Copies what is left of the piece on loan, so that its owner may use the array again. */
  public void keep() {
    int left = end - at;
    if (left == 0) {
      bytes = NOTHING;
      kept = NOTHING;
      at = 0;
      end = 0;
    } else if (bytes != kept) {
      kept = Arrays.copyOfRange(bytes, at, end);
      bytes = kept;
      at = 0;
      end = left;
    }
  }

  private void append(byte[] piece, int from, int to) {
    keep();
    int more = to - from;
    if (kept.length - end < more) {
      int left = end - at;
      byte[] room = left + more <= kept.length / 2 ? kept : new byte[(left + more) * 2];
      System.arraycopy(kept, at, room, 0, left);
      kept = room;
      bytes = kept;
      at = 0;
      end = left;
    }
    System.arraycopy(piece, from, kept, end, more);
    end += more;
  }

  /** The words of the request that {@link #next} found; the array is handed over. */
  public byte[][] args() {
    return args;
  }

  /** The length of the longest word since this was asked last. */
  public int longestWord() {
    int found = longest;
    longest = 0;
    return found;
  }

  /** How many bytes are there of a request that is not whole. */
  public int pendingBytes() {
    long held = missing > 0 ? heldBytes - (long) WORD_OVERHEAD * count : 0;
    return (int) Math.min(Integer.MAX_VALUE, held + bigSize + end - at);
  }

  /** Whether bytes are there that belong to a request that is not whole. */
  public boolean midway() {
    return at < end || missing > 0;
  }

  /**
   * Goes on to the next request.
   *
   * @return true when it is whole, false when more bytes are needed
   * @throws ProtocolError when the bytes are not the protocol; the parser is of no use after it
   */
  public boolean next() throws ProtocolError {
    while (missing > 0 || at < end) {
      Step step = missing > 0 ? readWords() : bytes[at] == '*' ? readCount() : readInline();
      if (step == Step.WHOLE) {
        return true;
      }
      if (step == Step.LACKING) {
        break;
      }
    }
    keep();
    return false;
  }

  private Step readInline() throws ProtocolError {
    int newline = findInLine((byte) '\n', "too big inline request");
    if (newline < 0) {
      return Step.LACKING;
    }
    int lineEnd = newline > at && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    Words words = Words.split(bytes, at, lineEnd);
    if (words.problem().isPresent()) {
      throw new ProtocolError("unbalanced quotes in request");
    }
    at = newline + 1;
    args = words.args();
    return args.length > 0 ? Step.WHOLE : Step.EMPTY;
  }

  private Step readCount() throws ProtocolError {
    int newline = findInLine((byte) '\r', "too big mbulk count string");
    if (newline < 0 || newline + 2 > end) {
      return Step.LACKING;
    }
    long words = readLong(at + 1, newline);
    if (words == Long.MIN_VALUE || words > Integer.MAX_VALUE) {
      throw new ProtocolError("invalid multibulk length");
    }
    at = newline + 2;
    if (words <= 0) {
      return Step.EMPTY;
    }
    missing = (int) words;
    args = new byte[Math.min(missing, FIRST_WORDS)][];
    count = 0;
    heldBytes = 0;
    return readWords();
  }

  private Step readWords() throws ProtocolError {
    while (missing > 0) {
      if (bulkLength < 0 && !readLength()) {
        return Step.LACKING;
      }
      int length = bulkLength;
      byte[] word;
      if (inBig) {
        if (!fillBig()) {
          return Step.LACKING;
        }
        word = big;
        big = NOTHING;
        bigSize = 0;
        inBig = false;
      } else if (end - at >= length + 2) {
        word = Arrays.copyOfRange(bytes, at, at + length);
        at += length + 2;
      } else {
        if (length >= FIRST_BIG) {
          big = new byte[FIRST_BIG];
          bigSize = 0;
          inBig = true;
          continue;
        }
        return Step.LACKING;
      }
      hold(word);
    }
    return Step.WHOLE;
  }

  private void hold(byte[] word) throws ProtocolError {
    if (count == args.length) {
      args = Arrays.copyOf(args, (int) Math.min(count * 2L, (long) count + missing));
    }
    args[count++] = word;
    missing--;
    bulkLength = -1;
    longest = Math.max(longest, word.length);
    heldBytes += word.length + WORD_OVERHEAD;
    if (heldBytes > requestLimit && missing > 0) {
      throw new ProtocolError("too big request");
    }
  }

  private boolean readLength() throws ProtocolError {
    if (end - at >= 4 && bytes[at] == '$' && bytes[at + 2] == '\r') {
      int digit = bytes[at + 1] - '0';
      if (digit >= 0 && digit <= 9 && digit <= bulkLimit) {
        at += 4;
        searched = 0;
        bulkLength = digit;
        return true;
      }
    }
    int newline = findInLine((byte) '\r', "too big bulk count string");
    if (newline < 0 || newline + 2 > end) {
      return false;
    }
    if (bytes[at] != '$') {
      throw new ProtocolError("expected '$', got '" + (char) (bytes[at] & 0xff) + "'");
    }
    long length = readLong(at + 1, newline);
    if (length < 0 || length > bulkLimit) {
      throw new ProtocolError("invalid bulk length");
    }
    at = newline + 2;
    bulkLength = (int) length;
    return true;
  }

  /** Moves what is there of a big word to its array; true once it is whole. */
  private boolean fillBig() {
    int take = Math.min(bulkLength - bigSize, end - at);
    if (bigSize + take > big.length) {
      long room = Math.max(bigSize + (long) take, big.length * 2L);
      big = Arrays.copyOf(big, (int) Math.min(room, bulkLength));
    }
    System.arraycopy(bytes, at, big, bigSize, take);
    bigSize += take;
    at += take;
    if (bigSize < bulkLength || end - at < 2) {
      return false;
    }
    if (big.length != bulkLength) {
      big = Arrays.copyOf(big, bulkLength);
    }
    at += 2;
    return true;
  }

  /** The index of the byte that ends the line in hand, or -1 when it is not there yet. */
  private int findInLine(byte wanted, String tooBig) throws ProtocolError {
    int limit = (int) Math.min(end, at + LINE_LIMIT + 1L);
    for (int i = at + searched; i < limit; i++) {
      byte c = bytes[i];
      if (c == wanted) {
        searched = 0;
        return i;
      }
      if (c == 0) {
        searched = i - at;
        if (end - at > LINE_LIMIT) {
          throw new ProtocolError(tooBig);
        }
        return -1;
      }
    }
    if (limit - at > LINE_LIMIT) {
      throw new ProtocolError(tooBig);
    }
    searched = limit - at;
    return -1;
  }

  /** A strict decimal number, or the least long when it is none. */
  private long readLong(int from, int to) {
    int digit = from < to ? bytes[from] - '0' : 0;
    if (to - from == 1 && digit >= 0 && digit <= 9) {
      return digit;
    }
    return Numbers.isLong(bytes, from, to - from)
        ? Numbers.parseLong(bytes, from, to - from)
        : Long.MIN_VALUE;
  }
}
