package dev.kvarium.memcached;

import dev.kvarium.wire.ByteText;
import java.util.function.BiConsumer;

/** Where the names and values go that {@code stats} answers with. */
final class StatLines {
  private final BiConsumer<String, String> to;

  StatLines(BiConsumer<String, String> to) {
    this.to = to;
  }

  /** Lines of the text protocol. */
  static StatLines text(ByteText out) {
    return new StatLines(
        (name, value) -> out.append("STAT ").append(name).append(' ').append(value).append("\r\n"));
  }

  void add(String name, String value) {
    to.accept(name, value);
  }

  void add(String name, long value) {
    add(name, Long.toString(value));
  }

  void add(String name, boolean value) {
    add(name, value ? "yes" : "no");
  }
}
