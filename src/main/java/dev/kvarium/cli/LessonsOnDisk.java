package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Shelf;
import dev.kvarium.lesson.Translation;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The lessons on board, and behind them lessons in files. */
final class LessonsOnDisk implements Shelf {
  private static final String LANGUAGE = "kvarium.lang";
  private static final Packaged LESSONS = new Packaged("lessons/", ".md");

  private final String language;

  /** The lessons as they were written. */
  LessonsOnDisk() {
    this("");
  }

  /** The lessons in a language, where they have been translated. */
  LessonsOnDisk(String language) {
    this.language = language;
  }

  /** Those of who plays: in the language of {@code KVARIUM_LANG}, where that is set. */
  static LessonsOnDisk ofUser() {
    String wished = System.getProperty(LANGUAGE, System.getenv("KVARIUM_LANG"));
    return new LessonsOnDisk(wished == null ? "" : wished);
  }

  /** Has {@link #ofUser} give them in another language. */
  static void speak(String language) {
    System.setProperty(LANGUAGE, language);
  }

  @Override
  public List<String> files() {
    return LESSONS.names().stream()
        .map(name -> name + LESSONS.ending())
        .filter(Translation::isOriginal)
        .toList();
  }

  @Override
  public boolean isTranslated(String file) {
    return language.isEmpty() || has(Translation.file(file, language));
  }

  /** Whether a lesson of this file is on board. */
  boolean has(String file) {
    try (InputStream in = LESSONS.open(file)) {
      return in != null;
    } catch (IOException broken) {
      return false;
    }
  }

  /** A name without a folder is that of a lesson on board, if there is one. */
  @Override
  public String read(String wanted) throws Refusal {
    String file = isTranslated(wanted) ? Translation.file(wanted, language) : wanted;
    try (InputStream in = LESSONS.open(file)) {
      if (in == null && !Files.exists(Path.of(file))) {
        throw new Refusal(
            "there is no file " + file + ", nor a lesson; there are " + String.join(", ", files()));
      }
      if (in == null || Files.exists(Path.of(file))) {
        return new FilesOnDisk().read(file);
      }
      return ScriptParser.decode(file, in.readAllBytes());
    } catch (UnusableScript notText) {
      throw new Refusal(notText.what());
    } catch (InvalidPathException impossible) {
      throw new Refusal("'" + file + "' cannot be the name of a file");
    } catch (IOException broken) {
      throw new Refusal("cannot read " + file + ": " + broken.getMessage());
    }
  }
}
