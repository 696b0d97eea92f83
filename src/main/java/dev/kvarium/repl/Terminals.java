package dev.kvarium.repl;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Opens the terminal of this process. */
final class Terminals {
  private Terminals() {}

  /** The terminal, by native calls, or by stty where they cannot be made. */
  static Terminal open() throws IOException {
    String type = System.getenv("TERM");
    if (type != null && type.startsWith("tmux")) {
      // JLine knows screen by heart, of which tmux is a kind, and would start infocmp to learn it
      String known = InfoCmp.getLoadedInfoCmp("screen-256color");
      if (known != null) {
        InfoCmp.setLoadedInfoCmp(type, known);
      }
    }
    return TerminalBuilder.builder().system(true).providers("jni,exec").dumb(true).build();
  }
}
