package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lint.Finding;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Lint;
import dev.kvarium.lint.NodeKeys;
import dev.kvarium.lint.StoredNode;
import dev.kvarium.redis.RedisNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that the linter promises are those that a real server tells once it was done. */
class LintTwinTest {
  private static final Pattern NUMBER = Pattern.compile("[0-9,]+(?= B)");

  @TempDir Path folder;

  private static byte[][] words(String line) {
    return java.util.Arrays.stream(line.split(" "))
        .map(each -> each.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  private static String ask(RespLink link, String line) throws Exception {
    String reply =
        new String(link.ask(List.<byte[][]>of(words(line))).getFirst(), StandardCharsets.UTF_8);
    assertThat(reply).as(line).doesNotStartWith("-");
    return reply.trim();
  }

  private static long number(RespLink link, String line) throws Exception {
    return Long.parseLong(ask(link, line).substring(1));
  }

  private static long valueBytes(RespLink link, String key) throws Exception {
    return number(link, "MEMORY USAGE " + key + " SAMPLES 0")
        - (dev.kvarium.redis.value.Sds.newBytes(key.length()) + 24);
  }

  private static void fill(RespLink link, String command, int from, int to, String what)
      throws Exception {
    List<byte[][]> requests = new ArrayList<>();
    for (int i = from; i < to; i++) {
      requests.add(words(command + " " + what.replace("#", Integer.toString(i))));
    }
    link.ask(requests);
  }

  private static List<Long> bytes(Finding finding) {
    List<Long> bytes = new ArrayList<>();
    Matcher numbers = NUMBER.matcher(finding.message());
    while (numbers.find()) {
      bytes.add(Long.parseLong(numbers.group().replace(",", "")));
    }
    return bytes;
  }

  private Map<String, Finding> lint(byte[] rdb) throws Exception {
    RedisNode node = StoredNode.ofRdb(rdb, System.currentTimeMillis());
    Lint lint = new Lint(Guidelines.all(Limits.USUAL, false, node.shaping()));
    NodeKeys.show(node, node.nowMillis(), Map.of(), lint::look);
    Map<String, Finding> found = new java.util.TreeMap<>();
    lint.report("dump.rdb").findings().stream()
        .filter(each -> each.rule().name().startsWith("encoding"))
        .forEach(each -> found.put(each.key(), each));
    return found;
  }

  @Test
  void whatAConversionCostsAndWhatALimitSavesAreTheServersOwnBytes() throws Exception {
    try (RealRedis real = RealRedis.start("--dir", folder.toString(), "--save", "")) {
      RespLink link = real.connect();
      fill(link, "HSET v1:hash", 0, 480, "f# #");
      fill(link, "SADD v1:ints", 0, 500, "#");
      fill(link, "ZADD v1:over", 0, 135, "# m#");
      fill(link, "HSET v1:long", 0, 30, "f# " + "x".repeat(60));
      fill(link, "HSET v1:little", 0, 3, "f# " + "x".repeat(66));
      fill(link, "HSET v1:far", 0, 300, "f# #");
      ask(link, "SAVE");
      Map<String, Finding> found = lint(Files.readAllBytes(folder.resolve("dump.rdb")));
      assertThat(found.keySet())
          .containsExactly("v1:hash", "v1:ints", "v1:little", "v1:long", "v1:over");

      List<Long> hash = bytes(found.get("v1:hash"));
      assertThat(hash.getFirst()).isEqualTo(valueBytes(link, "v1:hash"));
      ask(link, "CONFIG SET hash-max-listpack-entries 479");
      ask(link, "HSET v1:hash f0 0");
      assertThat(ask(link, "OBJECT ENCODING v1:hash")).endsWith("hashtable");
      assertThat(hash.getLast()).isEqualTo(valueBytes(link, "v1:hash"));
      ask(link, "CONFIG SET hash-max-listpack-entries 512");

      List<Long> ints = bytes(found.get("v1:ints"));
      assertThat(ints.getFirst()).isEqualTo(valueBytes(link, "v1:ints"));
      ask(link, "SADD v1:ints word");
      ask(link, "SREM v1:ints word");
      assertThat(ints.getLast()).isEqualTo(valueBytes(link, "v1:ints"));

      List<Long> wide = bytes(found.get("v1:long"));
      assertThat(wide).contains(valueBytes(link, "v1:long"));
      ask(link, "HSET v1:long f0 " + "x".repeat(65));
      ask(link, "HSET v1:long f0 " + "x".repeat(60));
      assertThat(wide.getLast()).isEqualTo(valueBytes(link, "v1:long"));

      List<Long> little = bytes(found.get("v1:little"));
      assertThat(little.getFirst()).isEqualTo(valueBytes(link, "v1:little"));
      ask(link, "CONFIG SET hash-max-listpack-value 66");
      fill(link, "HSET v1:anew", 0, 3, "f# " + "x".repeat(66));
      assertThat(little.get(little.size() - 2)).isEqualTo(valueBytes(link, "v1:anew"));

      ask(link, "CONFIG SET zset-max-listpack-entries 200");
      fill(link, "ZADD v1:anewzset", 0, 135, "# m#");
      List<Long> over = bytes(found.get("v1:over"));
      assertThat(over.get(over.size() - 2)).isEqualTo(valueBytes(link, "v1:anewzset"));
    }
  }
}
