package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs that one server wrote and the other reads, as they are before a rewrite, in the middle of
 * one and after it: the same keys, times and bytes.
 */
class LogsTwinTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"71,yes,7.0", "72,no,7.0", "73,yes,6.2", "74,no,6.2"})
  void aLogOfOursIsReadThereAtEveryStageOfARewrite(long seed, String preamble, String version)
      throws Exception {
    Path written = folder.resolve("written");
    FolderNode ours =
        new FolderNode(
            written,
            "version",
            version,
            "appendonly",
            "yes",
            "appendfsync",
            "always",
            "aof-use-rdb-preamble",
            preamble);
    // written as commands, a score of -0 may come back as 0: the digests of the rewritten differ
    boolean exact = preamble.equals("yes");
    FilesTwinTest.fill(seed, ours::run);
    assertThat(readBoth(written, "before")).isEqualTo(ours.say("DEBUG DIGEST"));
    assertThat(ours.say("BGREWRITEAOF")).startsWith("+Background append only file rewriting st");
    FilesTwinTest.fill(seed + 100, ours::run);
    assertThat(readBoth(written, "during")).isEqualTo(ours.say("DEBUG DIGEST"));
    ours.until("aof_rewrite_in_progress:0");
    String ended = readBoth(written, "ended");
    assertThat(exact ? ended : "").isEqualTo(exact ? ours.say("DEBUG DIGEST") : "");
    FilesTwinTest.fill(seed + 200, ours::run);
    String after = readBoth(written, "after");
    assertThat(exact ? after : "").isEqualTo(exact ? ours.say("DEBUG DIGEST") : "");
  }

  @ParameterizedTest
  @CsvSource({"81,yes", "82,no"})
  void aLogOfTheirsIsReadHereAtEveryStageOfARewrite(long seed, String preamble) throws Exception {
    Path written = Files.createDirectory(folder.resolve("written"));
    try (RealRedis real =
        RealRedis.start(
            "--dir",
            written.toString(),
            "--appendonly",
            "yes",
            "--aof-use-rdb-preamble",
            preamble,
            "--rdb-key-save-delay",
            "20000")) {
      RespLink link = real.connect();
      FilesTwinTest.fill(seed, link::ask);
      readBoth(written, "before");
      link.ask("BGREWRITEAOF");
      FilesTwinTest.fill(seed + 100, link::ask);
      assertThat(info(link)).contains("aof_rewrite_in_progress:1");
      readBoth(written, "during");
      link.ask("CONFIG", "SET", "rdb-key-save-delay", "0");
      for (int i = 0; i < 1000 && !info(link).contains("aof_rewrite_in_progress:0"); i++) {
        RealRedis.pause(20);
      }
      readBoth(written, "ended");
      FilesTwinTest.fill(seed + 200, link::ask);
      readBoth(written, "after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void aRewriteThatDiedLeavesALogThatBothReadAlike(String preamble) throws Exception {
    Path written = folder.resolve("written");
    FolderNode ours =
        new FolderNode(written, "appendonly", "yes", "aof-use-rdb-preamble", preamble);
    FilesTwinTest.fill(91, ours::run);
    ours.say("BGREWRITEAOF");
    FilesTwinTest.fill(92, ours::run);
    // the process ends here; the next one goes on with the second increment and rewrites again
    FolderNode next = new FolderNode(written, "appendonly", "yes");
    FilesTwinTest.fill(93, next::run);
    next.say("BGREWRITEAOF");
    FilesTwinTest.fill(94, next::run);
    readBoth(written, "three increments");
    next.until("aof_rewrite_in_progress:0");
    readBoth(written, "ended");
  }

  @Test
  void aLogThatIsOneFileAsBeforeSevenIsTakenOverAlike() throws Exception {
    Path old = Files.createDirectory(folder.resolve("old"));
    FolderNode ours =
        new FolderNode(folder.resolve("whole"), "version", "6.2", "appendonly", "yes");
    FilesTwinTest.fill(95, ours::run);
    ours.say("BGREWRITEAOF");
    ours.until("aof_rewrite_in_progress:0");
    FilesTwinTest.fill(96, ours::run);
    // one file, as 6.2 has it: what is in the base, and behind it the commands since then
    Path log = folder.resolve("whole/appendonlydir");
    byte[] base = Files.readAllBytes(log.resolve("appendonly.aof.2.base.rdb"));
    byte[] since = Files.readAllBytes(log.resolve("appendonly.aof.2.incr.aof"));
    Files.write(old.resolve("appendonly.aof"), Bytes.concat(base, since));
    FilesTwinTest.check("redis-check-aof", old.resolve("appendonly.aof"));
    Path there = Files.createDirectory(folder.resolve("there"));
    Path here = Files.createDirectory(folder.resolve("here"));
    for (Path each : List.of(there, here)) {
      Files.copy(old.resolve("appendonly.aof"), each.resolve("appendonly.aof"));
    }
    try (RealRedis real = RealRedis.start("--dir", there.toString(), "--appendonly", "yes")) {
      FolderNode node = new FolderNode(here, "appendonly", "yes");
      FilesTwinTest.compare(real.connect(), node);
      assertThat(here.resolve("appendonly.aof")).doesNotExist();
      assertThat(there.resolve("appendonly.aof")).doesNotExist();
      for (String name :
          List.of("appendonly.aof.manifest", "appendonly.aof", "appendonly.aof.1.incr.aof")) {
        assertThat(here.resolve("appendonlydir").resolve(name))
            .hasSameBinaryContentAs(there.resolve("appendonlydir").resolve(name));
      }
    }
  }

  private static String info(RespLink link) throws IOException {
    return Bytes.text(link.ask("INFO", "persistence"));
  }

  /**
   * Starts both from what is in a folder now, each with files of its own; the digest of what both
   * have read.
   */
  private String readBoth(Path written, String stage) throws Exception {
    Path there = FilesTwinTest.copy(written, folder.resolve(stage + " there"));
    Path here = FilesTwinTest.copy(written, folder.resolve(stage + " here"));
    FilesTwinTest.check("redis-check-aof", here.resolve("appendonlydir/appendonly.aof.manifest"));
    try (RealRedis real = RealRedis.start("--dir", there.toString(), "--appendonly", "yes")) {
      FolderNode ours = new FolderNode(here, "appendonly", "yes");
      FilesTwinTest.compare(real.connect(), ours);
      assertThat(Files.readAllBytes(here.resolve("appendonlydir/appendonly.aof.manifest")))
          .as(stage)
          .isEqualTo(Files.readAllBytes(there.resolve("appendonlydir/appendonly.aof.manifest")));
      return ours.say("DEBUG DIGEST");
    }
  }
}
