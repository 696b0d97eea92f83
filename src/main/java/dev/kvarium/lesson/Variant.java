package dev.kvarium.lesson;

import java.util.Map;
import java.util.SequencedMap;

/**
 * A lesson's variables with the values that they have for one student.
 *
 * @param student who; empty for nobody in particular, who gets the first value of each
 * @param values by the names of the variables, in the order of the lesson
 */
public record Variant(String student, SequencedMap<String, String> values) {
  /** The values as one line, {@code key=cart hours=3}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> each : values.entrySet()) {
      text.append(text.isEmpty() ? "" : " ").append(each.getKey()).append('=');
      text.append(each.getValue());
    }
    return text.toString();
  }
}
