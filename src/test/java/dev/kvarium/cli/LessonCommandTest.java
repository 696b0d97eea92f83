package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kvarium lesson} from the command line: what it says by its exit code. */
class LessonCommandTest {
  private static final Path FIRST = Path.of("lessons/01-what-is-inside-a-string.md");

  @TempDir Path folder;

  private static int run(String... args) {
    return CommandTree.execute(args);
  }

  @Test
  void everyCommandCanBeRead() {
    assertThat(run("--help")).isZero();
    assertThat(run("lesson", "--help")).isZero();
    assertThat(run("tui", "--help")).isZero();
    assertThat(run("serve", "--help")).isZero();
  }

  @Test
  void theLessonsOnBoardHold() {
    assertThat(run("lesson", "--check")).isZero();
  }

  @Test
  void aLessonInAFileHolds() throws IOException {
    Path mine = Files.copy(FIRST, folder.resolve("mine.md"));
    assertThat(run("lesson", "--check", mine.toString())).isZero();
  }

  @Test
  void aLessonIsCheckedByItsNumberAndByItsName() {
    assertThat(run("lesson", "--check", "1", "expired-is-not-freed")).isZero();
    assertThat(run("lesson", "--check", "999")).isEqualTo(2);
  }

  @Test
  void aLessonThatDoesNotHoldIsToldFromOneThatCannotBeRead() throws IOException {
    Path wrong = folder.resolve("wrong.md");
    Files.writeString(wrong, Files.readString(FIRST).replace("\"raw\"", "\"row\""));
    Path unreadable = Files.writeString(folder.resolve("unreadable.md"), "no lesson");
    assertThat(run("lesson", "--check", wrong.toString())).isEqualTo(1);
    assertThat(run("lesson", "--check", unreadable.toString())).isEqualTo(2);
    assertThat(run("lesson", "--check", folder.resolve("absent.md").toString())).isEqualTo(2);
    assertThat(run("lesson", "nothing-of-that-name")).isEqualTo(2);
    assertThat(run("lesson", "no\0name.md")).isEqualTo(2);
    assertThat(run("lesson", "1", "2")).isEqualTo(2);
  }

  @Test
  void progressIsOneFileThatIsMadeWhenThereIsSomethingToNote() throws Exception {
    Path file = folder.resolve("state").resolve("kvarium").resolve("progress");
    ProgressFile progress = new ProgressFile(file);
    assertThat(progress.read()).isEmpty();
    progress.write("a line\n");
    assertThat(progress.read()).isEqualTo("a line\n");
    assertThat(Files.list(file.getParent())).containsExactly(file);
  }
}
