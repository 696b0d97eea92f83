package dev.kvarium.tui;

import dev.kvarium.lab.Lab;
import dev.kvarium.view.Manner;
import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * One use of a terminal as a full screen, from taking it over to giving it back: when it is left,
 * when something breaks, and when the process is told to end.
 */
final class Evening {
  private final Terminal terminal;
  private final AtomicReference<@Nullable Stage> stage = new AtomicReference<>();

  Evening(Terminal terminal) {
    this.terminal = terminal;
  }

  List<String> hold(
      Lab lab, Manner manner, List<String> history, List<String> first, FrameWatch frames)
      throws IOException {
    LineTerminal line = LineTerminal.over(terminal, this::hasLeft);
    Thread rescue = new Thread(() -> rescue(line), "kvarium-rescue");
    SignalHandler windowChanged = terminal.handle(Signal.WINCH, signal -> wake());
    SignalHandler interrupted = terminal.handle(Signal.INT, signal -> interrupted());
    try {
      Runtime.getRuntime().addShutdownHook(rescue);
      Stage held = new Stage(line, line, lab, manner, history, frames);
      stage.set(held);
      return held.hold(first);
    } finally {
      line.giveBack();
      terminal.handle(Signal.WINCH, windowChanged);
      terminal.handle(Signal.INT, interrupted);
      forget(rescue);
    }
  }

  private static void rescue(LineTerminal line) {
    try {
      line.leaveScreen();
    } catch (IOException | RuntimeException | IOError gone) {
      // whoever hung up has no screen to be put right; or the prompt's own hook was here before
    }
  }

  private static void forget(Thread rescue) {
    try {
      Runtime.getRuntime().removeShutdownHook(rescue);
    } catch (IllegalStateException ending) {
      // it runs already
    }
  }

  private boolean hasLeft() {
    Stage held = stage.get();
    return held != null && held.hasLeft();
  }

  private void wake() {
    Stage held = stage.get();
    if (held != null) {
      held.wake();
    }
  }

  private void interrupted() {
    Stage held = stage.get();
    if (held != null) {
      held.interrupted();
    }
  }
}
