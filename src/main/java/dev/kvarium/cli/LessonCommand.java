package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Catalogue;
import dev.kvarium.lesson.LessonCheck;
import dev.kvarium.lesson.Progress;
import dev.kvarium.repl.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kvarium lesson}. */
@Command(
    name = "lesson",
    header = "Lists the lessons, plays one at the prompt, or checks those of an author.",
    description = {
      "Without a name: the lessons, how long each takes, and what is next.",
      "With a number, a name or a file ending in .md: plays it, from where you left it.",
      "With 'new NAME': writes a lesson to begin with into NAME.md."
    },
    exitCodeList = {
      "0:all is well",
      "1:something is wrong with a lesson, or a line could not be followed",
      "2:a lesson or the command line could not be read"
    },
    footer = {"", "Progress is one text file: kvarium/progress in XDG_STATE_HOME."})
final class LessonCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "a number, a name or a file")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--check",
      description = "replay lessons without a person and say what is wrong; without a file, all")
  private boolean check;

  @Option(
      names = "--style",
      description = "look at the prose: hard to read, words that nobody brought in, bare claims")
  private boolean style;

  @Option(
      names = "--preview",
      description = "show the lesson of a file, and anew whenever the file is saved")
  private boolean preview;

  @Option(
      names = "--lang",
      paramLabel = "XX",
      description =
          "lessons in this language where they are translated, as KVARIUM_LANG says too; with"
              + " --check which are not, and where one does not agree")
  private @Nullable String language;

  @Option(
      names = "--student",
      paramLabel = "ID",
      description =
          "play it with the keys, sizes and times that are this student's; kept for the lessons"
              + " after it; 'nobody' ends that")
  private @Nullable String student;

  @Option(names = "--ascii", description = "draw with ASCII characters only")
  private boolean ascii;

  @Option(names = "--no-color", description = "no colours")
  private boolean noColour;

  @Option(names = "--narrate", description = "tell pictures in words, for a screen reader")
  private boolean narrate;

  @Spec private @Nullable CommandSpec spec;

  @ParentCommand private @Nullable CommandTree whole;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("read by Picocli only");
    }
    if (language != null && !language.matches("[a-z]{2}")) {
      throw new ParameterException(spec.commandLine(), "--lang takes two letters, as in --lang de");
    }
    if (language != null) {
      LessonsOnDisk.speak(language);
    }
    try {
      if (names.size() == 2 && names.getFirst().equals("new")) {
        return LessonAuthoring.begin(names.get(1));
      }
      LessonAuthoring authoring = new LessonAuthoring(new LessonsOnDisk());
      if (style) {
        return authoring.style(names);
      }
      if (preview && names.size() == 1) {
        return authoring.preview(names.getFirst());
      }
      if (check && language != null && names.isEmpty()) {
        return authoring.translations(language);
      }
    } catch (Refusal refusal) {
      System.err.println("kvarium: " + refusal.what());
      return Main.UNUSABLE;
    }
    LessonsOnDisk shelf = LessonsOnDisk.ofUser();
    if (check) {
      LessonCheck.Report report =
          LessonCheck.of(names.isEmpty() ? shelf.files() : files(shelf), shelf);
      Start.print(report.report());
      return report.exitCode();
    }
    if (names.size() > 1) {
      throw new ParameterException(spec.commandLine(), "one lesson at a time");
    }
    try {
      Catalogue catalogue = new Catalogue(shelf);
      if (names.isEmpty()) {
        Progress progress = Progress.parse(ProgressFile.ofUser().read());
        Start.print(catalogue.list(progress, "kvarium lesson") + "\n");
        return 0;
      }
      catalogue.find(names.getFirst(), student == null || student.equals("nobody") ? "" : student);
    } catch (Refusal refusal) {
      System.err.println("kvarium: " + refusal.what());
      return Main.UNUSABLE;
    }
    SessionOptions options =
        SessionOptions.DEFAULT
            .withAscii(ascii)
            .withColour(!noColour)
            .withNarrate(narrate)
            .withGlass(true)
            .withFirst(
                ":lesson "
                    + quoted(names.getFirst())
                    + (student == null ? "" : " as " + quoted(student)));
    return new Start.Session(
            OptionalLong.empty(), whole == null ? options : whole.inManner(options))
        .go();
  }

  /** The files that are meant: a number or a name is that of a lesson on board. */
  private List<String> files(LessonsOnDisk shelf) {
    Catalogue catalogue = new Catalogue(shelf);
    List<String> files = new ArrayList<>();
    for (String name : names) {
      try {
        files.add(name.endsWith(".md") ? name : catalogue.find(name).file());
      } catch (Refusal unknown) {
        files.add(name); // and the check says so
      }
    }
    return files;
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
