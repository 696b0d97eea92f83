package dev.kvarium.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimDiskTest {
  private final Simulation simulation = new Simulation(0);
  private final EventLog log = new EventLog();
  private SimDisk disk = disk(DiskSettings.DEFAULT, 1);

  private SimDisk disk(DiskSettings settings, long seed) {
    return new SimDisk(
        simulation, new SeededRandomness(seed), log.probe("main", simulation::nowMicros), settings);
  }

  private static void write(Disk.DiskFile file, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    file.append(bytes, 0, bytes.length);
  }

  private String read(String name) {
    return new String(disk.read(name).orElseThrow(), UTF_8);
  }

  private Disk.DiskFile named(String name) {
    Disk.DiskFile file = disk.open(name);
    disk.syncNames();
    return file;
  }

  @Test
  void aKilledProcessLosesNothingThatItWrote() {
    write(named("f"), "abc");
    disk.crashProcess();
    assertThat(read("f")).isEqualTo("abc");
    disk.crashPower();
    assertThat(read("f")).isEmpty();
    assertThat(log.all().getLast().event()).isEqualTo(new DiskEvent.Dropped("f", 3));
  }

  @Test
  void aSyncTakesItsTimeAndWhatItCoversStays() {
    Disk.DiskFile file = named("f");
    write(file, "abc");
    file.sync();
    assertThat(simulation.nowMicros()).isEqualTo(4_000);
    write(file, "def");
    disk.crashPower();
    assertThat(read("f")).isEqualTo("abc");
  }

  @Test
  void aSyncWithNothingToDoTakesNoTime() {
    Disk.DiskFile file = named("f");
    file.sync();
    assertThat(simulation.nowMicros()).isZero();
  }

  @Test
  void aBackgroundSyncCoversWhatWasWrittenWhenItBegan() {
    Disk.DiskFile file = named("f");
    List<Long> done = new ArrayList<>();
    write(file, "abc");
    file.syncInBackground(failed -> done.add(simulation.nowMicros()));
    simulation.advance(1_000);
    write(file, "def");
    assertThat(file.syncedBytes()).isZero();
    simulation.advance(3_000);
    assertThat(done).containsExactly(4_000L);
    assertThat(file.syncedBytes()).isEqualTo(3);
    disk.crashPower();
    assertThat(read("f")).isEqualTo("abc");
  }

  @Test
  void aBackgroundSyncThatThePowerCutsSavesNothingAndTellsNobody() {
    Disk.DiskFile file = named("f");
    List<String> done = new ArrayList<>();
    write(file, "abc");
    file.syncInBackground(failed -> done.add("done"));
    simulation.advance(3_999);
    disk.crashPower();
    simulation.advance(10_000);
    assertThat(read("f")).isEmpty();
    assertThat(done).isEmpty();
  }

  @Test
  void aBackgroundSyncOutlivesTheProcessThatBeganIt() {
    Disk.DiskFile file = named("f");
    List<String> done = new ArrayList<>();
    write(file, "abc");
    file.syncInBackground(failed -> done.add("done"));
    disk.crashProcess();
    simulation.advance(4_000);
    disk.crashPower();
    assertThat(read("f")).isEqualTo("abc");
    assertThat(done).isEmpty();
  }

  @Test
  void syncsOfOneDiskFollowOneAnother() {
    Disk.DiskFile one = named("one");
    Disk.DiskFile two = named("two");
    write(one, "a");
    write(two, "b");
    one.syncInBackground(failed -> {});
    two.sync();
    assertThat(simulation.nowMicros()).isEqualTo(8_000);
  }

  @Test
  void aFileWhoseNameWasNotSyncedIsGoneWithThePower() {
    Disk.DiskFile file = disk.open("f");
    write(file, "abc");
    file.sync();
    disk.crashPower();
    assertThat(disk.names()).isEmpty();
    assertThat(log.all().getLast().event()).isEqualTo(new DiskEvent.Dropped("f", 3));
  }

  @Test
  void anUnsyncedRenameIsUndone() {
    Disk.DiskFile old = named("config");
    write(old, "old");
    old.sync();
    Disk.DiskFile fresh = disk.open("temp");
    write(fresh, "new");
    fresh.sync();
    disk.rename("temp", "config");
    assertThat(read("config")).isEqualTo("new");
    disk.crashPower();
    assertThat(disk.names()).containsExactly("config");
    assertThat(read("config")).isEqualTo("old");
  }

  @Test
  void anUnsyncedTruncationIsUndoneAndASyncedOneIsNot() {
    Disk.DiskFile file = named("f");
    write(file, "abcdef");
    file.sync();
    file.truncate(4);
    assertThat(read("f")).isEqualTo("abcd");
    disk.crashPower();
    assertThat(read("f")).isEqualTo("abcdef");
    file = disk.open("f");
    file.truncate(4);
    file.sync();
    disk.crashPower();
    assertThat(read("f")).isEqualTo("abcd");
  }

  @Test
  void theKernelWritesOutWhatIsThirtySecondsOldWhenItNextLooks() {
    simulation.advance(1_000_000);
    Disk.DiskFile file = named("f");
    write(file, "abc");
    simulation.advanceTo(34_999_999);
    assertThat(file.syncedBytes()).isZero();
    simulation.advanceTo(35_004_000);
    assertThat(file.syncedBytes()).isEqualTo(3);
    write(file, "def");
    simulation.advanceTo(70_003_999);
    assertThat(file.syncedBytes()).isEqualTo(3);
    simulation.advanceTo(70_004_000);
    assertThat(file.syncedBytes()).isEqualTo(6);
    assertThat(simulation.nextDueMicros()).as("the kernel rests once all is clean").isPresent();
    simulation.advance(10_000_000);
    assertThat(simulation.nextDueMicros()).isEmpty();
  }

  @Test
  void aTornWriteLeavesAPrefixOfWhatWasNotSynced() {
    boolean[] survived = new boolean[4];
    for (int seed = 0; seed < 64; seed++) {
      disk = disk(DiskSettings.DEFAULT.withTorn(true), seed);
      Disk.DiskFile file = named("f");
      write(file, "ab");
      file.sync();
      write(file, "cde");
      disk.crashPower();
      assertThat("abcde").startsWith(read("f"));
      survived[read("f").length() - 2] = true;
    }
    assertThat(survived).containsOnly(true);
  }

  @Test
  void aFileOfADeadProcessTakesNothingMore() {
    Disk.DiskFile file = named("f");
    write(file, "abc");
    disk.crashProcess();
    write(file, "def");
    assertThat(read("f")).isEqualTo("abc");
  }

  @Test
  void bytesOfManyChunksComeBackAsTheyWere() {
    Disk.DiskFile file = named("f");
    byte[] bytes = new byte[200_001];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    file.append(bytes, 0, 70_000);
    file.append(bytes, 70_000, bytes.length - 70_000);
    assertThat(disk.read("f").orElseThrow()).isEqualTo(bytes);
    file.truncate(65_536);
    file.append(bytes, 65_536, 10);
    assertThat(disk.read("f").orElseThrow()).isEqualTo(Arrays.copyOf(bytes, 65_546));
  }

  @Test
  void aWriteBeyondTheCapacityIsCutShort() {
    disk = disk(DiskSettings.DEFAULT.withCapacityBytes(10), 1);
    write(named("f"), "abcdef");
    Disk.DiskFile other = named("g");
    DiskError full = catchThrowableOfType(DiskError.class, () -> write(other, "ghijkl"));
    assertThat(full.reason()).isEqualTo("No space left on device");
    assertThat(full.written()).isEqualTo(4);
    assertThat(read("g")).isEqualTo("ghij");
    disk.delete("f");
    write(other, "kl");
    assertThat(read("g")).isEqualTo("ghijkl");
  }

  @Test
  void whatASyncFailedToWriteNoLaterOneWrites() {
    Disk.DiskFile file = named("f");
    write(file, "ab");
    file.sync();
    write(file, "cd");
    fail(Optional.of(DiskError.Kind.EIO), "*");
    assertThat(catchThrowableOfType(DiskError.class, file::sync).reason())
        .isEqualTo("Input/output error");
    fail(Optional.empty(), "*");
    assertThat(file.syncedBytes()).isEqualTo(2);
    write(file, "ef");
    file.sync();
    assertThat(read("f")).isEqualTo("abcdef");
    assertThat(file.syncedBytes()).isEqualTo(2);
    assertThat(disk.unsyncedBytes()).isEqualTo(2);
    disk.crashPower();
    assertThat(read("f")).isEqualTo("ab\0\0ef");
  }

  @Test
  void whatTheKernelCouldNotWriteTheNextSyncTells() {
    Disk.DiskFile file = named("f");
    write(file, "ab");
    fail(Optional.of(DiskError.Kind.ENOSPC), "f");
    simulation.advance(60_000_000);
    fail(Optional.empty(), "*");
    assertThat(catchThrowableOfType(DiskError.class, file::sync).reason())
        .isEqualTo("No space left on device");
    file.sync();
    disk.crashPower();
    assertThat(read("f")).isEmpty();
  }

  @Test
  void onlyTheFilesThatAreNamedFail() {
    fail(Optional.of(DiskError.Kind.EIO), "*.rdb");
    write(named("a.aof"), "ab");
    disk.open("a.aof").sync();
    Disk.DiskFile file = named("a.rdb");
    write(file, "ab");
    List<String> told = new ArrayList<>();
    file.syncInBackground(failed -> told.add(failed.orElseThrow().reason()));
    simulation.advance(1_000_000);
    assertThat(told).containsExactly("Input/output error");
  }

  @Test
  void aWriteAndARenameTakeTheirTimeButNotThatOfAnotherProcess() {
    disk = disk(DiskSettings.DEFAULT.withWriteMicros(30).withRenameMicros(500), 1);
    write(disk.open("f"), "ab");
    assertThat(simulation.nowMicros()).isEqualTo(30);
    disk.rename("f", "g");
    assertThat(simulation.nowMicros()).isEqualTo(530);
    disk.elsewhere(() -> write(disk.open("f"), "ab"));
    assertThat(simulation.nowMicros()).isEqualTo(530);
  }

  private void fail(Optional<DiskError.Kind> sync, String files) {
    disk.settings(
        disk.settings()
            .withFaults(new DiskSettings.Faults(Optional.empty(), sync, Optional.empty(), files)));
  }
}
