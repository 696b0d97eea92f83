package dev.kvarium.tui;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Manner;
import dev.kvarium.view.Picture;
import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal;

/** The way into the full screen. */
public final class Tui {
  private Tui() {}

  /**
   * Shows the full screen over the terminal of a prompt that is not being read at the moment, until
   * it is left, and gives the terminal back as it was.
   *
   * @param lab the world that it shows; nobody else may let its time pass meanwhile
   * @param history the lines that were entered before, the latest last
   * @param first lines to be entered before any that is typed
   * @return the lines that were entered
   */
  public static List<String> hold(
      Terminal terminal, Lab lab, Manner manner, List<String> history, List<String> first)
      throws IOException {
    return measured(terminal, lab, manner, history, first, FrameWatch.NONE);
  }

  /** The same, with somebody who is told of each frame. */
  public static List<String> measured(
      Terminal terminal,
      Lab lab,
      Manner manner,
      List<String> history,
      List<String> first,
      FrameWatch frames)
      throws IOException {
    return new Evening(terminal).hold(lab, manner, history, first, frames);
  }

  /** The full screen as it stands when some lines have been entered; no terminal is needed. */
  public static Picture still(Lab lab, List<String> lines) {
    return Still.of(lab, lines);
  }
}
