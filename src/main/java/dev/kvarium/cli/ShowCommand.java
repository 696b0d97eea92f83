package dev.kvarium.cli;

import dev.kvarium.repl.SessionOptions;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Instants;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code kvarium show VIEW FILE [WORD…]}. */
@Command(
    name = "show",
    header = "Replays a script and draws one view of what it leads to.",
    description = {
      "The views are those of :show: keyspace, inspect KEY, aof, dict [KEY [FIELD]], expiry,"
          + " timeline [FROM [TO]], stream [KEY]; screen is the full screen with the script entered"
          + " in it.",
      "A name that is no file is looked up among the scenarios on board."
    },
    exitCodeList = {
      "0:the picture is drawn",
      "1:the script is not as it expects, or there is nothing to be seen",
      "2:the file could not be read, or is no script"
    })
final class ShowCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})(?:[x×](\\d{1,4}))?");
  private static final int FEWEST_COLUMNS = 20;
  private static final int FEWEST_ROWS = 4;
  private static final int MOST = 1_000;

  @Parameters(index = "0", paramLabel = "VIEW", description = "the name of a view")
  private String view = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "a script, or a scenario's name")
  private String file = "";

  @Parameters(
      index = "2..*",
      paramLabel = "WORD",
      description = "what the view takes: a key, a time")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "plain",
      description = "plain, ansi (with colours), svg or words (told, for a screen reader)")
  private String format = "plain";

  @Option(
      names = "--size",
      paramLabel = "COLSxROWS",
      defaultValue = "80",
      description = "size in characters, such as 80x24; without rows, as many as it takes")
  private String size = "80";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "stop at this virtual time: 12s, 1500ms or 00:12.480")
  private @Nullable String at;

  @Option(names = "--ascii", description = "draw with ASCII characters only")
  private boolean ascii;

  @Option(names = "--narrate", description = "the same as --format words")
  private boolean narrate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of every world, whatever the file says")
  private @Nullable Long seed;

  @Mixin private Given given = new Given();

  @ParentCommand private @Nullable CommandTree whole;

  @Override
  public Integer call() {
    Matcher sized = SIZE.matcher(size);
    if (!sized.matches()) {
      throw given.wrong("'" + size + "' is no size: write COLSxROWS, such as 80x24");
    }
    int columns = within(sized.group(1), FEWEST_COLUMNS, "columns");
    OptionalLong rows =
        sized.group(2) == null
            ? OptionalLong.empty()
            : OptionalLong.of(within(sized.group(2), FEWEST_ROWS, "rows"));
    Showing shown =
        Showing.of(
            new Showing.Wish(
                view,
                file,
                List.copyOf(words),
                format(),
                columns,
                rows,
                at(),
                CommandTree.optional(seed),
                depth(),
                manner().ascii()),
            new FilesOnDisk());
    print(FileDescriptor.out, shown.text());
    print(FileDescriptor.err, shown.notes());
    return shown.exitCode();
  }

  /** How it is shown, by the options behind the command and those in front of it. */
  private SessionOptions manner() {
    SessionOptions options = SessionOptions.DEFAULT.withAscii(ascii).withNarrate(narrate);
    return whole == null ? options : whole.inManner(options);
  }

  private Showing.Format format() {
    if (manner().narrate()) {
      return Showing.Format.WORDS;
    }
    for (Showing.Format each : Showing.Format.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(format)) {
        return each;
      }
    }
    throw given.wrong("there is no format '" + format + "', only plain, ansi, svg, words");
  }

  private OptionalLong at() {
    if (at == null) {
      return OptionalLong.empty();
    }
    OptionalLong micros = Instants.parse(at);
    if (micros.isEmpty()) {
      throw given.wrong("'" + at + "' is no time: write 12s, 1500ms or 00:12.480");
    }
    return micros;
  }

  /** Colours were asked for, so they come although no terminal may be there to show them. */
  private static ColourDepth depth() {
    String none = System.getenv("NO_COLOR");
    if (none != null && !none.isEmpty()) {
      return ColourDepth.NONE;
    }
    ColourDepth depth = ColourDepth.of(System::getenv);
    return depth == ColourDepth.NONE ? ColourDepth.INDEXED_256 : depth;
  }

  private int within(String digits, int fewest, String what) {
    int number = Integer.parseInt(digits);
    if (number < fewest || number > MOST) {
      throw given.wrong(digits + " " + what + ": from " + fewest + " to " + MOST + " can be drawn");
    }
    return number;
  }

  private static void print(FileDescriptor to, String text) {
    if (!text.isEmpty()) {
      PrintStream stream = new PrintStream(new FileOutputStream(to), false, StandardCharsets.UTF_8);
      stream.print(text);
      stream.flush();
    }
  }
}
