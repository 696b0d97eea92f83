package dev.kvarium.lesson;

import dev.kvarium.lab.Refusal;
import dev.kvarium.script.UnusableScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lessons of the checkout. */
final class LessonFiles implements Shelf {
  private static final Path FOLDER = Path.of("lessons");

  @Override
  public List<String> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(Translation::isOriginal)
          .sorted()
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public String read(String file) throws Refusal {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException broken) {
      throw new Refusal("cannot read " + file);
    }
  }

  /** The lessons to play: all, or those whose files match {@code -Dlesson=REGEX}. */
  static List<String> chosen() {
    String chosen = System.getProperty("lesson", "");
    return new LessonFiles()
        .files().stream().filter(file -> Pattern.compile(chosen).matcher(file).find()).toList();
  }

  static Lesson lesson(String file) {
    try {
      return LessonParser.parse(file, new LessonFiles().read(file));
    } catch (Refusal | UnusableScript broken) {
      throw new IllegalArgumentException(file, broken);
    }
  }

  static Lesson named(String name) {
    for (String file : new LessonFiles().files()) {
      if (LessonParser.name(file).equals(name)) {
        return lesson(file);
      }
    }
    throw new IllegalArgumentException("no lesson " + name);
  }
}
