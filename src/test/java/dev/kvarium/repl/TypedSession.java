package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvarium.view.ColourDepth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A whole prompt on a terminal of its own: what is typed goes in, what a person would see is read.
 */
final class TypedSession implements AutoCloseable {
  private static final String XTERM = "xterm-256color";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Held, so that it stays quiet: JLine reports each terminal that is closed while it is read. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  static {
    JLINE.setLevel(Level.OFF);
  }

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final ScreenTerminal screen;
  private final Terminal terminal;
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  private TypedSession(
      SessionOptions options,
      ColourDepth depth,
      int columns,
      int rows,
      Optional<Path> history,
      String type)
      throws IOException {
    screen = new ScreenTerminal(columns, rows);
    terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new PipedInputStream(keys, 1 << 16), new Seen())
            .providers("jni,exec")
            .type(type)
            .encoding(StandardCharsets.UTF_8)
            .size(new Size(columns, rows))
            .build();
    Thread thread =
        new Thread(
            () -> {
              try {
                exitCode.complete(Prompt.run(options, terminal, depth, history));
              } catch (IOException | RuntimeException broken) {
                exitCode.completeExceptionally(broken);
              }
            },
            "prompt under test");
    thread.setDaemon(true);
    thread.start();
    awaitText(">");
  }

  /** A stepped world at 80x24 in 256 colours. */
  static TypedSession open() throws IOException {
    TypedSession session = open(SessionOptions.DEFAULT, ColourDepth.INDEXED_256, Optional.empty());
    session.type(":stepped");
    session.awaitText("redis> :stepped\nredis>");
    return session;
  }

  static TypedSession open(SessionOptions options, ColourDepth depth, Optional<Path> history)
      throws IOException {
    return new TypedSession(options, depth, 80, 24, history, XTERM);
  }

  /** At 80x24 on a terminal of which nothing is known, as {@code TERM=dumb} says. */
  static TypedSession openDumb(SessionOptions options) throws IOException {
    ColourDepth depth = ColourDepth.of(name -> name.equals("TERM") ? "dumb" : null);
    return new TypedSession(options, depth, 80, 24, Optional.empty(), "dumb");
  }

  /** What the program writes, kept raw and drawn. */
  private final class Seen extends OutputStream {
    private final byte[] rest = new byte[8];
    private int held;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      byte[] all = new byte[held + count];
      System.arraycopy(rest, 0, all, 0, held);
      System.arraycopy(bytes, from, all, held, count);
      int whole = wholeCharacters(all);
      held = all.length - whole;
      System.arraycopy(all, whole, rest, 0, held);
      synchronized (raw) {
        raw.write(bytes, from, count);
      }
      screen.write(new String(all, 0, whole, StandardCharsets.UTF_8));
    }

    private static int wholeCharacters(byte[] bytes) {
      int start = bytes.length;
      while (start > 0 && start > bytes.length - 4 && (bytes[start - 1] & 0xc0) == 0x80) {
        start--;
      }
      if (start == 0 || (bytes[start - 1] & 0x80) == 0) {
        return bytes.length;
      }
      int lead = bytes[start - 1] & 0xff;
      int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      return start - 1 + length <= bytes.length ? bytes.length : start - 1;
    }
  }

  /** Types a line and Enter. */
  void type(String line) throws IOException {
    keys(line + "\r");
  }

  void keys(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Rows of the screen without the blanks at their ends. */
  String screen() {
    StringBuilder out = new StringBuilder();
    for (String row : screen.toString().split("\n", -1)) {
      out.append(row.stripTrailing()).append('\n');
    }
    return out.toString().stripTrailing() + "\n";
  }

  /** All that was written, escape sequences included. */
  String raw() {
    synchronized (raw) {
      return raw.toString(StandardCharsets.UTF_8);
    }
  }

  /** Presses Ctrl-C, and waits for the new prompt. */
  void interrupt() {
    int before = prompts();
    terminal.raise(Terminal.Signal.INT);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> prompts() > before);
  }

  /** Presses Ctrl-C, as an impatient person does, until the screen shows a text. */
  void interruptUntil(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              terminal.raise(Terminal.Signal.INT);
              return screen().contains(text);
            });
  }

  private int prompts() {
    return raw().split("redis> ", -1).length;
  }

  /** Waits until the screen shows a text. */
  void awaitText(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(screen()).as(raw()).contains(text));
  }

  int awaitExit() throws Exception {
    return exitCode.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Leaves as a person would: a terminal that is closed under a reader upsets the next one. */
  @Override
  public void close() throws Exception {
    // a key that comes between two lines may be lost, so it is pressed until it counts
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!exitCode.isDone()) {
                terminal.raise(Terminal.Signal.INT);
                keys("\u0004");
              }
              return exitCode.isDone();
            });
    awaitExit();
    keys.close();
    terminal.close();
  }
}
