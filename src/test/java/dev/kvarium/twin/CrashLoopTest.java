package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The crash loop. {@code ./dev crash-loop 1000} cuts a workload of a thousand commands; the test
 * that runs every day has fewer.
 */
class CrashLoopTest {
  private static final int COMMANDS = Integer.getInteger("crash.commands", 120);
  private static final long SEED = Long.getLong("crash.seed", 1);

  /** What is promised for everysec, in microseconds. */
  private static final long TWO_SECONDS = 2_000_000;

  @ParameterizedTest
  @CsvSource({
    "always,   4ms,   PROCESS, no",
    "always,   4ms,   POWER,   no",
    "always,   4ms,   POWER,   yes",
    "everysec, 4ms,   PROCESS, no",
    "everysec, 300ms, PROCESS, no",
    "everysec, 4ms,   POWER,   no",
    "everysec, 300ms, POWER,   yes",
    "no,       4ms,   PROCESS, no",
    "no,       4ms,   POWER,   yes",
  })
  void aWorkloadIsCutAtEachOperationOfItsDisk(
      String policy, String sync, CrashLoop.Cut cut, String torn) {
    WorldSpec spec =
        WorldSpec.DEFAULT
            .withSeed(SEED)
            .with("appendfsync", policy)
            .with("disk-sync", sync)
            .with("disk-torn", torn);
    CrashLoop loop =
        new CrashLoop(spec, CrashLoop.workload(SEED, COMMANDS, true, torn.equals("no")));
    Map<String, Integer> refusals = new TreeMap<>();
    int gaps = 0;
    long most = 0;
    long sum = 0;
    long oldest = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < loop.operations().size(); i++) {
      try {
        CrashLoop.Point point = loop.check(i, cut);
        most = Math.max(most, point.lost().size());
        sum += point.lost().size();
        oldest = Math.max(oldest, point.oldestLostMicros());
        gaps += point.gap() ? 1 : 0;
        if (!point.refusal().isEmpty()) {
          refusals.merge(point.refusal(), 1, Integer::sum);
        }
      } catch (AssertionError error) {
        wrong.add(error.getMessage());
      }
    }
    System.out.printf(
        "crash-loop: %s %s %s torn=%s: %d cuts, at most %d lost, %d in all, oldest %d ms, gaps"
            + " compared %d, refused %s, wrong %d%n",
        policy,
        sync,
        cut,
        torn,
        loop.operations().size(),
        most,
        sum,
        oldest / 1_000,
        gaps,
        refusals,
        wrong.size());
    assertThat(wrong).isEmpty();
    if (policy.equals("always")) {
      assertThat(most).as("lost under always").isZero();
    }
    if (policy.equals("everysec")) {
      assertThat(oldest).as("age of what was lost").isLessThanOrEqualTo(TWO_SECONDS);
    }
  }

  /** What is left after a cut leads redis-server to the same data, or to the same refusal. */
  @ParameterizedTest
  @CsvSource({"always, 4ms", "everysec, 300ms", "no, 4ms"})
  void redisServerDoesTheSameWithWhatIsLeft(String policy, String sync, @TempDir Path folder)
      throws IOException {
    WorldSpec spec =
        WorldSpec.DEFAULT
            .withSeed(SEED)
            .with("appendfsync", policy)
            .with("disk-sync", sync)
            .with("disk-torn", "yes");
    CrashLoop loop = new CrashLoop(spec, CrashLoop.workload(SEED, 200, false, false));
    int refused = 0;
    int cuts = 0;
    for (int i = 1; i < loop.operations().size(); i += loop.operations().size() / 7) {
      Lab lab = loop.cutAt(i, CrashLoop.Cut.POWER);
      Path here = Files.createDirectories(folder.resolve("cut-" + i));
      Disk disk = lab.disk("main");
      for (String name : disk.names()) {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, disk.read(name).orElseThrow());
      }
      Files.createDirectories(here.resolve("appendonlydir"));
      lab.enter(":restart");
      String[] options = {"--dir", here.toString(), "--appendonly", "yes"};
      if (lab.redis("main").isEmpty()) {
        refused++;
        assertThat(RealRedis.refusal(options))
            .anyMatch(line -> line.contains("the truncated file is not the last file"));
        continue;
      }
      cuts++;
      try (RealRedis real = RealRedis.start(options)) {
        String theirs = Bytes.text(real.connect().ask("DEBUG", "DIGEST"));
        Part.Replied ours = (Part.Replied) lab.enter("DEBUG DIGEST").parts().getFirst();
        assertThat(Bytes.text(RespWriter.bytes(ours.reply(), false)))
            .as("%s, cut %d", policy, i)
            .isEqualTo(theirs);
      }
    }
    System.out.printf("crash-loop: redis-server agrees on %d cuts, refuses %d%n", cuts, refused);
  }

  /** A killed redis-server has all that it acknowledged, whatever the policy, as ours has. */
  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec", "no"})
  void aKilledRedisServerLosesNothingThatItAcknowledged(String policy) throws Exception {
    try (RealRedis real = RealRedis.start("--appendonly", "yes", "--appendfsync", policy)) {
      SplittableRandom random = new SplittableRandom(SEED);
      long told = 0;
      for (int round = 0; round < 4; round++) {
        RespLink link = real.connect();
        long acknowledged = told;
        Thread killer =
            Thread.ofPlatform()
                .start(
                    () -> {
                      RealRedis.pause(60 + random.nextInt(200));
                      real.kill();
                    });
        try {
          while (true) {
            String reply = Bytes.text(link.ask("INCR", "n"));
            acknowledged = Long.parseLong(reply.substring(1).strip());
            link.ask("RPUSH", "log", Long.toString(acknowledged));
          }
        } catch (IOException killed) {
          killer.join();
        }
        real.restart();
        String kept = Bytes.text(real.connect().ask("GET", "n"));
        told = Long.parseLong(kept.lines().skip(1).findFirst().orElseThrow());
        assertThat(told)
            .as("%s, round %d", policy, round)
            .isBetween(acknowledged, acknowledged + 1);
      }
      System.out.printf(
          "crash-loop: redis-server killed four times under %s: %d acknowledged, 0 lost%n",
          policy, told);
    }
  }
}
