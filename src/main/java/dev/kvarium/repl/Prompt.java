package dev.kvarium.repl;

import dev.kvarium.lab.DirectiveArguments;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.Typing;
import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Manner;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.Renderer;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/**
 * A session with a person at a terminal: reads a line, has the lab follow it, shows what came of
 * it, until Ctrl-D or {@code :quit}.
 *
 * <p>Two threads: this one reads and enters lines, the {@link Pacer} lets time pass while nobody
 * types. Whoever touches the lab holds {@code lab} as a lock.
 */
public final class Prompt {
  private final SessionOptions options;
  private final Lab lab;
  private final Terminal terminal;
  private final boolean dumb;
  private final Renderer renderer;
  private final OutcomeText text;
  private final LineReader reader;
  private final Pacer pacer;
  private final ProgressLine progress;
  private List<String> offered = List.of();
  private final ColourDepth depth;
  private boolean fullScreenWanted;

  private Prompt(
      SessionOptions options, Terminal terminal, ColourDepth depth, Optional<Path> history)
      throws IOException {
    this.options = options;
    this.terminal = terminal;
    this.lab = options.lab().get();
    this.dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
    this.renderer =
        dumb
            ? new PlainRenderer(options.ascii())
            : new AnsiRenderer(options.colour() ? depth : ColourDepth.NONE, options.ascii());
    this.text = new OutcomeText(renderer, options.narrate(), true);
    this.reader = Reader.make(terminal, lab, renderer, history);
    this.progress = new ProgressLine(written -> print(terminal, written));
    if (!dumb && !options.narrate()) {
      lab.onProgress(progress);
    }
    this.pacer = new Pacer(lab, this::mayAnnounce, this::announce);
    this.depth = options.colour() ? depth : ColourDepth.NONE;
    if (options.fullScreen().isPresent()) {
      lab.register(
          new DirectiveRow("tui", "look", "", "Opens the full screen", this::wantFullScreen));
    }
  }

  /** Holds a session on the terminal of this process; the exit code. */
  public static int run(SessionOptions options) {
    // the lab takes shape while the terminal is opened: each takes a good part of the start
    FutureTask<Lab> lab = new FutureTask<>(options.lab()::get);
    Thread.ofPlatform().daemon().name("lab").start(lab);
    try (Terminal terminal = Terminals.open()) {
      SessionOptions begun = options.withLab(() -> finished(lab));
      return run(begun, terminal, ColourDepth.of(System::getenv), Reader.historyFile());
    } catch (IOException broken) {
      System.err.println("kvarium: there is no terminal to read from: " + broken.getMessage());
      return 2;
    }
  }

  private static Lab finished(FutureTask<Lab> lab) {
    try {
      return lab.get();
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(
          "the lab could not be opened: " + failed.getMessage(), failed);
    }
  }

  /** Holds a session on a terminal; the exit code. */
  static int run(
      SessionOptions options, Terminal terminal, ColourDepth depth, Optional<Path> history)
      throws IOException {
    Prompt prompt = new Prompt(options, terminal, depth, history);
    terminal.handle(Terminal.Signal.INT, signal -> prompt.lab.interrupt());
    prompt.pacer.start();
    try {
      // what is entered first may be a lesson, and the banner tells of the world that it brings
      boolean enters = !options.first().isEmpty() && !options.straightIn();
      String said = enters ? prompt.said(options.first()) : "";
      StyledText about = new Banner(prompt.lab).line(prompt.columns());
      String banner = prompt.renderer.render(options.narrate() ? Spoken.words(about) : about);
      print(terminal, banner + "\n" + said);
      if (options.straightIn()) {
        prompt.fullScreen(options.first().isEmpty() ? List.of() : List.of(options.first()));
        return 0;
      }
      prompt.loop();
    } finally {
      prompt.pacer.stop();
      terminal.flush();
    }
    return 0;
  }

  private void loop() {
    while (!lab.ended()) {
      String line;
      try {
        line = reader.readLine(prompt(), null, offered.isEmpty() ? null : offered.getFirst());
        takeOffer(line);
      } catch (UserInterruptException interrupt) {
        offered = List.of();
        if (interrupt.getPartialLine().isBlank()) {
          remark("Ctrl-D or :quit leaves");
        }
        continue;
      } catch (EndOfFileException end) {
        return;
      }
      if (Typing.continues(line)) {
        remark("left out, since a " + Typing.openQuote(line) + " was never closed");
        continue;
      }
      for (String each : Typing.split(line)) {
        follow(each);
        if (fullScreenWanted && !lab.ended()) {
          fullScreen(List.of());
        }
        if (lab.ended()) {
          return;
        }
      }
    }
  }

  /** What was offered is offered on as long as it is taken as it is. */
  private void takeOffer(String line) {
    boolean taken = !offered.isEmpty() && line.strip().equals(offered.getFirst());
    offered = taken ? offered.subList(1, offered.size()) : List.of();
  }

  /** What redis-cli understands by itself is understood here too: quit, exit, clear, help. */
  private void follow(String line) {
    String stripped = line.strip();
    int blank = stripped.indexOf(' ');
    String first = (blank < 0 ? stripped : stripped.substring(0, blank)).toLowerCase(Locale.ROOT);
    boolean alone = blank < 0;
    if (alone && (first.equals("quit") || first.equals("exit"))) {
      enter(":quit");
    } else if (alone && first.equals("clear")) {
      terminal.puts(InfoCmp.Capability.clear_screen);
      terminal.flush();
    } else if (first.equals("help")) {
      enter(":" + stripped);
    } else {
      enter(line);
    }
  }

  private void enter(String line) {
    print(terminal, said(line));
  }

  /** Enters a line; what there is to show of it. */
  private String said(String line) {
    String shown;
    synchronized (lab) {
      pacer.catchUp();
      try {
        progress.begin();
        Outcome outcome = lab.enter(line);
        progress.end();
        List<Part> parts = new ArrayList<>(outcome.parts());
        for (Part part : outcome.parts()) {
          if (part instanceof Part.Offered lines && !dumb) {
            offered = lines.lines();
            parts.remove(part);
          }
        }
        shown = text.of(new Outcome(line, parts), columns(), rows());
      } catch (LinkageError gone) {
        if (options.debug()) {
          gone.printStackTrace(terminal.writer());
        }
        shown =
            text.of(
                new Part.Problem(
                    "a part of kvarium cannot be read any more: was it built anew while it ran?"
                        + " :quit, and start it again"),
                columns(),
                rows());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
        if (options.debug()) {
          defect.printStackTrace(terminal.writer());
        }
        shown =
            text.of(
                new Part.Problem(
                    "a defect in kvarium: " + defect + "; --debug shows where it happened"),
                columns(),
                rows());
      }
      pacer.entered();
    }
    return shown;
  }

  private List<Part> wantFullScreen(Lab from, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(0);
    if (dumb) {
      throw new Refusal(":tui needs a terminal that can be drawn on; TERM says this one cannot");
    }
    fullScreenWanted = true;
    return List.of();
  }

  /** Gives way to the full screen until it is left. */
  private void fullScreen(List<String> first) {
    fullScreenWanted = false;
    List<String> history = new ArrayList<>();
    reader.getHistory().forEach(each -> history.add(each.line()));
    pacer.suspend();
    try {
      Manner manner = new Manner(options.ascii(), options.narrate(), depth);
      List<String> entered =
          options.fullScreen().orElseThrow().hold(terminal, lab, manner, history, first);
      entered.forEach(reader.getHistory()::add);
    } catch (IOException | RuntimeException broken) {
      if (options.debug()) {
        broken.printStackTrace(terminal.writer());
      }
      print(
          terminal,
          text.of(
              new Part.Problem("the full screen had to be closed: " + broken), columns(), rows()));
    } finally {
      pacer.resume();
    }
  }

  private String prompt() {
    synchronized (lab) {
      return lab.prompt();
    }
  }

  /** What is typed must not be torn apart, and a dumb terminal cannot keep it whole. */
  private boolean mayAnnounce() {
    return !dumb && reader.isReading();
  }

  private void announce(List<StyledText> lines) {
    StringBuilder out = new StringBuilder();
    for (StyledText line : lines) {
      boolean news = line.text().startsWith("  "); // what is sent to a client stays as it is
      out.append(renderer.render(options.narrate() && news ? Spoken.words(line) : line));
      out.append('\n');
    }
    reader.printAbove(out.substring(0, out.length() - 1));
  }

  private int columns() {
    Size size = terminal.getSize();
    return size.getColumns() > 0 ? size.getColumns() : 80;
  }

  private int rows() {
    Size size = terminal.getSize();
    return size.getRows() > 0 ? size.getRows() : 24;
  }

  private void remark(String what) {
    print(terminal, renderer.render(StyledText.of(what, Style.DIM)) + "\n");
  }

  private static void print(Terminal terminal, String text) {
    terminal.writer().print(text);
    terminal.flush();
  }
}
