package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import dev.kvarium.world.Timers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderDiskTest {
  private static final Timers AT_ONCE =
      (delayMicros, action) -> {
        action.run();
        return () -> {};
      };

  @TempDir private Path folder;

  @Test
  void whatWasAppendedIsThereForTheNextProcess() throws Exception {
    Disk.DiskFile file = new FolderDisk(folder, AT_ONCE).open("logs/a.aof");
    append(file, "one");
    append(file, "two");
    assertThat(Files.readString(folder.resolve("logs/a.aof"))).isEqualTo("onetwo");

    FolderDisk next = new FolderDisk(folder, AT_ONCE);
    assertThat(next.read("logs/a.aof").map(Bytes::text)).contains("onetwo");
    Disk.DiskFile again = next.open("logs/a.aof");
    assertThat(again.sizeBytes()).isEqualTo(6);
    append(again, "three");
    assertThat(next.read("logs/a.aof").map(Bytes::text)).contains("onetwothree");
  }

  @Test
  void aFileIsCutAndGoesOnFromThere() {
    FolderDisk disk = new FolderDisk(folder, AT_ONCE);
    Disk.DiskFile file = disk.open("a");
    append(file, "abcdef");
    file.truncate(2);
    append(file, "X");
    assertThat(disk.read("a").map(Bytes::text)).contains("abX");
  }

  @Test
  void namesAreSortedRenamedAndRemoved() {
    FolderDisk disk = new FolderDisk(folder.resolve("new"), AT_ONCE);
    assertThat(disk.names()).isEmpty();
    append(disk.open("b"), "b");
    append(disk.open("sub/a"), "a");
    append(disk.open("c"), "c");
    assertThat(disk.names()).containsExactly("b", "c", "sub/a");
    disk.rename("b", "c");
    disk.delete("sub/a");
    disk.delete("no such file");
    disk.syncNames();
    assertThat(disk.names()).containsExactly("c");
    assertThat(disk.read("c").map(Bytes::text)).contains("b");
    assertThat(disk.read("b")).isEmpty();
  }

  @Test
  void aSyncCoversWhatWasWrittenWhenItBegan() throws Exception {
    Disk.DiskFile file = new FolderDisk(folder, AT_ONCE).open("a");
    append(file, "abc");
    assertThat(file.syncedBytes()).isZero();
    file.sync();
    assertThat(file.syncedBytes()).isEqualTo(3);
    append(file, "de");
    CountDownLatch done = new CountDownLatch(1);
    file.syncInBackground(failed -> done.countDown());
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(file.syncedBytes()).isEqualTo(5);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheKernelRefusesIsToldInItsWords() throws Exception {
    Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
    FolderDisk disk = new FolderDisk(folder, AT_ONCE);
    Disk.DiskFile full = disk.open("full");
    assertThatThrownBy(() -> append(full, "abc"))
        .isInstanceOfSatisfying(
            DiskError.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("No space left on device");
              assertThat(failed.written()).isZero();
            });
    append(disk.open("a"), "abc");
    Files.createDirectory(folder.resolve("d"));
    assertThatThrownBy(() -> disk.rename("a", "d"))
        .isInstanceOfSatisfying(
            DiskError.class, failed -> assertThat(failed.reason()).isEqualTo("Is a directory"));
    assertThatThrownBy(() -> disk.rename("nosuch", "b"))
        .isInstanceOfSatisfying(
            DiskError.class,
            failed -> assertThat(failed.reason()).isEqualTo("No such file or directory"));
  }

  private static void append(Disk.DiskFile file, String text) {
    byte[] bytes = Bytes.of(text);
    file.append(bytes, 0, bytes.length);
  }
}
