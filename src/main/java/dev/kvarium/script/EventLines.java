package dev.kvarium.script;

import dev.kvarium.base.Blob;
import dev.kvarium.base.JsonText;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Facts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The event log as lines of JSON, one fact a line:
 *
 * <pre>
 * {"number":3,"unix_micros":1767225601500000,"node":"main","fact":"KeyEvent.Expired",
 *  "components":{"key":"a","db":0,"cause":"lazy"}}
 * </pre>
 *
 * <p>Byte strings are written as text; where they are not UTF-8 text, byte by byte, those beyond
 * ASCII as {@code \xHH}, and then a backslash is {@code \\}.
 */
public final class EventLines {
  private EventLines() {}

  /** Each fact on a line of its own. */
  public static String of(List<EventLog.Entry> entries) {
    JsonText json = new JsonText();
    for (EventLog.Entry entry : entries) {
      JsonText object = json.open('{');
      object.member("number", entry.number()).member("unix_micros", entry.timeMicros());
      object.member("node", entry.node()).member("fact", Facts.name(entry.event()));
      object.name("components").open('{');
      appendComponents(object, entry.event());
      object.close('}').close('}').end();
    }
    return json.toString();
  }

  private static void appendComponents(JsonText json, Event event) {
    for (Facts.Component component : Facts.components(event)) {
      json.name(component.name());
      switch (component.value()) {
        case Long number -> json.value(number);
        case Integer number -> json.value(number.longValue());
        case Boolean truth -> json.value(truth);
        case Blob blob -> json.value(text(blob.bytes()));
        case Enum<?> word -> json.value(word.name().toLowerCase(Locale.ROOT));
        default -> json.value(String.valueOf(component.value()));
      }
    }
  }

  private static String text(byte[] bytes) {
    if (isPlain(bytes)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      StringBuilder text = new StringBuilder();
      for (byte each : bytes) {
        if (each == '\\') {
          text.append("\\\\");
        } else if (each >= 0) {
          text.append((char) each);
        } else {
          text.append("\\x").append(Integer.toHexString(each & 0xff));
        }
      }
      return text.toString();
    }
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }
}
