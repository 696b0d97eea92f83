package dev.kvarium.redis.aof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AofTest {
  private static final String INCREMENT = "appendonlydir/appendonly.aof.1.incr.aof";
  private final Simulation simulation = new Simulation(1_767_225_600_000_000L);
  private final EventLog log = new EventLog();
  private final SimDisk disk =
      new SimDisk(
          simulation,
          new SeededRandomness(1),
          log.probe("main", simulation::nowMicros),
          DiskSettings.DEFAULT);

  private Aof opened(AofPolicy policy) {
    Aof aof = new Aof(disk, simulation, log.probe("main", simulation::nowMicros), policy);
    aof.open(AofTest::base);
    return aof;
  }

  private static byte[][] words(String line) {
    String[] words = line.split(" ", -1);
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  private String file() {
    return Bytes.latin1Text(disk.read(INCREMENT).orElseThrow());
  }

  private void overwrite(String content) {
    disk.open(INCREMENT).truncate(0);
    byte[] bytes = Bytes.latin1(content);
    disk.open(INCREMENT).append(bytes, 0, bytes.length);
  }

  /** Cron and event loop of a server: a flush every 100 ms. */
  private void pass(Aof aof, long millis) {
    for (long i = 0; i < millis / 100; i++) {
      simulation.advance(100_000);
      aof.flush(false);
    }
    simulation.advance(millis % 100 * 1_000);
  }

  private List<Event> facts(Class<? extends Event> type) {
    return log.all().stream().map(EventLog.Entry::event).filter(type::isInstance).toList();
  }

  private static Aof.Base base() {
    return new Aof.Base(new byte[0], "aof");
  }

  private record Read(AofLoad outcome, List<String> commands) {}

  private Read load(boolean truncate) {
    List<String> commands = new ArrayList<>();
    AofLoad outcome =
        new Aof(disk, simulation, log.probe("main", simulation::nowMicros), AofPolicy.NO)
            .load(
                argv -> {
                  commands.add(CommandText.of(argv));
                  return !commands.getLast().startsWith("BOGUS");
                },
                truncate);
    return new Read(outcome, commands);
  }

  @Test
  void theEssaysExampleIsWhatIsWritten() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET a 1"));
    assertThat(file()).isEmpty();
    aof.flush(false);
    assertThat(file())
        .hasSize(50)
        .isEqualTo("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n");
    assertThat(Bytes.text(disk.read("appendonlydir/appendonly.aof.manifest").orElseThrow()))
        .isEqualTo(
            "file appendonly.aof.1.base.aof seq 1 type b\n"
                + "file appendonly.aof.1.incr.aof seq 1 type i\n");
  }

  @Test
  void aSelectStandsOnlyWhereTheDatabaseChanges() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET a 1"));
    aof.append(0, words("SET b 1"));
    aof.append(3, words("SET c 1"));
    aof.append(0, words("SET d 1"));
    aof.flush(false);
    assertThat(load(true).commands())
        .containsExactly(
            "SELECT 0", "SET a 1", "SET b 1", "SELECT 3", "SET c 1", "SELECT 0", "SET d 1");
  }

  @Test
  void alwaysSyncsBeforeFlushReturns() {
    Aof aof = opened(AofPolicy.ALWAYS);
    long before = simulation.nowMicros();
    aof.append(0, words("SET a 1"));
    aof.flush(false);
    assertThat(simulation.nowMicros() - before).isEqualTo(4_000);
    assertThat(aof.syncedOffset()).isEqualTo(aof.offset()).isEqualTo(50);
    disk.crashPower();
    assertThat(file()).hasSize(50);
  }

  @Test
  void everysecSyncsOnceTheSecondOnTheClockIsAnother() {
    Aof aof = opened(AofPolicy.EVERYSEC);
    aof.append(0, words("SET a 1"));
    aof.flush(false);
    pass(aof, 990);
    assertThat(aof.snapshot().pageCacheBytes()).isEqualTo(50);
    assertThat(aof.snapshot().oldestUnsyncedMicros()).isEqualTo(1_767_225_600_004_000L);
    pass(aof, 210);
    assertThat(aof.snapshot().syncedBytes()).isEqualTo(50);
    assertThat(aof.snapshot().oldestUnsyncedMicros()).isEqualTo(-1);
    assertThat(facts(AofEvent.Synced.class)).containsExactly(new AofEvent.Synced(50));
  }

  @Test
  void everysecBeginsAtMostOneSyncASecond() {
    Aof aof = opened(AofPolicy.EVERYSEC);
    for (int i = 0; i < 50; i++) {
      aof.append(0, words("INCR a"));
      aof.flush(false);
      pass(aof, 100);
    }
    assertThat(facts(AofEvent.SyncStarted.class)).hasSize(5);
  }

  @Test
  void aSlowDiskMakesFlushHoldTheBufferForTwoSecondsAndThenWriteRegardless() {
    disk.settings(DiskSettings.DEFAULT.withSyncMicros(10_000_000));
    Aof aof =
        new Aof(disk, simulation, log.probe("main", simulation::nowMicros), AofPolicy.EVERYSEC);
    aof.open(AofTest::base);
    simulation.advance(1_000_000);
    aof.append(0, words("SET a 1"));
    aof.flush(false);
    assertThat(aof.pendingSyncs()).isEqualTo(1);
    aof.append(0, words("SET b 2"));
    aof.flush(false);
    assertThat(aof.snapshot().postponed()).isTrue();
    assertThat(aof.bufferBytes()).isEqualTo(27);
    assertThat(aof.snapshot().tail().getLast().place()).isEqualTo(AofSnapshot.Place.BUFFER);
    pass(aof, 900);
    assertThat(aof.bufferBytes()).isEqualTo(27);
    assertThat(aof.delayedSyncs()).isZero();
    pass(aof, 1_100);
    assertThat(aof.bufferBytes()).isZero();
    assertThat(aof.delayedSyncs()).isEqualTo(1);
    assertThat(facts(AofEvent.Postponed.class)).containsExactly(new AofEvent.Postponed(27));
    assertThat(facts(NodeEvent.Logged.class).getLast().toString())
        .contains("Asynchronous AOF fsync is taking too long (disk is busy?).");
  }

  @Test
  void withNoPolicyTheKernelSyncsInTheEnd() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET a 1"));
    aof.flush(false);
    pass(aof, 29_000);
    assertThat(aof.syncedOffset()).isZero();
    pass(aof, 7_000);
    assertThat(aof.syncedOffset()).isEqualTo(50);
  }

  @Test
  void anUnfinishedCommandAtTheEndIsCutOffAndSoSaid() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET a 1"));
    aof.append(0, words("SET b 2"));
    aof.flush(false);
    String whole = file();
    for (int cut = 1; cut < 27; cut++) {
      overwrite(whole.substring(0, whole.length() - cut));
      Read read = load(true);
      assertThat(read.outcome()).isEqualTo(new AofLoad.Loaded(2, 50, 27 - cut));
      assertThat(read.commands()).containsExactly("SELECT 0", "SET a 1");
      assertThat(file()).hasSize(50);
    }
    assertThat(facts(AofEvent.Truncated.class).getFirst())
        .isEqualTo(new AofEvent.Truncated(76, 50));
    assertThat(facts(NodeEvent.Logged.class))
        .extracting(each -> ((NodeEvent.Logged) each).text())
        .contains(
            "!!! Warning: short read while loading the AOF file appendonly.aof.1.incr.aof!!!",
            "!!! Truncating the AOF appendonly.aof.1.incr.aof at offset 50 !!!",
            "AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-truncated is enabled");
  }

  @Test
  void anUnfinishedCommandIsRefusedWhereTheParameterForbidsToCut() {
    opened(AofPolicy.NO);
    overwrite("*1\r\n$4\r\nPI");
    assertThat(load(false).outcome())
        .isEqualTo(
            new AofLoad.Failed(
                List.of(
                    "Unexpected end of file reading the append only file"
                        + " appendonly.aof.1.incr.aof. You can: 1) Make a backup of your AOF file,"
                        + " then use ./redis-check-aof --fix <filename.manifest>. 2) Alternatively"
                        + " you can set the 'aof-load-truncated' configuration option to yes and"
                        + " restart the server.")));
  }

  @Test
  void aBrokenHeaderIsAFormatErrorAndABrokenKeyIsAnotherKey() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET key 1"));
    aof.append(0, words("SET b 2"));
    aof.flush(false);
    String whole = file();
    overwrite(whole.replace("key", "kXX"));
    assertThat(load(true).commands()).containsExactly("SELECT 0", "SET kXX 1", "SET b 2");
    overwrite(whole.replaceFirst("\\*3", "XX"));
    assertThat(load(true).outcome())
        .isEqualTo(
            new AofLoad.Failed(
                List.of(
                    "Bad file format reading the append only file appendonly.aof.1.incr.aof: make a"
                        + " backup of your AOF file, then use ./redis-check-aof --fix"
                        + " <filename.manifest>")));
  }

  @Test
  void aTransactionWithoutItsEndIsRevertedAsAWhole() {
    Aof aof = opened(AofPolicy.NO);
    for (String line : List.of("SET a 1", "MULTI", "SET b 2", "SET c 3", "EXEC", "MULTI")) {
      aof.append(0, words(line));
    }
    aof.append(0, words("SET d 4"));
    aof.flush(false);
    Read read = load(true);
    assertThat(read.commands()).containsExactly("SELECT 0", "SET a 1", "SET b 2", "SET c 3");
    assertThat(read.outcome()).isEqualTo(new AofLoad.Loaded(8, 133, 42));
    assertThat(file()).endsWith("EXEC\r\n");
  }

  @Test
  void aTransactionCutWithinACommandSwallowsWhatIsWrittenAfterItAsInRedis() {
    Aof aof = opened(AofPolicy.NO);
    for (String line : List.of("SET a 1", "MULTI", "SET b 2", "SET c 3")) {
      aof.append(0, words(line));
    }
    aof.flush(false);
    overwrite(file().substring(0, file().length() - 4));
    assertThat(load(true).commands()).containsExactly("SELECT 0", "SET a 1");
    assertThat(file()).hasSize(92);
    Aof next = opened(AofPolicy.NO);
    next.append(0, words("SET d 4"));
    next.close();
    assertThat(load(true).commands()).containsExactly("SELECT 0", "SET a 1");
    assertThat(file()).hasSize(50);
  }

  @Test
  void anUnknownCommandIsRefused() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("BOGUS 1"));
    aof.flush(false);
    assertThat(load(true).outcome())
        .isEqualTo(
            new AofLoad.Failed(
                List.of(
                    "Unknown command 'BOGUS' reading the append only file"
                        + " appendonly.aof.1.incr.aof")));
  }

  @Test
  void aManifestThatIsNoManifestIsRefused() {
    opened(AofPolicy.NO);
    disk.delete("appendonlydir/appendonly.aof.manifest");
    byte[] bytes = Bytes.of("file a seq 1 type x\n");
    disk.open("appendonlydir/appendonly.aof.manifest").append(bytes, 0, bytes.length);
    assertThat(load(true).outcome())
        .isEqualTo(
            new AofLoad.Failed(
                List.of(
                    "*** FATAL AOF MANIFEST FILE ERROR ***",
                    "Reading the manifest file, at line 1",
                    ">>> 'file a seq 1 type x'",
                    "Unknown AOF file type")));
  }

  @Test
  void withoutAManifestThereIsNoLog() {
    assertThat(load(true).outcome()).isEqualTo(new AofLoad.Absent());
  }

  @Test
  void aReopenedLogGoesOnWhereItEnded() {
    Aof aof = opened(AofPolicy.NO);
    aof.append(0, words("SET a 1"));
    aof.close();
    assertThat(aof.syncedOffset()).isEqualTo(50);
    Aof next = opened(AofPolicy.NO);
    assertThat(next.offset()).isEqualTo(50);
    next.append(0, words("SET b 2"));
    next.flush(false);
    assertThat(load(true).commands()).containsExactly("SELECT 0", "SET a 1", "SELECT 0", "SET b 2");
  }
}
