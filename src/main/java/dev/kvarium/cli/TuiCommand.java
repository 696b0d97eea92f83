package dev.kvarium.cli;

import dev.kvarium.repl.SessionOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code kvarium tui [FILE]}. */
@Command(
    name = "tui",
    header = "Opens the full screen: transcript, views and timeline beside the prompt.",
    description =
        "A script, or a scenario by its name, is run first. ? explains what is on the screen, Esc"
            + " leaves.",
    exitCodeList = {"0:it was left", "2:there is no terminal to draw on"})
final class TuiCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "a script to run first, or a scenario's name")
  private @Nullable String file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of all chance in the world (1 when not given)")
  private @Nullable Long seed;

  @Option(names = "--ascii", description = "draw with ASCII characters only")
  private boolean ascii;

  @Option(names = "--no-color", description = "no colours")
  private boolean noColour;

  @Option(names = "--narrate", description = "tell the views in words; Alt-N changes it")
  private boolean narrate;

  @ParentCommand private @Nullable CommandTree whole;

  @Override
  public Integer call() {
    String first = file == null ? "" : ":run " + quoted(file);
    SessionOptions options =
        SessionOptions.DEFAULT
            .withAscii(ascii)
            .withColour(!noColour)
            .withNarrate(narrate)
            .withDebug(whole != null && whole.debug())
            .withFirst(first)
            .withStraightIn(true);
    return new Start.Session(
            CommandTree.optional(seed), whole == null ? options : whole.inManner(options))
        .go();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
