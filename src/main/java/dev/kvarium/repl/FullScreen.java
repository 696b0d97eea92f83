package dev.kvarium.repl;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Manner;
import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal;

/** The full screen, of which the prompt knows no more than that it can give way to it. */
public interface FullScreen {
  /**
   * Shows the lab on the whole terminal until it is left, and gives the terminal back as it was.
   *
   * @param history the lines that were entered before, the latest last
   * @param first lines to be entered before any that is typed
   * @return the lines that were entered
   */
  List<String> hold(
      Terminal terminal, Lab lab, Manner manner, List<String> history, List<String> first)
      throws IOException;
}
