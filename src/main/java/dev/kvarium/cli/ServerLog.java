package dev.kvarium.cli;

import dev.kvarium.event.Event;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What a served node says of itself, a line each as redis-server writes its log.
 *
 * <pre>
 *   4041:M 23 Nov 2026 12:25:14.891 * Ready to accept connections
 *   process, a master, time, level (. - * #), text
 * </pre>
 *
 * <p>It listens to nothing else, so that nothing else has to be made.
 */
final class ServerLog {
  private static final List<String> LEVELS = List.of("debug", "verbose", "notice", "warning");
  private static final String SIGNS = ".-*#";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ROOT);

  private final PrintStream out;
  private final int least;
  private final long process = ProcessHandle.current().pid();

  private ServerLog(PrintStream out, int least) {
    this.out = out;
    this.least = least;
  }

  /**
   * A log at the end of a file.
   *
   * @param file where; empty is the standard output
   * @param level the least that is written: {@code notice}
   */
  static ServerLog to(String file, String level) throws IOException {
    OutputStream out =
        file.isEmpty()
            ? System.out
            : Files.newOutputStream(
                Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new ServerLog(lines, Math.max(0, LEVELS.indexOf(level.toLowerCase(Locale.ROOT))));
  }

  /** Writes the lines of the log, and hands on what somebody else listens to. */
  Probe before(Probe next) {
    return new Probe() {
      @Override
      public boolean listening() {
        return next.listening();
      }

      @Override
      public boolean logs() {
        return true;
      }

      @Override
      public void emit(Event event) {
        if (event instanceof NodeEvent.Logged(String level, String text)) {
          write(level, text);
        }
        if (next.listening()) {
          next.emit(event);
        }
      }
    };
  }

  void write(String level, String text) {
    int rank = Math.max(0, LEVELS.indexOf(level));
    if (rank >= least) {
      String time = LocalDateTime.now().format(TIME);
      out.println(process + ":M " + time + " " + SIGNS.charAt(rank) + " " + text);
    }
  }
}
