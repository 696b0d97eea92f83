package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypingTest {
  @Test
  void anOpenQuoteOrABackslashAsksForMore() {
    assertThat(Typing.continues("SET a \"b")).isTrue();
    assertThat(Typing.continues("SET a 'b")).isTrue();
    assertThat(Typing.continues("SET a \"b\"")).isFalse();
    assertThat(Typing.continues("SET a \\")).isTrue();
    assertThat(Typing.continues("SET a \\\\")).isFalse();
    assertThat(Typing.continues("SET a \"b\\\"")).isTrue();
    assertThat(Typing.continues("# it's prose")).isFalse();
  }

  @Test
  void pastedLinesAreParted() {
    assertThat(Typing.split("SET a 1\nGET a\n")).containsExactly("SET a 1", "GET a", "");
    assertThat(Typing.split("SET a 1\r\nGET a")).containsExactly("SET a 1", "GET a");
  }

  @Test
  void aQuotedLineFeedBelongsToTheValue() {
    assertThat(Typing.split("SET a \"x\ny\"\nGET a")).containsExactly("SET a \"x\ny\"", "GET a");
  }

  @Test
  void aBackslashJoinsLines() {
    assertThat(Typing.split("SET a \\\n1\nGET a")).containsExactly("SET a 1", "GET a");
  }

  @Test
  void theWordAtTheCursorBeginsAtItsQuote() {
    assertThat(Typing.wordStart("GET \"my k")).isEqualTo(4);
    assertThat(Typing.wordStart("GET ")).isEqualTo(4);
    assertThat(Typing.wordStart("GE")).isZero();
  }
}
