package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a node's log, read by a real redis-server, give the same keys and contents. */
class AofOnRealServerTest {
  @TempDir Path folder;

  @Test
  void aRealServerStartsFromOurLog() throws IOException {
    Lab lab = filled(21);
    copy(lab.disk("main"), folder);
    try (RealRedis real =
        RealRedis.start("--dir", folder.toString(), "--appendonly", "yes", "--databases", "16")) {
      RespLink link = real.connect();
      for (int db = 0; db < 3; db++) {
        String number = Integer.toString(db);
        assertThat(dump(link, number)).as("db %s", number).isEqualTo(dump(lab, number));
      }
    }
  }

  @Test
  void aRealServerCutsOffTheSameUnfinishedCommand() throws IOException {
    Lab lab = filled(22);
    copy(lab.disk("main"), folder);
    Path log = folder.resolve("appendonlydir/appendonly.aof.1.incr.aof");
    byte[] whole = Files.readAllBytes(log);
    byte[] cut = Arrays.copyOf(whole, whole.length - 7);
    Files.write(log, cut);
    Disk.DiskFile ours = lab.disk("main").open("appendonlydir/appendonly.aof.1.incr.aof");
    lab.enter(":crash process");
    ours = lab.disk("main").open(ours.name());
    ours.truncate(cut.length);
    lab.enter(":restart");
    try (RealRedis real = RealRedis.start("--dir", folder.toString(), "--appendonly", "yes")) {
      RespLink link = real.connect();
      assertThat(dump(link, "0")).isEqualTo(dump(lab, "0"));
      assertThat(Files.size(log)).isEqualTo(ours.sizeBytes()).isLessThan(cut.length);
    }
  }

  private static Lab filled(long seed) {
    // keys that expire do so beyond the time at which the real server reads them
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("appendfsync", "always"));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_500; i++) {
      int key = random.nextInt(12);
      int number = random.nextInt(40);
      lab.enter(
          switch (random.nextInt(16)) {
            case 0 -> "SELECT " + random.nextInt(3);
            case 1 -> "SET s" + key + " " + "v".repeat(number * 3);
            case 2 -> "SET s" + key + " " + number + " EX 3000000000";
            case 3 -> "SET s" + key + " \"\\x00\\xff\\r\\n " + number + "\"";
            case 4 -> "INCRBYFLOAT f" + key + " 0.1";
            case 5 -> "DEL s" + key + " l" + key;
            case 6 -> "RPUSH l" + key + " a " + number;
            case 7 -> "LPOP l" + key;
            case 8 -> "HSET h" + key + " f" + number + " " + "x".repeat(number * 2);
            case 9 -> "HINCRBYFLOAT h" + key + " n 1.5";
            case 10 -> "SADD t" + key + " " + number + " w" + number;
            case 11 -> "SPOP t" + key + " 2";
            case 12 -> "ZADD z" + key + " " + number + " m" + number + " 0.1 m" + key;
            case 13 -> "ZPOPMAX z" + key;
            case 14 -> "GETEX s" + key + " PERSIST";
            default -> "RENAME s" + key + " s" + number;
          });
    }
    lab.enter("SELECT 0");
    return lab;
  }

  private static void copy(Disk disk, Path to) throws IOException {
    for (String name : disk.names()) {
      Path file = to.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, disk.read(name).orElseThrow());
    }
  }

  private interface Asked {
    Reply ask(String... words) throws IOException;
  }

  private static List<String> dump(RespLink link, String db) throws IOException {
    return dump(words -> Same.parse(link.ask(words)), db);
  }

  private static List<String> dump(Lab lab, String db) throws IOException {
    var node = lab.redis("main").orElseThrow();
    var session = node.connect("dump");
    return dump(
        words -> {
          byte[][] argv = new byte[words.length][];
          for (int i = 0; i < words.length; i++) {
            argv[i] = Bytes.of(words[i]);
          }
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          RespWriter writer =
              new RespWriter((part, from, to) -> bytes.write(part, from, to - from));
          writer.write(node.execute(session, argv), false);
          writer.flush();
          return Same.parse(bytes.toByteArray());
        },
        db);
  }

  private static List<String> dump(Asked server, String db) throws IOException {
    server.ask("SELECT", db);
    List<String> dump = new ArrayList<>();
    for (Reply each : Same.items(server.ask("KEYS", "*"))) {
      String key = Bytes.text(((Reply.Bulk) each).bytes());
      String type = ((Reply.Simple) server.ask("TYPE", key)).text();
      Reply content =
          switch (type) {
            case "string" -> server.ask("GET", key);
            case "list" -> server.ask("LRANGE", key, "0", "-1");
            case "set" -> server.ask("SMEMBERS", key);
            case "hash" -> server.ask("HGETALL", key);
            default -> server.ask("ZRANGE", key, "0", "-1", "WITHSCORES");
          };
      List<String> items = new ArrayList<>(List.of(ReplyText.of(content, false).split("\n", -1)));
      if (type.equals("hash") || type.equals("set")) {
        items.replaceAll(item -> item.replaceFirst("^ *[0-9]+\\) ", ""));
        Collections.sort(items);
      }
      dump.add(key + " " + ReplyText.of(server.ask("PEXPIRETIME", key), false) + " " + items);
    }
    Collections.sort(dump);
    return dump;
  }
}
