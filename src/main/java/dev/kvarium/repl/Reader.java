package dev.kvarium.repl;

import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.LabTyping;
import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;

/** Sets up the editing of lines: completion, hints, colours, history. */
final class Reader {
  private static final int HISTORY_LINES = 2_000;
  private static final int HISTORY_FILE_LINES = 10_000;

  private Reader() {}

  static LineReader make(Terminal terminal, Lab lab, Renderer renderer, Optional<Path> history) {
    Completions completions = new Completions(new LabTyping(lab));
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("kvarium")
            .parser(new KvParser())
            .completer(new LabCompleter(lab, completions))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
            .option(LineReader.Option.COMPLETE_MATCHER_CAMELCASE, false)
            .option(LineReader.Option.AUTO_FRESH_LINE, false)
            .option(LineReader.Option.INSERT_TAB, false)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "...> ")
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_FILE_LINES)
            .variable(LineReader.LIST_MAX, 200);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    if (renderer instanceof AnsiRenderer colours) {
      builder.highlighter(new LineColours(lab, completions, colours.depth()));
    }
    LineReader reader = builder.build();
    if (renderer instanceof AnsiRenderer) {
      reader.setAutosuggestion(LineReader.SuggestionType.TAIL_TIP);
    }
    return reader;
  }

  /** Where lines are remembered by the XDG convention, its folder made; none where it cannot be. */
  static Optional<Path> historyFile() {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state != null && state.startsWith("/")
            ? Path.of(state)
            : Path.of(System.getProperty("user.home", "/"), ".local", "state");
    Path folder = base.resolve("kvarium");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      Path file = folder.resolve("history");
      boolean usable = Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder);
      return usable ? Optional.of(file) : Optional.empty();
    } catch (IOException | SecurityException unwritable) {
      return Optional.empty();
    }
  }
}
