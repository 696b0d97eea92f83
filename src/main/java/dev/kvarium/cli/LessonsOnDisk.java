package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Shelf;
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
  private static final Packaged LESSONS = new Packaged("lessons/", ".md");

  @Override
  public List<String> files() {
    return LESSONS.names().stream().map(name -> name + LESSONS.ending()).toList();
  }

  /** A name without a folder is that of a lesson on board, if there is one. */
  @Override
  public String read(String file) throws Refusal {
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
