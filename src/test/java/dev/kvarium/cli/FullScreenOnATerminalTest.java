package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The full screen as a person has it. {@code ./dev journeys 50} makes as many journeys of it as are
 * asked for, and prints what they came to.
 */
@EnabledOnOs(OS.LINUX)
class FullScreenOnATerminalTest {
  private static final int JOURNEYS = Integer.getInteger("journeys", 2);
  private static final int[][] SIZES = {{80, 24}, {200, 50}, {60, 15}};
  private static final int CYCLES = Integer.getInteger("cycles", 10);
  private static final String OUT = "\u001b[?1049l";
  private static final String IN = "\u001b[?1049h";

  @TempDir private Path folder;

  @Test
  void noLineIsLostAndTheTerminalIsAsItWasFound() throws Exception {
    long begun = System.nanoTime();
    int lines = 0;
    for (int i = 0; i < JOURNEYS; i++) {
      Path home = Files.createDirectory(folder.resolve("journey-" + i));
      lines += journey(home);
    }
    System.out.printf(
        "%d journeys in %.1f s: %d lines typed ahead, none lost; the terminal as before each%n",
        JOURNEYS, (System.nanoTime() - begun) / 1e9, lines);
  }

  /** From start to end, as a person who types faster than the screen changes. */
  private static int journey(Path home) throws Exception {
    try (OnATerminal terminal = OnATerminal.start(home, 80, 24)) {
      terminal.await("redis>");
      terminal.type(":stepped\rSET user:1 ada EX 30\rOBJECT ENCODING user:1\r").await("\"embstr\"");
      playLesson(terminal);
      String reading = settings(terminal);

      terminal.type(":world redis\r:stepped\r:tui\rSET in:1 a\r").await("redis> SET in:1 a");
      for (int[] size : SIZES) {
        terminal.resize(size[0], size[1]);
        terminal.await("─".repeat(size[0] / 2)).type("INCR n\r").await("redis> INCR n");
      }
      // looked back, gone back and forward again: six steps, and six are there
      terminal.type("\u001b[D").await("as it was at").type("\u001b[D\u001b[D\r").await("ahead");
      terminal.type(":seek #1\r").await("3 ahead").type(":seek 1h\r").awaitGone("ahead");

      int lines = 4;
      terminal.type("quit\r").await("redis>");
      for (int i = 0; i < CYCLES; i++) {
        int[] size = SIZES[i % SIZES.length];
        terminal.resize(size[0], size[1]);
        // all of it at once: the prompt, the screen and the prompt again each take their own
        terminal.type(
            ":tui\rSET in:" + lines + " x\r:back\rINCR n\rquit\rSET out:" + lines + " y\r");
        lines += 2;
      }
      terminal.resize(80, 24).type("EXISTS" + keys(lines) + "\r");
      terminal.await("(integer) " + CYCLES).type("GET n\r").await("\"" + (3 + CYCLES) + "\"");
      assertThat(settings(terminal)).isEqualTo(reading);
      terminal.type("\u0004");
      assertThat(terminal.awaitEnd()).isZero();
      assertThat(terminal.settings()).isEqualTo(terminal.settingsBefore());
      assertThat(count(terminal.raw(), OUT))
          .isEqualTo(count(terminal.raw(), IN))
          .isEqualTo(1 + CYCLES);
      return 6 * CYCLES;
    }
  }

  private static String keys(int lines) {
    StringBuilder keys = new StringBuilder();
    for (int i = 4; i < lines; i += 2) {
      keys.append(" out:").append(i);
    }
    return keys.toString();
  }

  /** The settings once they stay as they are: the prompt reads again. */
  private static String settings(OnATerminal terminal) throws Exception {
    String settings = "";
    for (int same = 0; same < 4; ) {
      Thread.sleep(100);
      String now = terminal.settings();
      same = now.equals(settings) ? same + 1 : 0;
      settings = now;
    }
    return settings;
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  /** Plays the first lesson to its end, with the solutions that it offers. */
  private static void playLesson(OnATerminal terminal) throws Exception {
    terminal.type(":lesson 1\r").await("Enter goes on");
    for (int i = 0; i < 200; i++) {
      String screen = settled(terminal);
      String last = screen.strip().substring(screen.strip().lastIndexOf('\n') + 1).strip();
      if (screen.contains("That was 'What is inside a string'")) {
        return;
      }
      if (last.matches("[a-z]-[a-z]>")) {
        terminal.type("a\r");
      } else if (!last.equals("redis>")) {
        terminal.type("\r"); // what is offered is taken
      } else if (screen.lastIndexOf(":hint where to look") > screen.lastIndexOf("Enter goes on")
          && screen.lastIndexOf(":hint where to look") > screen.lastIndexOf("Done")) {
        terminal.type(":solution\r");
      } else {
        terminal.type("\r");
      }
    }
    throw new AssertionError("the lesson did not end, but shows\n" + terminal.screen());
  }

  /** The screen when nothing has changed on it for a moment. */
  private static String settled(OnATerminal terminal) throws Exception {
    String before = "";
    String now = terminal.screen();
    while (!now.equals(before)) {
      Thread.sleep(40);
      before = now;
      now = terminal.screen();
    }
    return now;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "INT"})
  void aSignalLeavesTheTerminalAsItWasFound(String signal) throws Exception {
    try (OnATerminal terminal = OnATerminal.start(folder, 80, 24, "tui")) {
      terminal.await("transcript").type("SET a 1\r").await("OK");
      assertThat(terminal.settings()).isNotEqualTo(terminal.settingsBefore());
      terminal.kill(signal);
      terminal.awaitEnd();
      assertThat(terminal.settings()).isEqualTo(terminal.settingsBefore());
      assertThat(terminal.raw()).contains(IN).contains("\u001b[?1000l");
      assertThat(terminal.raw().lastIndexOf(OUT)).isGreaterThan(terminal.raw().lastIndexOf(IN));
    }
  }

  @Test
  void controlCBreaksOffALongLineAndNothingElse() throws Exception {
    try (OnATerminal terminal = OnATerminal.start(folder, 80, 24, "tui")) {
      terminal.await("transcript").type(":stepped\rSET a 1\r").await("OK");
      terminal.type("+ 300d\r").await("working; Ctrl-C breaks it off");
      terminal.type("\u0003").await("broken off").type("DBSIZE\r").await("(integer) 1");
      terminal.type("SET b").type("\u0003").type("DBSIZE\r");
      terminal.type("\u0004");
      assertThat(terminal.awaitEnd()).isZero();
    }
  }

  @Test
  void aScenarioIsRunFirst() throws Exception {
    try (OnATerminal terminal =
        OnATerminal.start(folder, 100, 30, "tui", "scenarios/small-hash-grows.kv")) {
      terminal.await("▲hashtable").type("\u001b");
      assertThat(terminal.awaitEnd()).isZero();
      assertThat(terminal.settings()).isEqualTo(terminal.settingsBefore());
    }
  }

  @Test
  void whatAnApplicationSendsIsSeenAndTakenBack() throws Exception {
    try (OnATerminal terminal =
        OnATerminal.start(folder, 100, 30, "serve", "--redis", "0", "--tui")) {
      terminal.await("serves redis on 127.0.0.1:");
      Matcher port = Pattern.compile("127[.]0[.]0[.]1:(\\d+)").matcher(terminal.screen());
      assertThat(port.find()).isTrue();
      try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(port.group(1)))) {
        socket.getOutputStream().write("SET from:app 1\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("+OK\r\n");
        terminal.await("from:app").type("\u001a").await("without SET from:app 1");
        socket.getOutputStream().write("EXISTS from:app\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo(":0\r\n");
      }
      terminal.type("quit\r");
      assertThat(terminal.awaitEnd()).isZero();
      assertThat(terminal.settings()).isEqualTo(terminal.settingsBefore());
    }
  }
}
