package dev.kvarium.script;

import dev.kvarium.base.Blob;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The event log as lines of JSON, one fact a line:
 *
 * <pre>
 * {"number":3,"micros":1500000,"node":"main","fact":"KeyEvent.Expired","db":0,"key":"a","cause":"LAZY"}
 * </pre>
 *
 * <p>{@code micros} is the Unix time of the world. The components of the fact follow under their
 * own names. Byte strings are written as text; where they are not UTF-8 text, byte by byte, those
 * beyond ASCII as {@code \xHH}, and then a backslash is {@code \\}.
 */
public final class EventLines {
  private EventLines() {}

  /** Each fact on a line of its own. */
  public static String of(List<EventLog.Entry> entries) {
    StringBuilder lines = new StringBuilder();
    for (EventLog.Entry entry : entries) {
      JsonText json = new JsonText().open('{');
      json.member("number", entry.number()).member("micros", entry.timeMicros());
      json.member("node", entry.node()).member("fact", name(entry.event()));
      appendComponents(json, entry.event());
      lines.append(json.close('}')).append('\n');
    }
    return lines.toString();
  }

  /** Family and record: {@code KeyEvent.Expired}. */
  static String name(Event event) {
    Class<?> own = event.getClass();
    Class<?> family = own.getDeclaringClass();
    return family == null
        ? own.getSimpleName()
        : family.getSimpleName() + "." + own.getSimpleName();
  }

  private static void appendComponents(JsonText json, Event event) {
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      json.name(component.getName());
      Object value;
      try {
        value = component.getAccessor().invoke(event);
      } catch (IllegalAccessException | InvocationTargetException impossible) {
        throw new IllegalStateException("a component of " + event + " cannot be read", impossible);
      }
      switch (value) {
        case Long number -> json.value(number);
        case Integer number -> json.value(number.longValue());
        case Boolean truth -> json.value(truth);
        case Blob blob -> json.value(text(blob.bytes()));
        default -> json.value(String.valueOf(value));
      }
    }
  }

  private static String text(byte[] bytes) {
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
}
