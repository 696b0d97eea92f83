package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Glossary;
import dev.kvarium.lesson.Lesson;
import dev.kvarium.lesson.LessonCheck;
import dev.kvarium.lesson.LessonParser;
import dev.kvarium.lesson.NewLesson;
import dev.kvarium.lesson.Preview;
import dev.kvarium.lesson.StyleCheck;
import dev.kvarium.lesson.Translation;
import dev.kvarium.script.UnusableScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code kvarium lesson} does for an author. */
final class LessonAuthoring {
  private static final int LOOK_MILLIS = 250;
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  private final LessonsOnDisk shelf;

  LessonAuthoring(LessonsOnDisk shelf) {
    this.shelf = shelf;
  }

  /** Writes a lesson to begin with; the exit code. */
  static int begin(String name) throws Refusal {
    String file = name.endsWith(".md") ? name : name + ".md";
    String bare = LessonParser.name(file);
    if (!bare.matches("[a-z0-9][a-z0-9-]*")) {
      throw new Refusal(
          "'" + name + "' cannot be a lesson: small letters, digits and - make a name");
    }
    try {
      Path path = Path.of(file);
      if (Files.exists(path)) {
        throw new Refusal(file + " is there already");
      }
      Files.writeString(path, NewLesson.text(bare));
    } catch (IOException broken) {
      throw new Refusal("cannot write " + file + ": " + broken.getMessage());
    }
    Start.print(
        "wrote "
            + file
            + "\n  kvarium lesson --preview "
            + file
            + "   shows it anew whenever it is saved\n  kvarium lesson --check "
            + file
            + "     says what does not hold\n  kvarium lesson "
            + file
            + "             plays it\n");
    return 0;
  }

  /** Looks at the prose of lessons; the exit code. */
  int style(List<String> files) throws Refusal {
    Map<String, Lesson> course = new LinkedHashMap<>();
    for (String file : shelf.files()) {
      Lesson lesson = lesson(file);
      course.put(lesson.name(), lesson);
    }
    int found = 0;
    for (String file : files.isEmpty() ? shelf.files() : files) {
      List<String> findings = StyleCheck.findings(lesson(file), course, glossary());
      findings.forEach(each -> Start.print(each + "\n"));
      found += findings.size();
    }
    Start.print(found == 0 ? "nothing to mend\n" : found + " to look at\n");
    return found == 0 ? 0 : 1;
  }

  private static Glossary glossary() throws Refusal {
    try (InputStream in = LessonAuthoring.class.getResourceAsStream("/lessons/glossary.txt")) {
      return Glossary.parse(
          in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new Refusal("cannot read the glossary: " + broken.getMessage());
    }
  }

  private Lesson lesson(String file) throws Refusal {
    try {
      return LessonParser.parse(file, shelf.read(file));
    } catch (UnusableScript unusable) {
      throw new Refusal(unusable.what());
    }
  }

  /** Says which lessons lack a translation, and where one does not agree; the exit code. */
  int translations(String language) throws Refusal {
    int bad = 0;
    int missing = 0;
    for (String file : shelf.files()) {
      String other = Translation.file(file, language);
      if (!shelf.has(other)) {
        Start.print("missing  " + other + "\n");
        missing++;
        continue;
      }
      List<String> differences = Translation.differences(lesson(file), lesson(other));
      differences.forEach(each -> Start.print(each + "\n"));
      LessonCheck.Report report = LessonCheck.of(List.of(other), shelf);
      Start.print(report.report());
      bad += differences.isEmpty() && report.exitCode() == 0 ? 0 : 1;
    }
    Start.print(
        (shelf.files().size() - missing)
            + " of "
            + shelf.files().size()
            + " are there in "
            + language
            + "\n");
    return bad == 0 ? 0 : 1;
  }

  /**
   * Shows a lesson, and anew whenever its file was saved: the step in which something changed, and
   * what does not hold. Where there is no terminal, once.
   */
  int preview(String file) throws Refusal {
    boolean stays = System.console() != null;
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new Refusal("there is no file " + file);
    }
    List<String> before = List.of();
    FileTime shown = FileTime.fromMillis(0);
    try {
      while (true) {
        FileTime saved = Files.exists(path) ? Files.getLastModifiedTime(path) : shown;
        if (!saved.equals(shown)) {
          shown = saved;
          String text = shelf.read(file);
          List<String> lines = text.lines().toList();
          Start.print((stays ? CLEAR : "") + shown(file, text, firstChange(before, lines)));
          before = lines;
        }
        if (!stays) {
          return LessonCheck.of(List.of(file), shelf).exitCode();
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException broken) {
      throw new Refusal("cannot read " + file + ": " + broken.getMessage());
    } catch (InterruptedException ended) {
      return 0;
    }
  }

  /** The first line that differs, from 1; 0 where there was nothing before. */
  static int firstChange(List<String> before, List<String> now) {
    if (before.isEmpty()) {
      return 0;
    }
    int line = 0;
    while (line < Math.min(before.size(), now.size()) && before.get(line).equals(now.get(line))) {
      line++;
    }
    return line + 1;
  }

  private String shown(String file, String text, int line) {
    StringBuilder shown = new StringBuilder();
    try {
      Lesson lesson = LessonParser.parse(file, text);
      List<String> steps = Preview.of(lesson);
      if (line == 0) {
        steps.forEach(shown::append);
      } else {
        shown.append(steps.get(Preview.stepOf(lesson, line)));
      }
    } catch (UnusableScript unusable) {
      return unusable.what() + "\n";
    }
    return shown.append('\n').append(LessonCheck.of(List.of(file), shelf).report()).toString();
  }
}
