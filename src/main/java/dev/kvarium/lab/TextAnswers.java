package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** Answers of Memcached's text protocol: a line, or values up to {@code END}. */
final class TextAnswers implements Visitor.Reading {
  private static final String VALUE = "VALUE ";
  private final ByteArrayOutputStream in = new ByteArrayOutputStream();

  @Override
  public void feed(byte[] bytes) {
    in.writeBytes(bytes);
  }

  @Override
  public Optional<Reply> next() {
    byte[] all = in.toByteArray();
    int end = end(Bytes.latin1Text(all));
    if (end < 0) {
      return Optional.empty();
    }
    in.reset();
    in.write(all, end, all.length - end);
    String lines = Bytes.text(Arrays.copyOf(all, end)).replace("\r\n", "\n").stripTrailing();
    return Optional.of(new Reply.Verbatim("txt", Bytes.of(lines)));
  }

  /** Where the first answer ends; -1 when it is not whole. */
  private static int end(String text) {
    int at = 0;
    while (true) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        return -1;
      }
      if (!text.startsWith(VALUE, at)) {
        return line + 2;
      }
      String[] words = text.substring(at, line).split(" ");
      at = line + 2 + Integer.parseInt(words[3]) + 2;
      if (at > text.length()) {
        return -1;
      }
    }
  }
}
