package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams as somebody types: what completes, and why nothing changed. */
class StreamTypingTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);
  private final Completions completions = new Completions(new LabTyping(lab));

  @BeforeEach
  void fill() {
    enter("XADD s 1-1 a 1", "XADD s 2-1 a 1", "XGROUP CREATE s store 0", "SET text x");
    enter("XREADGROUP GROUP store alice STREAMS s >");
  }

  private void enter(String... lines) {
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
  }

  private List<String> words(String line) {
    return completions.at(line).stream().map(Suggestion::word).toList();
  }

  private String why(String line) {
    enter(line);
    StringBuilder text = new StringBuilder();
    for (Part part : lab.enter(":why").parts()) {
      if (part instanceof Part.Said said) {
        text.append(said.text()).append('\n');
      }
    }
    return text.toString();
  }

  @Test
  void keysGroupsConsumersAndIdsComplete() {
    assertThat(words("XADD ")).contains("s").doesNotContain("text");
    assertThat(words("XACK s ")).containsExactly("store");
    assertThat(words("XACK s store ")).containsExactly("1-1", "2-1");
    assertThat(words("XDEL s 2")).containsExactly("2-1");
    assertThat(words("XCLAIM s store ")).containsExactly("alice");
    assertThat(words("XINFO CONSUMERS s ")).containsExactly("store");
    assertThat(words("SCAN 0 TYPE st")).containsExactly("string", "stream");
  }

  @Test
  void whatDidNotHoldIsNamed() {
    assertThat(why("XADD nosuch NOMKSTREAM * a 1"))
        .contains("NOMKSTREAM makes no stream, and nosuch is not there");
    assertThat(why("XDEL s 7-7")).contains("7-7 is no entry of it");
    assertThat(why("XACK s store 7-7 1-1")).doesNotContain("7-7 is not pending");
    assertThat(why("XACK s store 1-1")).contains("1-1 is not pending in store");
    assertThat(why("XREADGROUP GROUP store bob STREAMS s >"))
        .contains("store was served up to 2-1, and s has nothing after it");
    assertThat(why("XADD s 3-1 a 1")).contains("a stream is always a radix tree of listpacks");
  }
}
