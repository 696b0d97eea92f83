package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
  void packagedScenariosAreAmongThem() {
    assertThat(new FilesOnDisk().names("small-h")).contains("small-hash-grows");
  }
}
