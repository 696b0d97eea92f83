package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Facts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Facts in text, as {@code :events} lists them and {@code ~} lines name them. */
final class EventText {
  private EventText() {}

  /** {@code 00:01.500 main KeyEvent.Expired key=a db=0 cause=lazy}. */
  static String of(EventLog.Entry entry, long startMicros) {
    StringBuilder text = new StringBuilder(Durations.sinceStart(entry.timeMicros() - startMicros));
    if (!entry.node().isEmpty()) {
      text.append(' ').append(entry.node());
    }
    text.append(' ').append(Facts.name(entry.event()));
    for (Facts.Component each : Facts.components(entry.event())) {
      text.append(' ').append(each.name()).append('=');
      text.append(CommandText.of(new byte[][] {bytes(each.value())}, 60));
    }
    return text.toString();
  }

  /** What a component holds, as it would be typed: enums in lower case, keys as they are. */
  static byte[] bytes(Object value) {
    return switch (value) {
      case Blob blob -> blob.bytes();
      case Enum<?> word -> utf8(word.name().toLowerCase(Locale.ROOT));
      default -> utf8(value.toString());
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
