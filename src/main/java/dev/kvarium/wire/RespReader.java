package dev.kvarium.wire;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads replies out of what a server sends, in RESP2 and RESP3, whatever the pieces in which it
 * comes.
 *
 * <p>Attributes are read and dropped. A null of RESP3 comes out as {@link Reply.Nil#STRING}. Room
 * is taken as elements arrive, not as they are announced.
 */
public final class RespReader {
  private static final int LINE_LIMIT = 64 << 10;
  private static final int DEPTH_LIMIT = 512;

  /** An aggregate that is not whole yet: its mark, how many items it lacks, what is there. */
  private static final class Open {
    private final char mark;
    private long missing;
    private final List<Reply> items = new ArrayList<>();

    private Open(char mark, long missing) {
      this.mark = mark;
      this.missing = missing;
    }
  }

  private byte[] bytes = Bytes.EMPTY;
  private int at;
  private int end;
  private int searched;
  private final Deque<Open> open = new ArrayDeque<>();

  /** Adds the next bytes of the stream; they are copied. */
  public void feed(byte[] piece, int from, int to) {
    int more = to - from;
    if (bytes.length - end < more) {
      int left = end - at;
      byte[] room = left + more <= bytes.length / 2 ? bytes : new byte[(left + more) * 2];
      System.arraycopy(bytes, at, room, 0, left);
      bytes = room;
      at = 0;
      end = left;
    }
    System.arraycopy(piece, from, bytes, end, more);
    end += more;
  }

  /**
   * The next whole reply; empty when more bytes are needed.
   *
   * @throws ProtocolError when the bytes are no reply
   */
  public Optional<Reply> next() throws ProtocolError {
    while (at < end) {
      int lineEnd = findLineEnd();
      if (lineEnd < 0) {
        return Optional.empty();
      }
      if (lineEnd == at) {
        throw new ProtocolError("got an empty line as reply");
      }
      char mark = (char) bytes[at];
      Optional<Reply> value;
      if (isAggregate(mark)) {
        long count = readCount(lineEnd);
        at = lineEnd + 2;
        if (count > 0) {
          if (open.size() == DEPTH_LIMIT) {
            throw new ProtocolError("too deeply nested reply");
          }
          open.push(new Open(mark, mark == '%' || mark == '|' ? count * 2 : count));
          continue;
        }
        value = count < 0 ? Optional.of(Reply.Nil.ARRAY) : close(mark, List.of());
      } else if (mark == '$' || mark == '!' || mark == '=') {
        long length = readCount(lineEnd);
        if (length >= 0 && length > end - lineEnd - 4L) {
          return Optional.empty();
        }
        value = Optional.of(readBytes(mark, lineEnd + 2, (int) length));
      } else {
        value = Optional.of(readLine(mark, lineEnd));
        at = lineEnd + 2;
      }
      while (value.isPresent()) {
        Open outer = open.peek();
        if (outer == null) {
          return value;
        }
        outer.items.add(value.get());
        if (--outer.missing > 0) {
          break;
        }
        open.pop();
        value = close(outer.mark, outer.items);
      }
    }
    return Optional.empty();
  }

  private static boolean isAggregate(char mark) {
    return mark == '*' || mark == '%' || mark == '~' || mark == '>' || mark == '|';
  }

  private static Optional<Reply> close(char mark, List<Reply> items) {
    return switch (mark) {
      case '*' -> Optional.of(items.isEmpty() ? Reply.EMPTY_ARRAY : new Reply.Array(items));
      case '%' -> Optional.of(new Reply.Map(items));
      case '~' -> Optional.of(new Reply.Set(items));
      case '>' -> Optional.of(new Reply.Push(items));
      default -> Optional.empty();
    };
  }

  private int findLineEnd() throws ProtocolError {
    for (int i = at + searched; i < end - 1; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        searched = 0;
        return i;
      }
    }
    searched = Math.max(0, end - 1 - at);
    if (searched > LINE_LIMIT) {
      throw new ProtocolError("too long a line");
    }
    return -1;
  }

  /** The number behind the mark: -1 for nothing, else not negative. */
  private long readCount(int lineEnd) throws ProtocolError {
    int from = at + 1;
    if (!Numbers.isLong(bytes, from, lineEnd - from)) {
      throw new ProtocolError("invalid length in a reply");
    }
    long count = Numbers.parseLong(bytes, from, lineEnd - from);
    if (count < -1 || count > Integer.MAX_VALUE) {
      throw new ProtocolError("invalid length in a reply");
    }
    return count;
  }

  private Reply readBytes(char mark, int from, int length) throws ProtocolError {
    if (length < 0) {
      if (mark != '$') {
        throw new ProtocolError("invalid length in a reply");
      }
      at = from;
      return Reply.Nil.STRING;
    }
    byte[] value = Arrays.copyOfRange(bytes, from, from + length);
    at = from + length + 2;
    if (mark == '$') {
      return new Reply.Bulk(value);
    }
    if (mark == '!') {
      return new Reply.Error(Bytes.latin1Text(value));
    }
    if (length < 4 || value[3] != ':') {
      throw new ProtocolError("invalid verbatim string in a reply");
    }
    return new Reply.Verbatim(
        Bytes.latin1Text(Arrays.copyOf(value, 3)), Arrays.copyOfRange(value, 4, length));
  }

  private Reply readLine(char mark, int lineEnd) throws ProtocolError {
    byte[] line = Arrays.copyOfRange(bytes, at + 1, lineEnd);
    return switch (mark) {
      case '+' -> {
        String text = Bytes.latin1Text(line);
        yield text.equals("OK") ? Reply.OK : new Reply.Simple(text);
      }
      case '-' -> new Reply.Error(Bytes.latin1Text(line));
      case ':' -> Reply.of(readLong(line));
      case ',' -> new Reply.Double(readDouble(line));
      case '#' -> new Reply.Bool(line.length == 1 && line[0] == 't');
      case '(' -> new Reply.BigNumber(Bytes.latin1Text(line));
      case '_' -> Reply.Nil.STRING;
      default -> throw new ProtocolError("got '" + mark + "' as reply type byte");
    };
  }

  private static long readLong(byte[] line) throws ProtocolError {
    if (!Numbers.isLong(line)) {
      throw new ProtocolError("invalid integer in a reply");
    }
    return Numbers.parseLong(line);
  }

  private static double readDouble(byte[] line) throws ProtocolError {
    double value = Numbers.parseDouble(line);
    if (Double.isNaN(value) && !Bytes.equalsIgnoreCase(line, "nan")) {
      throw new ProtocolError("invalid double in a reply");
    }
    return value;
  }
}
