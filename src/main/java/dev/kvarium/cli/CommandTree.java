package dev.kvarium.cli;

import dev.kvarium.lab.NearWords;
import dev.kvarium.repl.SessionOptions;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line, as Picocli reads it. */
@Command(
    name = "kvarium",
    description = {
      "A key-value store behind glass: answers as Redis does, and shows what happened inside.",
      "",
      "Without a command: the prompt; where standard input is not a terminal, runs its lines."
    },
    subcommands = {
      RunCommand.class,
      ShowCommand.class,
      ExportCommand.class,
      OpenCommand.class,
      LessonCommand.class,
      GradeCommand.class,
      ServeCommand.class,
      SlabsCommand.class,
      RingCommand.class,
      LintCommand.class,
      StampedeCommand.class,
      TuiCommand.class
    },
    customSynopsis = {"kvarium [OPTIONS]", "kvarium COMMAND [OPTIONS] [ARGUMENTS]"},
    optionListHeading = "%nOptions of the prompt:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeList = {
      "0:all went well",
      "1:a line could not be followed, or a check does not hold",
      "2:the command line, a file or the machine could not be used"
    },
    footer = {
      "",
      "'kvarium COMMAND --help' tells more. NO_COLOR in the environment means --no-color."
    })
final class CommandTree implements Callable<Integer> {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of all chance in the world (1 when not given)")
  private @Nullable Long seed;

  @Option(names = "--ascii", description = "draw with ASCII characters only")
  private boolean ascii;

  @Option(names = "--no-color", description = "no colours")
  private boolean noColour;

  @Option(names = "--narrate", description = "tell pictures in words, for a screen reader")
  private boolean narrate;

  @Option(names = "--glass", description = "print what changed inside also where input is piped")
  private boolean glass;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show stack traces of defects")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show this help")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "show the version, and which servers are modelled")
  private boolean version;

  @Override
  public Integer call() {
    if (version) {
      return new Start.About().go();
    }
    SessionOptions options =
        SessionOptions.DEFAULT
            .withAscii(ascii)
            .withColour(!noColour)
            .withNarrate(narrate)
            .withGlass(glass)
            .withDebug(debug);
    return new Start.Session(optional(seed), options).go();
  }

  /** These options with what was said of the manner in front of the command. */
  SessionOptions inManner(SessionOptions options) {
    return options
        .withAscii(ascii || options.ascii())
        .withColour(!noColour && options.colour())
        .withNarrate(narrate || options.narrate());
  }

  /** Whether stack traces are wanted, wherever on the command line that was said. */
  boolean debug() {
    return debug;
  }

  /** Reads the arguments and does what they ask for; the exit code. */
  static int execute(String[] args) {
    CommandLine line = new CommandLine(new CommandTree());
    layOutHelp(line);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpAutoWidth(true);
    line.registerConverter(Long.class, CommandTree::wholeNumber);
    line.setParameterExceptionHandler(CommandTree::complain);
    line.setExecutionExceptionHandler(
        (defect, failing, parsed) -> Complaint.of(defect, Start.debug(args)));
    return line.execute(args);
  }

  /** The help of all commands looks alike. */
  private static void layOutHelp(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.sortOptions(false).synopsisHeading("").descriptionHeading("%n");
    help.parameterListHeading("%n").exitCodeListHeading("%nExit codes:%n");
    if (help.optionListHeading().isEmpty()) {
      help.optionListHeading("%n");
    }
    command.getSubcommands().values().forEach(CommandTree::layOutHelp);
  }

  /** What was wrong with the arguments, what was meant perhaps, and where to read on. */
  private static int complain(ParameterException wrong, String[] args) {
    CommandLine failing = wrong.getCommandLine();
    String command = failing.getCommandSpec().qualifiedName(" ");
    System.err.println("kvarium: " + whatWasWrong(wrong));
    System.err.println("kvarium: '" + command + " --help' shows what there is");
    return Main.UNUSABLE;
  }

  private static String whatWasWrong(ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      return unmatched.isUnknownOption()
          ? "there is no option '"
              + word
              + "'"
              + NearWords.question(word, spec.optionsMap().keySet())
          : "there is no command '" + word + "'" + whatWasMeant(word, spec);
    }
    return firstLine(wrong.getMessage());
  }

  private static String whatWasMeant(String word, CommandSpec spec) {
    if (word.endsWith(".kv") || word.endsWith(".md")) {
      String command = word.endsWith(".kv") ? "run " : "lesson ";
      return "; did you mean " + command + word + "?";
    }
    return NearWords.question(word, spec.subcommands().keySet());
  }

  private static Long wholeNumber(String word) {
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException wrong) {
      throw new TypeConversionException("'" + word + "' is not a whole number");
    }
  }

  private static String firstLine(@Nullable String message) {
    String text = message == null ? "the arguments cannot be read" : message;
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing();
  }

  static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
