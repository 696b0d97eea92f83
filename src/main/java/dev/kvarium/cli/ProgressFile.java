package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Notebook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;

/** The learner's progress in one file, where the XDG convention has the state of programs. */
final class ProgressFile implements Notebook {
  private final Path file;

  ProgressFile(Path file) {
    this.file = file;
  }

  /** The file {@code kvarium/progress} in {@code XDG_STATE_HOME}, or in {@code ~/.local/state}. */
  static ProgressFile ofUser() {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state != null && state.startsWith("/")
            ? Path.of(state)
            : Path.of(System.getProperty("user.home", "/"), ".local", "state");
    return new ProgressFile(base.resolve("kvarium").resolve("progress"));
  }

  @Override
  public String journal(String name) throws Refusal {
    return text(journals(name));
  }

  /** Beside the progress, in a folder of its own. */
  @Override
  public String keepJournal(String name, String text) throws Refusal {
    Path journal = journals(name);
    write(journal, text);
    return journal.toString();
  }

  private Path journals(String name) {
    return file.resolveSibling("journals").resolve(name + ".kv");
  }

  @Override
  public String read() throws Refusal {
    return text(file);
  }

  private static String text(Path file) throws Refusal {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException broken) {
      throw new Refusal("cannot read " + file + ": " + broken.getMessage());
    }
  }

  @Override
  public void write(String text) throws Refusal {
    write(file, text);
  }

  /** Written beside it and moved into place, so that a crash leaves the old text or the new. */
  private static void write(Path file, String text) throws Refusal {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | SecurityException broken) {
      throw new Refusal("cannot write " + file + ": " + broken.getMessage());
    }
  }

  @Override
  public String today() {
    return LocalDate.now().toString();
  }
}
