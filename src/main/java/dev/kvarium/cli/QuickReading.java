package dev.kvarium.cli;

import dev.kvarium.repl.SessionOptions;
import dev.kvarium.script.Report;
import dev.kvarium.script.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command lines of most starts by hand, since loading Picocli takes longer than all that
 * such a start does. It knows the options of a session and of {@code run} when they are used as
 * they should be; of what it does not know it says nothing.
 */
final class QuickReading {
  private final String[] args;
  private int next;
  private boolean understood = true;
  private OptionalLong seed = OptionalLong.empty();
  private SessionOptions session = SessionOptions.DEFAULT;

  private QuickReading(String[] args) {
    this.args = args;
  }

  /** What these arguments ask for; null when Picocli has to say. */
  static @Nullable Start read(String[] args) {
    QuickReading reading = new QuickReading(args);
    Start start = args.length > 0 && args[0].equals("run") ? reading.replay() : reading.session();
    return reading.understood ? start : null;
  }

  private Start session() {
    if (args.length == 1 && args[0].equals("--version")) {
      return new Start.About();
    }
    while (next < args.length && understood) {
      sessionOption(args[next++]);
    }
    return new Start.Session(seed, session);
  }

  private void sessionOption(String option) {
    switch (option) {
      case "--seed" -> seed = number();
      case "--ascii" -> session = session.withAscii(true);
      case "--no-color" -> session = session.withColour(false);
      case "--narrate" -> session = session.withNarrate(true);
      case "--glass" -> session = session.withGlass(true);
      case "--debug" -> session = session.withDebug(true);
      default -> understood = false;
    }
  }

  private Start replay() {
    List<String> files = new ArrayList<>();
    String format = "text";
    Optional<String> events = Optional.empty();
    boolean update = false;
    boolean transcript = false;
    next = 1;
    while (next < args.length && understood) {
      String word = args[next++];
      switch (word) {
        case "--seed" -> seed = number();
        case "--format" -> format = value();
        case "--events" -> events = Optional.of(value());
        case "--update" -> update = true;
        case "--transcript" -> transcript = true;
        case "--debug" -> {}
        default -> {
          understood = !word.startsWith("-") && !word.startsWith("@");
          files.add(word);
        }
      }
    }
    understood &= !files.isEmpty() && Report.FORMATS.contains(format);
    return new Start.Replay(
        new RunOptions(List.copyOf(files), format, events, update, seed, transcript));
  }

  private String value() {
    if (next < args.length && !args[next].startsWith("-")) {
      return args[next++];
    }
    understood = false;
    return "";
  }

  private OptionalLong number() {
    String value = next < args.length ? args[next++] : "";
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException wrong) {
      understood = false;
      return OptionalLong.empty();
    }
  }
}
