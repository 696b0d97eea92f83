package dev.kvarium.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/** The program in a process and on a pseudo-terminal of its own, as a person has it. */
final class OnATerminal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Pty pty;
  private final Process process;
  private ScreenTerminal screen;
  private int width;
  private int height;
  private final StringBuilder raw = new StringBuilder();
  private final String before;

  private OnATerminal(Pty pty, int columns, int rows, List<String> command, Path home)
      throws IOException, InterruptedException {
    this.pty = pty;
    this.screen = new ScreenTerminal(columns, rows);
    this.width = columns;
    this.height = rows;
    this.before = settings();
    File line = new File(((JniNativePty) pty).getName());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(line)
            .redirectOutput(line)
            .redirectError(home.resolve("errors").toFile());
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("XDG_DATA_HOME", home.toString());
    builder.environment().put("XDG_STATE_HOME", home.toString());
    builder.environment().remove("NO_COLOR");
    this.process = builder.start();
    Thread reader = new Thread(this::read, "terminal under test");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the program with these arguments; its files go to the folder. */
  static OnATerminal start(Path home, int columns, int rows, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "-c",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.kvarium.cli.Main"));
    command.addAll(List.of(args));
    Pty pty = new JniTerminalProvider().open(null, new Size(columns, rows));
    return new OnATerminal(pty, columns, rows, command, home);
  }

  private void read() {
    byte[] chunk = new byte[1 << 14];
    byte[] rest = new byte[0];
    try (InputStream output = pty.getMasterInput()) {
      for (int length = output.read(chunk); length >= 0; length = output.read(chunk)) {
        byte[] all = new byte[rest.length + length];
        System.arraycopy(rest, 0, all, 0, rest.length);
        System.arraycopy(chunk, 0, all, rest.length, length);
        int whole = wholeCharacters(all);
        rest = java.util.Arrays.copyOfRange(all, whole, all.length);
        String text = new String(all, 0, whole, StandardCharsets.UTF_8);
        synchronized (raw) {
          raw.append(text);
          draw(text);
        }
      }
    } catch (IOException ended) {
      // whoever wrote is gone
    }
  }

  /** What was written for another size goes beyond this one, where a terminal would clip it. */
  private void draw(String text) {
    try {
      screen.write(text);
    } catch (IndexOutOfBoundsException beyond) {
      // all is drawn anew for the new size
    }
  }

  private static int wholeCharacters(byte[] bytes) {
    int start = bytes.length;
    while (start > 0 && (bytes[start - 1] & 0xc0) == 0x80) {
      start--;
    }
    if (start == 0 || bytes[start - 1] >= 0) {
      return bytes.length;
    }
    int lead = bytes[start - 1] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    return start - 1 + length <= bytes.length ? bytes.length : start - 1;
  }

  OnATerminal type(String keys) throws IOException {
    OutputStream in = pty.getMasterOutput();
    in.write(keys.getBytes(StandardCharsets.UTF_8));
    in.flush();
    return this;
  }

  OnATerminal resize(int columns, int rows) throws IOException {
    synchronized (raw) {
      if (columns == width && rows == height) {
        return this; // nobody is told of that either
      }
      width = columns;
      height = rows;
      screen = new ScreenTerminal(columns, rows); // its own way of shrinking loses count
    }
    pty.setSize(new Size(columns, rows));
    return this;
  }

  OnATerminal await(String text) throws InterruptedException {
    return await(text, true);
  }

  OnATerminal awaitGone(String text) throws InterruptedException {
    return await(text, false);
  }

  private OnATerminal await(String text, boolean wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (screen().contains(text) != wanted) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError(
            (wanted ? "never showed " : "still shows ") + text + ", but:\n" + screen());
      }
      Thread.sleep(5);
    }
    return this;
  }

  String screen() {
    synchronized (raw) {
      StringBuilder out = new StringBuilder();
      for (String row : screen.toString().split("\n", -1)) {
        out.append(row.stripTrailing()).append('\n');
      }
      return out.toString();
    }
  }

  /** All that was written to the terminal, sequences included. */
  String raw() {
    synchronized (raw) {
      return raw.toString();
    }
  }

  void kill(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("did not end, but shows\n" + screen());
    }
    Thread.sleep(100); // what it wrote last is read
    return process.exitValue();
  }

  /** The settings of the terminal as they were before the program began. */
  String settingsBefore() {
    return before;
  }

  /** The settings of the terminal, all of them. */
  String settings() throws IOException, InterruptedException {
    Process stty =
        new ProcessBuilder("stty", "-g")
            .redirectInput(new File(((JniNativePty) pty).getName()))
            .redirectErrorStream(true)
            .start();
    String settings = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    stty.waitFor();
    return settings.strip();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    pty.close();
  }
}
