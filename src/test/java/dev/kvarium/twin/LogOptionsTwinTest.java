package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.world.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of the log lead to the same files, to the byte, and are refused alike. */
class LogOptionsTwinTest {
  private static final List<String> COMMANDS =
      List.of(
          "SET a 1",
          "RPUSH list x y 3",
          "SELECT 3",
          "HSET h f v",
          "INCR n",
          "SELECT 0",
          "SADD s 1 2 3",
          "SPOP s 3",
          "ZADD z 1.5 m",
          "XADD st 1-1 f v",
          "MULTI",
          "INCR n",
          "SET a 2 KEEPTTL",
          "EXEC");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appendfsync always",
        "appenddirname logs appendfilename keys.log",
        "aof-timestamp-enabled yes",
        "aof-use-rdb-preamble no",
        "aof-use-rdb-preamble no aof-timestamp-enabled yes appenddirname d",
        "no-appendfsync-on-rewrite yes auto-aof-rewrite-percentage 0"
      })
  void theSameFilesComeOfThem(String options) throws IOException {
    String[] words = options.split(" ");
    StringBuilder world = new StringBuilder(":world redis seed=4");
    String[] given = new String[words.length + 2];
    given[0] = "--appendonly";
    given[1] = "yes";
    for (int i = 0; i < words.length; i += 2) {
      world.append(' ').append(words[i]).append('=').append(words[i + 1]);
      given[i + 2] = "--" + words[i];
      given[i + 3] = words[i + 1];
    }
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(lab.enter(world.toString()).failed()).isFalse();
    try (RealRedis real = RealRedis.start(given)) {
      RespLink link = real.connect();
      both(lab, link, COMMANDS);
      RealRedis.pause(300);
      lab.enter("+ 300ms");
      assertThat(files(lab)).isEqualTo(files(real.folder()));
      both(lab, link, List.of("BGREWRITEAOF"));
      lab.enter("+ 1s");
      until(link, "aof_rewrite_in_progress:0");
      both(lab, link, List.of("SET b 1", "DEL a"));
      RealRedis.pause(300);
      lab.enter("+ 300ms");
      assertThat(files(lab)).isEqualTo(files(real.folder()));
      lab.enter("+ 3s");
      assertThat(noted(lab.disk("main"))).isEqualTo(options.contains("aof-timestamp-enabled"));
      Disk disk = lab.disk("main");
      List<String> before = List.copyOf(disk.names());
      lab.enter(":crash power");
      assertThat(disk.names()).isEqualTo(before);
      assertThat(lab.enter(":restart").failed()).isFalse();
      assertThat(lab.metrics()).containsEntry("keys", Integer.toString(keys(link)));
    }
  }

  private static boolean noted(Disk disk) {
    return disk.names().stream()
        .filter(each -> each.endsWith(".incr.aof"))
        .anyMatch(each -> Bytes.latin1Text(disk.read(each).orElseThrow()).contains("#TS:"));
  }

  private static int keys(RespLink link) throws IOException {
    int keys = 0;
    for (String db : List.of("0", "3")) {
      link.ask("SELECT", db);
      keys += Integer.parseInt(Bytes.text(link.ask("DBSIZE")).strip().substring(1));
    }
    return keys;
  }

  private static void until(RespLink link, String word) throws IOException {
    for (int i = 0; i < 200; i++) {
      if (Bytes.text(link.ask("INFO", "persistence")).contains(word)) {
        return;
      }
      RealRedis.pause(50);
    }
  }

  private static void both(Lab lab, RespLink link, List<String> lines) throws IOException {
    for (String line : lines) {
      byte[][] argv = Stream.of(line.split(" ")).map(Bytes::of).toArray(byte[][]::new);
      link.ask(argv);
      assertThat(lab.enter(CommandText.of(argv, 1_000)).failed()).as(line).isFalse();
    }
  }

  /**
   * Names and contents; of what holds a time or an address of memory, only the name. Stamps are
   * left out, since the clocks of the two do not turn their seconds together.
   */
  private static Map<String, String> files(Lab lab) {
    Map<String, String> files = new TreeMap<>();
    for (String name : lab.disk("main").names()) {
      put(files, name, lab.disk("main").read(name).orElseThrow());
    }
    return files;
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (!each.endsWith("log")) {
          put(files, folder.relativize(each).toString(), Files.readAllBytes(each));
        }
      }
    }
    return files;
  }

  private static void put(Map<String, String> files, String name, byte[] bytes) {
    String text = Bytes.latin1Text(bytes);
    if (name.endsWith(".base.aof")) {
      // the keys come in the order of a hash table
      text = text.lines().sorted().collect(Collectors.joining("\r\n"));
    }
    files.put(name, text.startsWith("REDIS") ? "" : text.replaceAll("#TS:[0-9]{10}\\s*", ""));
  }

  /** In the words with which redis-server 7.0.15 does not start. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "appendfilename=a/b appendfilename can't be a path, just a filename",
        "appenddirname=a/b appenddirname can't be a path, just a dirname",
        "appendfilename= appendfilename can't be empty",
        "appenddirname= appenddirname can't be empty"
      })
  void aNameThatLeadsElsewhereIsRefused(String line) {
    int blank = line.indexOf(' ');
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(lab.enter(":world redis " + line.substring(0, blank)).parts().toString())
        .contains(line.substring(blank + 1));
  }
}
