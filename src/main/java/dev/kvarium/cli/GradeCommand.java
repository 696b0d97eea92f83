package dev.kvarium.cli;

import dev.kvarium.grade.Grade;
import dev.kvarium.grade.GradeReport;
import dev.kvarium.grade.Verdict;
import dev.kvarium.lab.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvarium grade LESSON --journal FILE}. */
@Command(
    name = "grade",
    header = "Enters what learners entered once more, and says which checks of the tasks hold.",
    description =
        "Each task is begun in a world of its own; the state decides, not what a journal says of"
            + " itself. A check that holds is worth its share of the task's points.",
    exitCodeList = {
      "0:every check of every journal holds",
      "1:one does not",
      "2:the lesson, the journal or the command line could not be read",
      "3:none fails, but of one it is not known"
    },
    footer = {
      "",
      "A lesson keeps the learner's journal in kvarium/journals in XDG_STATE_HOME, and says so at"
          + " its end."
    })
final class GradeCommand implements Callable<Integer> {
  private static final int UNKNOWN = 3;

  @Parameters(paramLabel = "LESSON", description = "a number, a name or a file")
  private String lesson = "";

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      required = true,
      description = "the journal; of a folder all files that end in .kv")
  private Path journal = Path.of(".");

  @Option(
      names = "--student",
      paramLabel = "ID",
      description = "whose it must be; else what the journal says")
  private @Nullable String student;

  @Option(
      names = "--by-file-name",
      description = "whose it must be is what its file is called, without .kv")
  private boolean byFileName;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "how to report: text, json, junit, gradescope or csv")
  private String format = "text";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "write the report there instead, as to results.json")
  private @Nullable Path output;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how long a task of a journal may take (${DEFAULT-VALUE})")
  private int seconds = 3;

  @Mixin private Given given = new Given();

  @Override
  public Integer call() {
    if (!GradeReport.FORMATS.contains(format)) {
      throw given.wrong(
          "there is no format '" + format + "', only " + String.join(", ", GradeReport.FORMATS));
    }
    boolean folder = Files.isDirectory(journal);
    if (student != null && (folder || byFileName)) {
      throw given.wrong("--student is for one journal; of a folder each says whose it is");
    }
    if (folder && format.equals("gradescope")) {
      throw given.wrong("results.json is of one submission: name one journal");
    }
    if (seconds < 1) {
      throw given.wrong("--seconds takes a number from 1 on");
    }
    try {
      Grading grading = Grading.of(lesson, seconds, student == null ? "" : student, byFileName);
      List<Grade> grades = grading.grade(folder ? journals() : List.of(journal));
      report(GradeReport.named(format).of(grades));
      return exitCode(grades);
    } catch (Refusal refusal) {
      System.err.println("kvarium: " + refusal.what());
      return Main.UNUSABLE;
    }
  }

  private List<Path> journals() throws Refusal {
    try (Stream<Path> files = Files.list(journal)) {
      List<Path> found =
          files
              .filter(each -> each.getFileName().toString().endsWith(".kv"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new Refusal("there is no journal in " + journal + ": no file that ends in .kv");
      }
      return found;
    } catch (IOException broken) {
      throw new Refusal("cannot read " + journal + ": " + broken.getMessage());
    }
  }

  private void report(String text) throws Refusal {
    Path file = output;
    if (file == null) {
      Start.print(text);
      return;
    }
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new Refusal("cannot write " + file + ": " + broken.getMessage());
    }
  }

  private static int exitCode(List<Grade> grades) {
    int code = 0;
    for (Grade grade : grades) {
      if (grade.verdict() == Verdict.FAIL) {
        return 1;
      }
      code = grade.verdict() == Verdict.UNKNOWN ? UNKNOWN : code;
    }
    return code;
  }
}
