package dev.kvarium.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server tells of itself, and its log, beside a real memcached after the same commands. */
class StatsTwinTest {
  /** What hangs on the process and on the time that the two took. */
  private static final Set<String> ITS_OWN =
      Set.of("pid", "uptime", "time", "rusage_user", "rusage_system", "tcpport", "inter");

  private static final int[][] VALUES = {{10, 300}, {100, 300}, {500, 80}, {5000, 30}, {300000, 3}};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-m 64 -o no_lru_maintainer,no_lru_crawler",
        "-m 8 -o no_modern",
        "-m 64 -C -o no_lru_maintainer,no_lru_crawler,track_sizes -f 1.1 -n 100",
        "-m 32 -o no_lru_maintainer,no_lru_crawler,slab_chunk_max=16384 -I 2m -c 100"
      })
  void bothTellTheSameAfterTheSameCommands(String options) throws Exception {
    try (RealMemcached real = new RealMemcached(options.split(" "))) {
      TestCache ours = new TestCache("-t 1 " + options);
      for (String command : commands()) {
        assertThat(ours.send(command)).isEqualTo(real.send(command));
      }
      for (String which : List.of("", " settings", " items", " slabs", " sizes", " conns")) {
        assertThat(shared(ours.send("stats" + which + "\r\n")))
            .as("stats" + which)
            .isEqualTo(shared(real.send("stats" + which + "\r\n")));
      }
    }
  }

  private static List<String> commands() {
    List<String> commands = new ArrayList<>();
    commands.add("get nothing\r\n");
    commands.add("stats sizes_enable\r\n");
    for (int[] each : VALUES) {
      for (int i = 0; i < each[1]; i++) {
        String value = "x".repeat(each[0]);
        commands.add("set k" + each[0] + ":" + i + " 0 0 " + each[0] + "\r\n" + value + "\r\n");
      }
    }
    for (int i = 0; i < 200; i++) {
      commands.add("get k100:" + i + " k10:" + i + " nothing\r\n");
    }
    for (String word : List.of("incr k10:1 1", "delete k10:2", "touch k10:3 0", "mg k10:4 v t")) {
      commands.add(word + "\r\n");
    }
    commands.add("set gone 0 -1 1\r\nx\r\n");
    commands.add("get gone\r\n");
    return commands;
  }

  /** The lines but for what is each server's own: figures, ages, and addresses of clients. */
  private static List<String> shared(String answer) {
    List<String> lines = new ArrayList<>();
    for (String line : answer.split("\r\n")) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && (ITS_OWN.contains(words[1]) || hangsOnTime(words[1]))) {
        lines.add(words[1]);
      } else if (line.contains("addr tcp:")) {
        lines.add(words[1] + words[2].replaceAll("\\d+$", ""));
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Ages; and what a client with {@code mn} behind every command sends and is answered. */
  private static boolean hangsOnTime(String name) {
    return name.contains("age")
        || name.endsWith("secs_since_last_cmd")
        || name.equals("oldest")
        || name.equals("bytes_read")
        || name.equals("bytes_written")
        || name.startsWith("read_buf");
  }

  @Test
  void theCrawlersRunsAreLoggedAlike() throws Exception {
    try (RealMemcached real = new RealMemcached("-m", "64")) {
      TestCache ours = new TestCache("-m 64 -t 1");
      MemcachedSession watcher = ours.node.connect("127.0.0.1:50001");
      byte[] watch = Bytes.latin1("watch sysevents\r\n");
      watcher.receive(watch, 0, watch.length);
      StringBuilder log = new StringBuilder();
      try (Socket socket = real.another()) {
        socket.getOutputStream().write(watch);
        while (!log.toString().contains("crawler=63 lru=temp")) {
          byte[] piece = new byte[1 << 14];
          int count = socket.getInputStream().read(piece);
          log.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
        }
      }
      ours.pass(5_000_000);
      assertThat(Bytes.latin1Text(watcher.takeOutput()).replaceAll("ts=\\S+ ", ""))
          .isEqualTo(log.toString().replaceAll("ts=\\S+ ", ""));
    }
  }
}
