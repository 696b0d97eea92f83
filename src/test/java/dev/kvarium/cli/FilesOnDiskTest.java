package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesOnDiskTest {
  @Test
  void namesThatBeginSoAreListedWithASlashBehindFolders(@TempDir Path folder) throws Exception {
    Files.createFile(folder.resolve("first.kv"));
    Files.createFile(folder.resolve(".hidden"));
    Files.createDirectory(folder.resolve("firm"));
    Files.createFile(folder.resolve("second.kv"));
    String base = folder + "/";
    FilesOnDisk files = new FilesOnDisk();
    assertThat(files.names(base + "fir")).containsExactly(base + "firm/", base + "first.kv");
    assertThat(files.names(base)).hasSize(3).doesNotContain(base + ".hidden");
    assertThat(files.names(base + ".h")).containsExactly(base + ".hidden");
    assertThat(files.names(base + "no/such/")).isEmpty();
  }

  @Test
  void aSessionIsWrittenOverAnotherFileOnlyWhenAskedTo(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("mine.kv"), "# mine");
    Lab lab = Lab.open(WorldSpec.DEFAULT, new FilesOnDisk());
    lab.enter("SET a 1");
    assertThat(lab.enter(":save " + file).failed()).isTrue();
    assertThat(file).hasContent("# mine");
    assertThat(lab.enter(":save " + file + " over").failed()).isFalse();
    assertThat(Files.readString(file)).contains("SET a 1");
  }

  @Test
  void packagedScenariosAreAmongThem() {
    assertThat(new FilesOnDisk().names("small-h")).contains("small-hash-grows");
  }
}
