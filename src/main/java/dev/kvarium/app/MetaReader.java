package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answers to meta commands from a stream, in whatever pieces it comes.
 *
 * <pre>
 *   VA 5 c17 W\r\nhello\r\n      a value of 5 bytes with its flags
 *   HD c17\r\n                   done
 *   EN\r\n                       nothing there
 * </pre>
 */
public final class MetaReader {
  private static final String VALUE = "VA";

  private final ByteText in = new ByteText();
  private int at;

  /** More bytes have come. */
  public void feed(byte[] bytes, int offset, int count) {
    in.append(bytes, offset, count);
  }

  /** The next answer; empty when it has not come whole. */
  public Optional<MetaAnswer> next() {
    byte[] bytes = in.array();
    int end = at;
    while (end < in.length() && bytes[end] != '\n') {
      end++;
    }
    if (end == in.length()) {
      return Optional.empty();
    }
    int lineEnd = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    List<String> words = words(Bytes.text(Arrays.copyOfRange(bytes, at, lineEnd)));
    String code = words.isEmpty() ? "" : words.removeFirst();
    Optional<byte[]> value = Optional.empty();
    int next = end + 1;
    if (code.equals(VALUE) && !words.isEmpty()) {
      int length = Integer.parseInt(words.removeFirst());
      next += length + 2;
      if (next > in.length()) {
        return Optional.empty();
      }
      value = Optional.of(Arrays.copyOfRange(bytes, end + 1, end + 1 + length));
    }
    at = next;
    if (at == in.length()) {
      in.cut(0);
      at = 0;
    }
    return Optional.of(new MetaAnswer(code, List.copyOf(words), value));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || line.charAt(i) == ' ') {
        if (i > from) {
          words.add(line.substring(from, i));
        }
        from = i + 1;
      }
    }
    return words;
  }
}
