package dev.kvarium.repl;

import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.LabTyping;
import dev.kvarium.view.AnsiRenderer;
import dev.kvarium.view.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;

/** The editing of lines: completion, hints, marks, history. */
final class Reader extends LineReaderImpl {
  private static final int HISTORY_LINES = 2_000;
  private static final int HISTORY_FILE_LINES = 10_000;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Reader(Terminal terminal, Map<String, Object> variables) throws IOException {
    super(terminal, "kvarium", variables);
  }

  /**
   * A reader for a terminal.
   *
   * @param renderer how this terminal is drawn to; without escapes there are neither hints nor
   *     marks
   * @param history the file in which lines are remembered
   */
  static Reader make(Terminal terminal, Lab lab, Renderer renderer, Optional<Path> history)
      throws IOException {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put(LineReader.SECONDARY_PROMPT_PATTERN, "%M...> ");
    variables.put(LineReader.HISTORY_SIZE, HISTORY_LINES);
    variables.put(LineReader.HISTORY_FILE_SIZE, HISTORY_FILE_LINES);
    variables.put(LineReader.LIST_MAX, 200);
    // bold and faint say it on every terminal, and say it without colours too
    variables.put(LineReader.COMPLETION_STYLE_GROUP, "bold");
    variables.put(LineReader.COMPLETION_STYLE_DESCRIPTION, "faint");
    variables.put(LineReader.COMPLETION_STYLE_STARTING, "bold");
    variables.put(LineReader.COMPLETION_STYLE_SELECTION, "inverse");
    history.ifPresent(file -> variables.put(LineReader.HISTORY_FILE, file));
    Reader reader = new Reader(terminal, variables);
    reader.option(Option.DISABLE_EVENT_EXPANSION, true);
    reader.option(Option.HISTORY_IGNORE_SPACE, true);
    reader.option(Option.HISTORY_IGNORE_DUPS, true);
    reader.option(Option.HISTORY_TIMESTAMPED, false);
    reader.option(Option.CASE_INSENSITIVE, true);
    reader.option(Option.COMPLETE_MATCHER_TYPO, false);
    reader.option(Option.COMPLETE_MATCHER_CAMELCASE, false);
    reader.option(Option.INSERT_TAB, false);
    reader.setHistory(new DefaultHistory());
    reader.setParser(new KvParser());
    Completions completions = new Completions(new LabTyping(lab));
    reader.setCompleter(new LabCompleter(lab, completions));
    if (renderer instanceof AnsiRenderer colours) {
      reader.setHighlighter(new LineColours(lab, completions, colours.depth()));
      reader.setAutosuggestion(SuggestionType.TAIL_TIP);
    }
    return reader;
  }

  /**
   * Keeps the list that Tab has just shown: with hints on, JLine would take it away again wherever
   * a blank stands before the cursor.
   */
  @Override
  protected boolean clearChoices() {
    return !"\t".equals(getLastBinding()) && super.clearChoices();
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
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      // what was typed may be a password: it is nobody else's to read
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      return Optional.of(file);
    } catch (IOException | SecurityException | UnsupportedOperationException unusable) {
      return Optional.empty();
    }
  }
}
