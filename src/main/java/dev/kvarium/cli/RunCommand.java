package dev.kvarium.cli;

import dev.kvarium.script.Report;
import dev.kvarium.script.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvarium run FILE…}. */
@Command(
    name = "run",
    header = "Replays scripts and compares what comes with what they expect.",
    description =
        "Each file is replayed in a world of its own. %nA name that is no file is looked up"
            + " among the scenarios on board; without a name, they are listed.",
    exitCodeList = {
      "0:everything is as expected",
      "1:something differs",
      "2:a file could not be read or written, or is no script"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "a script, or a scenario's name")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "how to report: text, json or junit")
  private String format = "text";

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "write the event log there, one JSON object a line")
  private @Nullable String events;

  @Option(names = "--update", description = "write the replies that come into the files")
  private boolean update;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of every world, whatever the files say")
  private @Nullable Long seed;

  @Option(names = "--transcript", description = "show every step, not only what differs")
  private boolean transcript;

  @Mixin private Given given = new Given();

  @Override
  public Integer call() {
    if (files.isEmpty()) {
      FilesOnDisk.packagedNames().forEach(System.out::println);
      return 0;
    }
    if (!Report.FORMATS.contains(format)) {
      throw given.wrong(
          "there is no format '" + format + "', only " + String.join(", ", Report.FORMATS));
    }
    return new Start.Replay(
            new RunOptions(
                files,
                format,
                Optional.ofNullable(events),
                update,
                CommandTree.optional(seed),
                transcript))
        .go();
  }
}
