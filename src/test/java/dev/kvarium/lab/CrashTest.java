package dev.kvarium.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.AofPolicy;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrashTest {
  /** Writes A at once, waits, writes B, and crashes after another while. */
  @ParameterizedTest
  @CsvSource({
    // policy, sync of the disk, crash, wait before it, lost
    "always,   4ms,  process,  0s, 0",
    "always,   4ms,  power,    0s, 0",
    "always,   2s,   power,    0s, 0",
    "everysec, 4ms,  process,  0s, 0",
    "everysec, 4ms,  power,    0s, 1",
    "everysec, 4ms,  power,  500ms, 1",
    "everysec, 4ms,  power,  503ms, 1",
    "everysec, 4ms,  power,  504ms, 0",
    "everysec, 2s,   power, 1100ms, 2",
    "everysec, 10s,  power, 5s, 2",
    "no,       4ms,  process, 10s, 0",
    "no,       4ms,  power,    0s, 2",
    "no,       4ms,  power,   25s, 2",
    "no,       4ms,  power,   36s, 0",
  })
  void whatIsLostHangsOnPolicyCrashAndTime(
      String policy, String sync, String crash, String wait, int lost) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("appendfsync", policy).with("disk-sync", sync));
    lab.enter("SET a 1");
    lab.enter("+ 1500ms");
    lab.enter("SET b 2");
    lab.enter("+ " + wait);
    lab.enter(":crash " + crash);
    assertThat(lab.metrics()).containsEntry("ledger.lost", "" + lost);
    lab.enter(":restart");
    assertThat(lab.metrics()).containsEntry("keys", "" + (2 - lost));
    assertThat(lab.metrics()).containsEntry("ledger.lost", "" + lost);
  }

  /** Of a slow disk: the buffer is held back, so that even a killed process loses writes. */
  @ParameterizedTest
  @CsvSource({"process, 1", "power, 2"})
  void aBufferThatIsHeldBackDiesWithTheProcess(String crash, int lost) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("disk-sync", "10s"));
    lab.enter("+ 1s");
    lab.enter("SET a 1");
    lab.enter("SET b 2");
    assertThat(lab.metrics()).containsEntry("ledger.in_buffer", "1");
    lab.enter(":crash " + crash);
    assertThat(lab.metrics()).containsEntry("ledger.lost", "" + lost);
  }

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= 40; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /**
   * Random commands, then the power goes. The dataset after the restart must be what the part of
   * the log that survived leads to, and the ledger must name just the acknowledged writes that are
   * in it no more.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void afterAPowerCutTheDatasetIsThatOfTheDurablePrefix(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] policies = {"always", "everysec", "no"};
    Lab lab =
        Lab.open(
            WorldSpec.DEFAULT
                .withSeed(seed)
                .with("appendfsync", policies[random.nextInt(3)])
                .with("disk-torn", random.nextBoolean() ? "yes" : "no")
                .with("disk-sync", (1 + random.nextInt(1500)) + "ms"));
    RandomSession session = new RandomSession(seed);
    for (int i = 0; i < 150; i++) {
      lab.enter(random.nextInt(10) == 0 ? "+ " + random.nextInt(900) + "ms" : session.command());
    }
    List<Logged> logged = logged(lab);
    lab.enter(":crash power");
    lab.enter(":restart");
    long survived = lab.redis("main").orElseThrow().aof().orElseThrow().offset();

    List<Long> lost = new ArrayList<>();
    for (EventLog.Entry each : lab.events().all()) {
      if (each.event() instanceof LedgerEvent.Lost gone) {
        lost.add(gone.write());
      }
    }
    List<Long> missing =
        logged.stream().filter(each -> each.end() > survived).map(Logged::write).toList();
    assertThat(lost).as("seed %d", seed).isEqualTo(missing);
    assertThat(lab.metrics()).containsEntry("ledger.lost", "" + missing.size());

    byte[] prefix =
        lab.world()
            .machine("main")
            .orElseThrow()
            .disk()
            .read("appendonlydir/appendonly.aof.1.incr.aof")
            .orElseThrow();
    List<String> expected = replayed(prefix, lab.startMicros(), lab.nowMicros());
    List<String> found = WorldDump.of(lab);
    assertThat(found.subList(1, found.size())).as("seed %d", seed).isEqualTo(expected);
  }

  private record Logged(long write, long end) {}

  /** Each acknowledged write with the end of what stood in the log when it was acknowledged. */
  private static List<Logged> logged(Lab lab) {
    List<Logged> writes = new ArrayList<>();
    long end = 0;
    for (EventLog.Entry each : lab.events().all()) {
      if (each.event() instanceof AofEvent.Buffered buffered) {
        end = buffered.offset() + buffered.lengthBytes();
      } else if (each.event() instanceof LedgerEvent.Acknowledged acknowledged) {
        writes.add(new Logged(acknowledged.write(), end));
      }
    }
    return writes;
  }

  /**
   * What a node without a log holds after the commands of a log were sent to it: at once when the
   * world began, so that no key expires in between, and looked at now.
   */
  private static List<String> replayed(byte[] log, long startMicros, long nowMicros) {
    Simulation simulation = new Simulation(startMicros);
    SimDisk disk =
        new SimDisk(simulation, new SeededRandomness(5), Probe.NONE, DiskSettings.DEFAULT);
    disk.open("appendonlydir/appendonly.aof.1.incr.aof").append(log, 0, log.length);
    byte[] manifest = "file appendonly.aof.1.incr.aof seq 1 type i\n".getBytes(UTF_8);
    disk.open("appendonlydir/appendonly.aof.manifest").append(manifest, 0, manifest.length);
    RedisNode node =
        new RedisNode(
            RedisConfig.standard(),
            simulation,
            simulation.process(),
            new SeededRandomness(6),
            disk,
            Probe.NONE);
    node.start();
    var session = node.connect("replay");
    new Aof(disk, simulation, Probe.NONE, AofPolicy.NO)
        .load(
            argv -> {
              assertThat(node.execute(session, argv).toString())
                  .as(CommandText.of(argv))
                  .doesNotContain("Error[");
              return true;
            },
            true);
    simulation.advanceTo(nowMicros);
    List<String> dump = new ArrayList<>();
    WorldDump.of(node, dump);
    return dump;
  }
}
