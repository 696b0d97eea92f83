package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Manner;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class TuiTest {
  /** Held, so that it stays quiet: JLine reports each terminal that is closed while it is read. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  static {
    JLINE.setLevel(Level.OFF);
  }

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private Terminal terminal() throws Exception {
    return TerminalBuilder.builder()
        .system(false)
        .streams(new PipedInputStream(keys, 1 << 16), shown)
        .providers("jni,exec")
        .type("xterm-256color")
        .encoding(StandardCharsets.UTF_8)
        .size(new Size(80, 24))
        .build();
  }

  private List<String> hold(Terminal terminal, Manner manner, FrameWatch frames) throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    return Tui.measured(terminal, lab, manner, List.of(), List.of(), frames);
  }

  private void type(String text) throws Exception {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Types something, and quits when something else has been shown. */
  private void typeUntil(String text, String wanted) {
    Thread typist =
        new Thread(
            () -> {
              try {
                type(text);
                await().until(() -> shown.toString(StandardCharsets.UTF_8).contains(wanted));
                type("quit\r");
              } catch (Exception broken) {
                throw new IllegalStateException(broken);
              }
            });
    typist.setDaemon(true);
    typist.start();
  }

  @Test
  void aDefectInAFrameLeavesTheTerminalAsItWasFound() throws Exception {
    try (Terminal terminal = terminal()) {
      String found = terminal.getAttributes().toString();
      assertThatThrownBy(
              () ->
                  hold(
                      terminal,
                      Manner.of(ColourDepth.NONE),
                      (from, to) -> {
                        throw new IllegalArgumentException("a defect");
                      }))
          .hasRootCauseMessage("a defect");
      assertThat(terminal.getAttributes().toString()).isEqualTo(found);
      Thread.sleep(100);
      String all = shown.toString(StandardCharsets.UTF_8);
      assertThat(all).contains("[?1049h").endsWith("[?1049l");
    }
  }

  @Test
  void whatIsTypedBehindTheLastKeyIsLeftForWhoComesAfter() throws Exception {
    try (Terminal terminal = terminal()) {
      type("SET a 1\rquit\rSET b");
      assertThat(hold(terminal, Manner.of(ColourDepth.NONE), FrameWatch.NONE))
          .containsExactly("SET a 1");
      StringBuilder left = new StringBuilder();
      while (left.length() < 5) {
        left.append((char) terminal.reader().read());
      }
      assertThat(left).hasToString("SET b");
    }
  }

  @Test
  void withoutColourNoneIsWritten() throws Exception {
    try (Terminal terminal = terminal()) {
      typeUntil("SET a 1\r:show aof\r", "OK");
      hold(terminal, Manner.of(ColourDepth.NONE), FrameWatch.NONE);
      Thread.sleep(100);
      assertThat(shown.toString(StandardCharsets.UTF_8))
          .contains("transcript")
          .doesNotContainPattern("\\[[0-9;]*(3[0-8]|9[0-7])(;[0-9;]*)?m");
    }
  }

  @Test
  void inAsciiNothingElseIsWrittenAndDataIsEscaped() throws Exception {
    try (Terminal terminal = terminal()) {
      typeUntil("SET grüße 日本\r", "gr\\xc3\\xbc");
      hold(terminal, new Manner(true, false, ColourDepth.NONE), FrameWatch.NONE);
      Thread.sleep(100);
      String all = shown.toString(StandardCharsets.UTF_8);
      // before it the terminal itself echoes what is typed
      assertThat(all.substring(all.indexOf("[?1049h")))
          .contains("gr\\xc3\\xbc")
          .matches("(?s)\\p{ASCII}*");
    }
  }
}
