package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A recording keeps to the rules of asciicast v2: a header of version 2 with a width and a height,
 * then arrays of a time that never goes back, a code, and a text; what a terminal is sent goes back
 * to the first column at each end of a line.
 */
class AsciicastTest {
  /** A string of JSON: no control character, and every escape one that there is. */
  private static final String STRING =
      "\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-f]{4})*\"";

  private static final Pattern EVENT =
      Pattern.compile("\\[(\\d+\\.\\d{3}),\"([oim])\",(" + STRING + ")]");

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\"version\":2,\"width\":80,\"height\":24,\"title\":"
              + STRING
              + ",\"env\":\\{\"TERM\":\"xterm-256color\"}}");

  private record Event(double seconds, String code, String data) {}

  private static List<Event> events(String cast) {
    List<String> lines = cast.lines().toList();
    assertThat(lines.getFirst()).matches(HEADER);
    List<Event> events = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher event = EVENT.matcher(line);
      assertThat(event.matches()).as(line).isTrue();
      events.add(new Event(Double.parseDouble(event.group(1)), event.group(2), event.group(3)));
    }
    return events;
  }

  private static String cast(String... lines) {
    InMemory files = new InMemory();
    files.lab(lines).enter(":export s.cast");
    return files.read("s.cast");
  }

  @Test
  void everyLineOfItIsAsPlayersReadIt() {
    List<Event> events =
        events(
            cast(
                "SET a \"\\x01\\\"\u00e4\ud83d\ude00\"",
                "GET a",
                ":show keyspace",
                "EVAL nonsense 0",
                ":repeat 200 SET k:{n} v",
                "+ 30s"));
    double before = 0;
    for (Event each : events) {
      assertThat(each.seconds()).isGreaterThanOrEqualTo(before);
      assertThat(each.seconds() - before).as("nobody waits longer").isLessThan(4);
      before = each.seconds();
      if (each.code().equals("o")) {
        assertThat(each.data().replace("\\r\\n", "")).doesNotContain("\\n").doesNotContain("\\r");
      }
    }
  }

  @Test
  void eachStepHasAMarkerThatNamesIt() {
    List<Event> events = events(cast("SET a 1", "INCR a"));
    assertThat(events.stream().filter(each -> each.code().equals("m")).map(Event::data))
        .containsExactly("\"1 :world redis seed=1 version=7.0\"", "\"2 SET a 1\"", "\"3 INCR a\"");
  }

  @Test
  void whatIsTypedComesCharacterByCharacter() {
    StringBuilder all = new StringBuilder();
    for (Event each : events(cast("ECHO \ud83d\ude00"))) {
      if (each.code().equals("o")) {
        all.append(each.data(), 1, each.data().length() - 1);
      }
    }
    assertThat(all.toString()).contains("ECHO \ud83d\ude00\\r\\n");
  }
}
