package dev.kvarium.repl;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/** Opens the terminal of this process. */
final class Terminals {
  private Terminals() {}

  /** The terminal, by native calls, or by stty where they cannot be made. */
  static Terminal open() throws IOException {
    knowByHeart(System.getenv("TERM"));
    try {
      return builder().exec(false).dumb(false).build();
    } catch (IOException | IllegalStateException | LinkageError unavailable) {
      return builder().exec(true).dumb(true).build();
    }
  }

  /**
   * JLine tries every provider that is not ruled out before it chooses one: that of foreign
   * functions takes longer than all the rest of the start, that of commands starts processes.
   */
  private static TerminalBuilder builder() {
    return TerminalBuilder.builder().system(true).providers("jni,exec").ffm(false);
  }

  /** Where JLine has the description of a kind of terminal on board, infocmp is not started. */
  private static void knowByHeart(@Nullable String type) {
    if (type != null) {
      String known = InfoCmp.getDefaultInfoCmp(type.startsWith("tmux") ? "screen-256color" : type);
      if (known != null) {
        InfoCmp.setLoadedInfoCmp(type, known);
      }
    }
  }
}
