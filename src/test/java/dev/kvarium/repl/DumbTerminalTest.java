package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program on a terminal of which nothing is known, in a process that Ctrl-C could end. */
class DumbTerminalTest {
  /** What the process is: a prompt on the terminal that the builder makes of two pipes. */
  public static void main(String[] arguments) throws IOException {
    try (var terminal = new org.jline.terminal.impl.DumbTerminal(System.in, System.out)) {
      Terminals.handInterruptsTo(terminal);
      System.exit(
          Prompt.run(
              SessionOptions.DEFAULT,
              terminal,
              dev.kvarium.view.ColourDepth.NONE,
              java.util.Optional.empty()));
    }
  }

  @Test
  void ctrlCEndsTheLineAndNotTheSession() throws Exception {
    List<String> command = new ArrayList<>(withInterrupt());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DumbTerminalTest.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      StringBuilder seen = new StringBuilder();
      await(process, seen, "redis> ");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      await(process, seen, "Ctrl-D or :quit leaves");
      process.getOutputStream().write("PING\n:quit\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      await(process, seen, "PONG");
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What gives a child its interrupt back where this process was started to ignore it. */
  private static List<String> withInterrupt() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")
          && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << 1) != 0) {
        return List.of("env", "--default-signal=INT");
      }
    }
    return List.of();
  }

  /** Reads on until a text was written; the end of the stream fails. */
  private static void await(Process process, StringBuilder seen, String text) throws IOException {
    InputStream out = process.getInputStream();
    while (seen.indexOf(text) < 0) {
      int next = out.read();
      assertThat(next).as(seen.toString()).isNotNegative();
      seen.append((char) next);
    }
  }
}
