package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappingTest {
  @Test
  void linesBreakBetweenWordsAndHang() {
    assertThat(wrapped("  one two three", 10, 2)).containsExactly("  one two", "  three");
    assertThat(wrapped("exactly te", 10, 2)).containsExactly("exactly te");
    assertThat(wrapped("", 10, 2)).containsExactly("");
  }

  @Test
  void aWordBeyondTheWidthIsBroken() {
    assertThat(wrapped("abcdefghijklm no", 10, 2)).containsExactly("abcdefghij", "  klm no");
  }

  @Test
  void aWordOfChoicesIsBrokenBehindABar() {
    assertThat(wrapped("none|lock|lease", 10, 2)).containsExactly("none|lock|", "  lease");
    assertThat(wrapped("none|locks|lease", 10, 2)).containsExactly("none|", "  locks|", "  lease");
  }

  @Test
  void wideCharactersCountTwice() {
    assertThat(wrapped("日本 日本 日本", 10, 2)).containsExactly("日本 日本", "  日本");
  }

  @Test
  void stylesGoOnInTheNextLine() {
    StyledText text = StyledText.of("plain ").plus("bold bold", Style.BOLD);
    List<StyledText> lines = Wrapping.lines(text, 10, 0);
    assertThat(lines.getLast()).isEqualTo(StyledText.of("bold", Style.BOLD));
  }

  @Test
  void theRestStandsBeneathTheSecondColumn() {
    assertThat(Wrapping.indent("  :quit   Ends the session", 80)).isEqualTo(10);
    assertThat(Wrapping.indent("  Ends the session", 80)).isEqualTo(4);
    assertThat(Wrapping.indent("a" + " ".repeat(60) + "b", 80)).isEqualTo(2);
  }

  private static List<String> wrapped(String text, int columns, int indent) {
    return Wrapping.lines(StyledText.of(text), columns, indent).stream()
        .map(StyledText::text)
        .toList();
  }
}
