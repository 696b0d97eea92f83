package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DumbTerminalTest.class.getName())
            .redirectErrorStream(true)
            .start();
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
