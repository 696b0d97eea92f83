package dev.kvarium.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.Signals;

/**
 * Opens the terminal of this process.
 *
 * <p>JLine's builder tries every way that is not ruled out before it chooses one, and half of the
 * time to the prompt went into that. So the terminal is put together here from the way that fits,
 * the native one, while another thread reads what the terminal can do; the builder has its turn
 * where this does not work.
 */
final class Terminals {
  private Terminals() {}

  static Terminal open() throws IOException {
    String type = System.getenv("TERM");
    try {
      return nativeTerminal(type == null || type.isEmpty() ? Terminal.TYPE_DUMB : type);
    } catch (Exception | LinkageError unavailable) {
      // the builder knows other ways; loading a library throws an Exception where there is none
    }
    Terminal built =
        TerminalBuilder.builder().system(true).providers("jni,exec").ffm(false).dumb(true).build();
    if (built instanceof DumbTerminal) {
      handInterruptsTo(built);
    }
    return built;
  }

  /** A terminal of which nothing is known does not ask for Ctrl-C, which would end the process. */
  static void handInterruptsTo(Terminal terminal) {
    Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
  }

  private static Terminal nativeTerminal(String type) throws Exception {
    FutureTask<Capabilities> capabilities = new FutureTask<>(() -> Capabilities.of(type));
    Thread.ofPlatform().daemon().name("terminal").start(capabilities);
    JLineNativeLoader.initialize();
    Pty pty = new JniTerminalProvider().current(SystemStream.Output);
    return new SystemTerminal(type, pty, StandardCharsets.UTF_8, capabilities);
  }
}
