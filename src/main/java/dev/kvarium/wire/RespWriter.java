package dev.kvarium.wire;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns replies into the bytes of RESP2 or RESP3.
 *
 * <pre>
 *   :1\r\n  +OK\r\n  -ERR no\r\n  $5\r\nhello\r\n  *2\r\n…            both
 *   $-1\r\n *-1\r\n                                                  RESP2's nothing
 *   _\r\n ,1.5\r\n #t\r\n %1\r\n… ~1\r\n… >2\r\n… =7\r\ntxt:abc\r\n (123…\r\n    RESP3
 * </pre>
 *
 * <p>It fills an array of fixed size and hands it to a sink whenever it is full; long values go to
 * the sink directly. {@link #flush} hands over the rest. Not for two threads.
 */
public final class RespWriter {
  /** Where the bytes go. It takes them at once: the array is used again. */
  public interface Sink {
    /** Takes the bytes from {@code from} up to {@code to}. */
    void take(byte[] bytes, int from, int to);
  }

  private static final int CAPACITY = 64 << 10;

  /** For one reply or request, which is mostly short. */
  private static final int SMALL = 512;

  private static final int LONGEST_HEAD = 3 + Numbers.LONGEST_LONG;
  private static final byte[] OK = Bytes.latin1("+OK\r\n");
  private static final byte[] NULL_STRING = Bytes.latin1("$-1\r\n");
  private static final byte[] NULL_ARRAY = Bytes.latin1("*-1\r\n");
  private static final byte[] NULL = Bytes.latin1("_\r\n");
  private static final byte[] TRUE = Bytes.latin1("#t\r\n");
  private static final byte[] FALSE = Bytes.latin1("#f\r\n");

  private final Sink sink;
  private final byte[] buffer;
  private int size;

  /** A writer that fills the sink. */
  public RespWriter(Sink sink) {
    this(sink, CAPACITY);
  }

  private RespWriter(Sink sink, int capacity) {
    this.sink = sink;
    this.buffer = new byte[capacity];
  }

  /** The bytes of one reply. */
  public static byte[] bytes(Reply reply, boolean resp3) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RespWriter writer =
        new RespWriter((bytes, from, to) -> out.write(bytes, from, to - from), SMALL);
    writer.write(reply, resp3);
    writer.flush();
    return out.toByteArray();
  }

  /** The bytes of a request, in the array form. */
  public static byte[] request(byte[]... args) {
    return bytes(new Reply.Bulks(args), false);
  }

  /** Hands to the sink what is still in the buffer. */
  public void flush() {
    if (size > 0) {
      int filled = size;
      size = 0;
      sink.take(buffer, 0, filled);
    }
  }

  /** Writes a reply in RESP3, or in RESP2 with the shapes that it lacks turned into its own. */
  public void write(Reply reply, boolean resp3) {
    if (reply instanceof Reply.Bulk bulk) {
      writeBulk(bulk.bytes());
    } else if (reply instanceof Reply.Int number) {
      writeHead(':', number.value());
    } else if (reply == Reply.OK) {
      put(OK);
    } else {
      writeOther(reply, resp3);
    }
  }

  private void writeOther(Reply reply, boolean resp3) {
    switch (reply) {
      case Reply.Simple simple -> writeLine('+', simple.text());
      case Reply.Error error -> writeLine('-', error.text());
      case Reply.Int number -> writeHead(':', number.value());
      case Reply.Bulk bulk -> writeBulk(bulk.bytes());
      case Reply.Nil nil -> put(resp3 ? NULL : nil == Reply.Nil.ARRAY ? NULL_ARRAY : NULL_STRING);
      case Reply.Array array -> {
        writeHead('*', array.items().size());
        writeAll(array.items(), resp3);
      }
      case Reply.Bulks bulks -> writeBulks(bulks.items(), resp3);
      case Reply.Map map -> {
        int size = map.keysAndValues().size();
        writeHead(resp3 ? '%' : '*', resp3 ? size / 2 : size);
        writeAll(map.keysAndValues(), resp3);
      }
      case Reply.Set set -> {
        writeHead(resp3 ? '~' : '*', set.items().size());
        writeAll(set.items(), resp3);
      }
      case Reply.Push push -> {
        writeHead(resp3 ? '>' : '*', push.items().size());
        writeAll(push.items(), resp3);
      }
      case Reply.Double number -> writeDouble(Numbers.replyDouble(number.value()), resp3);
      case Reply.Decimal number -> writeDouble(Numbers.plainDouble(number.value()), resp3);
      case Reply.Bool bool -> {
        if (resp3) {
          put(bool.value() ? TRUE : FALSE);
        } else {
          writeHead(':', bool.value() ? 1 : 0);
        }
      }
      case Reply.Verbatim verbatim -> writeVerbatim(verbatim, resp3);
      case Reply.BigNumber number -> {
        if (resp3) {
          writeLine('(', number.digits());
        } else {
          writeBulk(Bytes.latin1(number.digits()));
        }
      }
      case Reply.Several several -> writeAll(several.replies(), resp3);
      case Reply.Attributed attributed -> {
        if (resp3) {
          writeHead('|', attributed.attributes().size() / 2);
          writeAll(attributed.attributes(), true);
        }
        write(attributed.reply(), resp3);
      }
      case Reply.None none -> {}
    }
  }

  private void writeAll(List<Reply> replies, boolean resp3) {
    for (int i = 0; i < replies.size(); i++) {
      write(replies.get(i), resp3);
    }
  }

  private void writeBulks(byte[] @Nullable [] items, boolean resp3) {
    writeHead('*', items.length);
    for (byte @Nullable [] item : items) {
      if (item == null) {
        put(resp3 ? NULL : NULL_STRING);
      } else {
        writeBulk(item);
      }
    }
  }

  private void writeBulk(byte[] bytes) {
    int length = bytes.length;
    if (buffer.length - size < length + LONGEST_HEAD + 2) {
      flush();
      if (length > buffer.length - LONGEST_HEAD - 2) {
        writeHead('$', length);
        flush();
        sink.take(bytes, 0, length);
        putLineEnd();
        return;
      }
    }
    writeHead('$', length);
    System.arraycopy(bytes, 0, buffer, size, length);
    size += length;
    putLineEnd();
  }

  private void writeDouble(byte[] text, boolean resp3) {
    if (resp3) {
      writeLine(',', text);
    } else {
      writeBulk(text);
    }
  }

  private void writeVerbatim(Reply.Verbatim verbatim, boolean resp3) {
    if (!resp3) {
      writeBulk(verbatim.bytes());
      return;
    }
    writeHead('=', verbatim.bytes().length + 4L);
    put(Bytes.latin1(verbatim.format() + ":"));
    put(verbatim.bytes());
    putLineEnd();
  }

  private void writeLine(char mark, String text) {
    writeLine(mark, Bytes.latin1(text));
  }

  private void writeLine(char mark, byte[] text) {
    reserve(1);
    buffer[size++] = (byte) mark;
    put(text);
    putLineEnd();
  }

  private void writeHead(char mark, long number) {
    reserve(LONGEST_HEAD);
    buffer[size++] = (byte) mark;
    if (number >= 0 && number <= 9) {
      buffer[size++] = (byte) ('0' + number);
    } else {
      size += Numbers.write(number, buffer, size);
    }
    buffer[size++] = '\r';
    buffer[size++] = '\n';
  }

  private void putLineEnd() {
    reserve(2);
    buffer[size++] = '\r';
    buffer[size++] = '\n';
  }

  private void put(byte[] bytes) {
    if (bytes.length > buffer.length - size) {
      flush();
      if (bytes.length > buffer.length) {
        sink.take(bytes, 0, bytes.length);
        return;
      }
    }
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  private void reserve(int length) {
    if (buffer.length - size < length) {
      flush();
    }
  }
}
