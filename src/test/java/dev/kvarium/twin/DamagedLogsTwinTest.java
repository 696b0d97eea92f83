package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.aof.AofLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that were cut off or changed: both servers start or refuse alike, say the same of it, leave
 * the same files behind, and {@code redis-check-aof --fix} repairs ours.
 */
class DamagedLogsTwinTest {
  private static final String INCREMENT = "appendonlydir/appendonly.aof.1.incr.aof";
  private static final String MANIFEST = "appendonlydir/appendonly.aof.manifest";

  private static final long SEED = Long.getLong("damage.seed", 1);

  @TempDir Path folder;

  private Path written;
  private byte[] whole;

  @BeforeEach
  void writeALog() throws IOException {
    written = folder.resolve("written");
    FolderNode ours = new FolderNode(written, "appendonly", "yes");
    for (int i = 0; i < 40; i++) {
      ours.say("SET key:" + i + " " + i * i);
      ours.say("RPUSH jobs job-" + i);
      if (i % 10 == 9) {
        ours.say("MULTI");
        ours.say("INCR counter");
        ours.say("SADD seen " + i);
        ours.say("EXEC");
      }
    }
    whole = Files.readAllBytes(written.resolve(INCREMENT));
  }

  @Test
  void aTailThatWasCutAnywhereLeavesTheSame() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 25; round++) {
      int length = round == 0 ? whole.length - 7 : 1 + random.nextInt(whole.length);
      same(Arrays.copyOf(whole, length), "yes");
    }
  }

  @Test
  void withoutLeaveToCutATailIsRefusedAlike() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int round = 0; round < 8; round++) {
      int length = round == 0 ? whole.length - 7 : 1 + random.nextInt(whole.length);
      same(Arrays.copyOf(whole, length), "no");
    }
  }

  @Test
  void aByteThatWasChangedIsRefusedOrTakenAlike() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(changed.length);
      changed[at] = (byte) (changed[at] ^ (1 << random.nextInt(8)));
      refused += same(changed, "yes") ? 0 : 1;
    }
    assertThat(refused).isBetween(10, 50);
  }

  @Test
  void redisCheckAofRepairsWhatIsOurs() throws Exception {
    for (int cut : new int[] {7, 20, 61}) {
      Path here = FilesTwinTest.copy(written, folder.resolve("cut " + cut));
      Files.write(here.resolve(INCREMENT), Arrays.copyOf(whole, whole.length - cut));
      assertThat(run("redis-check-aof", here.resolve(MANIFEST))).isNotZero();
      assertThat(run("redis-check-aof", "--fix", here.resolve(MANIFEST))).isZero();
      assertThat(run("redis-check-aof", here.resolve(MANIFEST))).isZero();
      Path there = FilesTwinTest.copy(here, folder.resolve("there " + cut));
      both(there, here, "no");
    }
    // a header in the middle: all from there on is given up
    byte[] changed = whole.clone();
    int header = Bytes.indexOf(changed, (byte) '*', changed.length / 2);
    changed[header] = '!';
    Path here = FilesTwinTest.copy(written, folder.resolve("flipped"));
    Files.write(here.resolve(INCREMENT), changed);
    assertThat(new FolderNode(here, "appendonly", "yes").load()).isInstanceOf(AofLoad.Failed.class);
    assertThat(run("redis-check-aof", "--fix", here.resolve(MANIFEST))).isZero();
    assertThat(Files.size(here.resolve(INCREMENT))).isBetween(whole.length / 3L, (long) header);
    both(FilesTwinTest.copy(here, folder.resolve("flipped there")), here, "no");
  }

  @Test
  void aManifestThatCannotBeReadIsRefusedInTheSameWords() throws IOException {
    String good = Files.readString(written.resolve(MANIFEST));
    int round = 0;
    for (String bad :
        List.of(
            "",
            "#only a remark\n",
            "\n" + good,
            good.strip(),
            good.replace("type i", "type x"),
            good.replace("seq 1 type i", "seq 0 type i"),
            good.replace("type i", ""),
            good.replace("file appendonly.aof.1.incr.aof", "file ../appendonly.aof.1.incr.aof"),
            good + "file appendonly.aof.1.incr.aof seq 1 type i\n",
            good + "file appendonly.aof.2.base.rdb seq 2 type b\n",
            good + "file appendonly.aof.2.incr.aof seq 2 type i\n",
            "file " + "a".repeat(1100) + " seq 1 type i\n",
            good.replace("file", "fille"),
            good.replace("appendonly.aof.1.incr.aof", "\"appendonly.aof.1.incr.aof\""),
            good.replace("appendonly.aof.1.incr.aof", "\"appendonly.aof.1.incr.aof"),
            good.replace("appendonly.aof.1.incr.aof", "'appendonly.aof.1.incr.aof' "))) {
      Path there = FilesTwinTest.copy(written, folder.resolve("manifest there " + round));
      Path here = FilesTwinTest.copy(written, folder.resolve("manifest here " + round++));
      Files.writeString(there.resolve(MANIFEST), bad);
      Files.writeString(here.resolve(MANIFEST), bad);
      both(there, here, "yes");
    }
  }

  private static int run(String program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write("y\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  /** Starts both from this increment; whether they come up. */
  private boolean same(byte[] increment, String truncated) throws IOException {
    Path there = FilesTwinTest.copy(written, folder.resolve("there"));
    Path here = FilesTwinTest.copy(written, folder.resolve("here"));
    Files.write(there.resolve(INCREMENT), increment);
    Files.write(here.resolve(INCREMENT), increment);
    return both(there, here, truncated);
  }

  private static boolean both(Path there, Path here, String truncated) throws IOException {
    FolderNode ours = new FolderNode(here, "appendonly", "yes", "aof-load-truncated", truncated);
    String[] options = {
      "--dir", there.toString(), "--appendonly", "yes", "--aof-load-truncated", truncated
    };
    if (ours.load() instanceof AofLoad.Failed failed) {
      List<String> refusal = ofLoading(RealRedis.refusal(options));
      if (refusal.stream().anyMatch(line -> line.contains("REDIS BUG REPORT START"))) {
        return false; // a command that misses arguments ends the real server
      }
      assertThat(ofLoading(ours.log())).isEqualTo(refusal);
      assertThat(ofLoading(failed.messages()).getLast()).isEqualTo(refusal.getLast());
    } else {
      try (RealRedis real = RealRedis.start(options)) {
        assertThat(ofLoading(ours.log())).isEqualTo(ofLoading(real.log()));
        FilesTwinTest.sameDigest(real.connect(), ours);
      }
    }
    assertThat(contents(here)).isEqualTo(contents(there));
    return !(ours.load() instanceof AofLoad.Failed);
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(
              each -> {
                try {
                  String name = folder.relativize(each).toString();
                  // an RDB file tells the time at which it was made, and how much memory there was
                  return name.endsWith(".rdb")
                      ? name
                      : name + " " + Bytes.repr(Files.readAllBytes(each));
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              })
          .toList();
    }
  }

  /** The lines of a log that tell of loading, without figures of time and memory. */
  static List<String> ofLoading(List<String> log) {
    return log.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .filter(
            line ->
                Stream.of(
                        "oO0Oo",
                        "Redis version=",
                        "Configuration loaded",
                        "monotonic clock",
                        "Running mode",
                        "Server initialized",
                        "WARNING Memory overcommit",
                        "Ready to accept",
                        "The server is now ready")
                    .noneMatch(line::contains))
        .map(
            line ->
                line.replaceAll("[0-9.]+ seconds", "N seconds").replaceAll("[0-9.]+ Mb", "N Mb"))
        .toList();
  }
}
