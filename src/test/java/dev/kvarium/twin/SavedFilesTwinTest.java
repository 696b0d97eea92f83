package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.redis.aof.AofLoad;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RDB files of either server under the parameters and versions that change them. */
class SavedFilesTwinTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "101,rdbcompression,no",
    "102,rdbchecksum,no",
    "103,maxmemory-policy,allkeys-lfu",
    "104,maxmemory-policy,allkeys-lru",
    "105,list-compress-depth,1"
  })
  void whatBgsaveWritesIsReadByBoth(long seed, String parameter, String value) throws Exception {
    FolderNode ours = new FolderNode(folder, parameter, value);
    FilesTwinTest.fill(seed, ours::run);
    final String digest = ours.say("DEBUG DIGEST");
    assertThat(ours.say("BGSAVE")).isEqualTo("+Background saving started\r\n");
    FilesTwinTest.fill(seed + 1, ours::run); // comes too late for the file
    ours.until("rdb_bgsave_in_progress:0");
    assertThat(ours.say("INFO persistence")).contains("rdb_last_bgsave_status:ok");
    FilesTwinTest.check("redis-check-rdb", folder.resolve("dump.rdb"));
    try (RealRedis real = RealRedis.start("--dir", folder.toString(), "--" + parameter, value)) {
      FolderNode again = new FolderNode(folder, parameter, value);
      FilesTwinTest.compare(real.connect(), again);
      assertThat(again.say("DEBUG DIGEST")).isEqualTo(digest);
      // and back: what the real server makes of it
      assertThat(real.connect().ask("SAVE")).isEqualTo("+OK\r\n".getBytes(StandardCharsets.UTF_8));
      FilesTwinTest.compare(real.connect(), new FolderNode(folder, parameter, value));
    }
  }

  @Test
  void aFileOfTheNextVersionIsRefusedAlike() throws IOException {
    FolderNode next = new FolderNode(folder, "version", "7.2");
    FilesTwinTest.fill(111, next::run);
    next.say("SAVE");
    assertThat(Arrays.copyOf(Files.readAllBytes(folder.resolve("dump.rdb")), 9))
        .isEqualTo("REDIS0011".getBytes(StandardCharsets.US_ASCII));
    sameRefusal();
    FolderNode again = new FolderNode(folder, "version", "7.2");
    assertThat(again.say("DEBUG DIGEST")).isEqualTo(next.say("DEBUG DIGEST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2", "7.0"})
  void aFileOfAnEarlierVersionIsReadByThoseThatCameLater(String version) throws IOException {
    FolderNode earlier = new FolderNode(folder, "version", version);
    FilesTwinTest.fill(121, earlier::run);
    earlier.say("SAVE");
    FolderNode later = new FolderNode(folder, "version", "7.2");
    assertThat(later.say("DEBUG DIGEST")).isEqualTo(earlier.say("DEBUG DIGEST"));
    assertThat(later.say("DBSIZE")).isEqualTo(earlier.say("DBSIZE"));
  }

  @Test
  void aDamagedFileIsRefusedInTheSameWords() throws IOException {
    FolderNode ours = new FolderNode(folder);
    FilesTwinTest.fill(131, ours::run);
    ours.say("SAVE");
    Path file = folder.resolve("dump.rdb");
    byte[] whole = Files.readAllBytes(file);
    byte[] sum = whole.clone();
    sum[sum.length - 3] ^= 1;
    byte[] magic = whole.clone();
    magic[2] = 'x';
    byte[] version = whole.clone();
    version[8] = '9';
    for (byte[] damaged :
        List.of(
            sum,
            magic,
            version,
            Arrays.copyOf(whole, whole.length - 4),
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, 12),
            Arrays.copyOf(whole, 4))) {
      Files.write(file, damaged);
      sameRefusal();
    }
  }

  /** Neither starts, and what they log of it is the same. */
  private void sameRefusal() throws IOException {
    List<String> there = RealRedis.refusal("--dir", folder.toString());
    FolderNode here = new FolderNode(folder);
    assertThat(here.load()).isInstanceOf(AofLoad.Failed.class);
    assertThat(words(here.log())).isEqualTo(words(there));
    assertThat(words(((AofLoad.Failed) here.load()).messages()).getLast())
        .isEqualTo(words(there).getLast());
  }

  /**
   * What is said, without the line of the source that the real server tells, and without what
   * redis-check-rdb adds, which it runs on the file.
   */
  private static List<String> words(List<String> log) {
    return DamagedLogsTwinTest.ofLoading(log).stream()
        .map(line -> line.replaceFirst("reading offset .* -> (Unexpected EOF|.)", "reading -> $1"))
        .takeWhile(line -> !line.contains("Checking RDB file"))
        .toList();
  }
}
