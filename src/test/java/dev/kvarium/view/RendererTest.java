package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static final Canvas CANVAS = new Canvas(12, 2);

  static {
    CANVAS.text(0, 0, "a ", Style.PLAIN);
    CANVAS.text(2, 0, "▓▓→漢", Style.DISK);
    CANVAS.text(0, 1, "lost", Style.LOST);
  }

  @Test
  void plainTextHoldsNoEscapesAndNoTrailingSpaces() {
    assertThat(new PlainRenderer(false).render(CANVAS)).isEqualTo("a ▓▓→漢\nlost\n");
  }

  @Test
  void asciiKeepsTheColumns() {
    assertThat(new PlainRenderer(true).render(CANVAS)).isEqualTo("a ==>      >\nlost\n");
    assertThat(new PlainRenderer(true).render(StyledText.of("a → b · ≤ 3 µs …")))
        .isEqualTo("a -> b - <= 3 us ...");
    assertThat(new PlainRenderer(true).render(StyledText.of("é?"))).isEqualTo("\\xc3\\xa9?");
  }

  @Test
  void inAsciiDataIsEscapedAndTakesTheBlanksBehindIt() {
    Canvas canvas = new Canvas(40, 1);
    canvas.text(0, 0, "é 日", Style.PLAIN);
    canvas.text(26, 0, "string", Style.PLAIN);
    assertThat(new PlainRenderer(true).render(canvas))
        .isEqualTo("\\xc3\\xa9 \\xe6\\x97\\xa5     string\n");
  }

  @Test
  void coloursComeInTheDepthThatTheTerminalHas() {
    assertThat(new AnsiRenderer(ColourDepth.TRUE_COLOUR, false).render(CANVAS))
        .isEqualTo("a \u001b[38;2;0;158;115m▓▓→漢\u001b[0m\n\u001b[1;38;2;213;94;0mlost\u001b[0m\n");
    assertThat(new AnsiRenderer(ColourDepth.INDEXED_256, false).render(CANVAS))
        .isEqualTo("a \u001b[38;5;36m▓▓→漢\u001b[0m\n\u001b[1;38;5;166mlost\u001b[0m\n");
    assertThat(new AnsiRenderer(ColourDepth.BASIC_16, false).render(CANVAS))
        .isEqualTo("a \u001b[32m▓▓→漢\u001b[0m\n\u001b[1;31mlost\u001b[0m\n");
    assertThat(new AnsiRenderer(ColourDepth.NONE, false).render(CANVAS))
        .isEqualTo("a ▓▓→漢\n\u001b[1mlost\u001b[0m\n");
  }

  @Test
  void theEnvironmentDecidesTheDepth() {
    assertThat(ColourDepth.of(Map.of("TERM", "xterm-256color")::get))
        .isEqualTo(ColourDepth.INDEXED_256);
    assertThat(ColourDepth.of(Map.of("TERM", "xterm", "COLORTERM", "truecolor")::get))
        .isEqualTo(ColourDepth.TRUE_COLOUR);
    assertThat(ColourDepth.of(Map.of("TERM", "xterm")::get)).isEqualTo(ColourDepth.BASIC_16);
    assertThat(ColourDepth.of(Map.of("TERM", "dumb")::get)).isEqualTo(ColourDepth.NONE);
    assertThat(ColourDepth.of(Map.of("TERM", "xterm", "NO_COLOR", "1")::get))
        .isEqualTo(ColourDepth.NONE);
    assertThat(ColourDepth.of(Map.<String, String>of()::get)).isEqualTo(ColourDepth.NONE);
  }
}
