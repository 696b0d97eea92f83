package dev.kvarium.repl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a stream, one at a time, whatever the stream holds: a line that is too long is
 * skipped without being kept, one that is not UTF-8 is told from one that is.
 */
final class ByteLines {
  /** The longest line that is read, in bytes. */
  static final int LONGEST = 32 << 20;

  /** What some editors put before the first line of a file in UTF-8; it is skipped. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** What stood at a line. */
  sealed interface Line {
    /** A line as text, without its line feed. */
    record Text(String text) implements Line {}

    /** A line that is no UTF-8; {@code column} counts its bytes from 1. */
    record NotText(int column, int offending) implements Line {}

    /** A line beyond {@link #LONGEST}. */
    record TooLong(long bytes) implements Line {}

    /** There are no more lines. */
    record End() implements Line {}
  }

  private final InputStream in;
  private final int longest;
  private final byte[] chunk = new byte[64 << 10];
  private int at;
  private int end;
  private byte[] line = new byte[256];
  private boolean begun;

  ByteLines(InputStream in) {
    this(in, LONGEST);
  }

  ByteLines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Whether {@link #next} may have to wait for more input. */
  boolean mayWait() throws IOException {
    return at == end && in.available() == 0;
  }

  Line next() throws IOException {
    long length = 0;
    boolean any = false;
    while (true) {
      if (at == end) {
        end = in.read(chunk);
        at = 0;
        if (end < 0) {
          end = 0;
          return any ? finish(length) : new Line.End();
        }
        continue;
      }
      any = true;
      int feed = at;
      while (feed < end && chunk[feed] != '\n') {
        feed++;
      }
      int count = feed - at;
      if (length + count <= longest) {
        if (length + count > line.length) {
          line =
              Arrays.copyOf(
                  line, (int) Math.min(longest, Math.max(length + count, line.length * 2L)));
        }
        System.arraycopy(chunk, at, line, (int) length, count);
      }
      length += count;
      if (feed < end) {
        at = feed + 1;
        return finish(length);
      }
      at = end;
    }
  }

  private Line finish(long length) {
    if (length > longest) {
      line = new byte[256];
      begun = true;
      return new Line.TooLong(length);
    }
    int used = (int) length;
    if (used > 0 && line[used - 1] == '\r') {
      used--;
    }
    boolean marked = !begun && used >= 3 && Arrays.equals(line, 0, 3, MARK, 0, 3);
    begun = true;
    Line result = decode(marked ? 3 : 0, used);
    if (line.length > 1 << 20) {
      line = new byte[256];
    }
    return result;
  }

  private Line decode(int from, int length) {
    boolean ascii = true;
    for (int i = from; i < length && ascii; i++) {
      ascii = line[i] >= 0;
    }
    if (ascii) {
      return new Line.Text(new String(line, from, length - from, StandardCharsets.ISO_8859_1));
    }
    ByteBuffer bytes = ByteBuffer.wrap(line, from, length - from);
    try {
      return new Line.Text(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString());
    } catch (CharacterCodingException notText) {
      int bad = bytes.position();
      return new Line.NotText(bad + 1, line[Math.min(bad, length - 1)] & 0xff);
    }
  }
}
