package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a server says, to its clients and to its log, when its disk fails. The real one is made to
 * fail by what lies in its way: {@code /dev/full} in the place of a file, a directory under the
 * name that a file is to get.
 */
class FailingDiskTwinTest {
  /** The errors that we let happen, and those that a real kernel gives for what lies in the way. */
  private static final String ERROR = "Is a directory|Permission denied";

  private final List<String> replies = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  /** A line at the prompt and to the real server, as words. */
  private void both(Lab lab, RespLink link, String line) throws IOException {
    List<String> words = List.of(line.split(" "));
    byte[][] argv = words.stream().map(Bytes::of).toArray(byte[][]::new);
    expected.add(line + " -> " + Bytes.text(link.ask(argv)));
    Outcome outcome = lab.enter(CommandText.of(argv, 1_000));
    for (Part part : outcome.parts()) {
      if (part instanceof Part.Replied replied) {
        replies.add(line + " -> " + Bytes.text(RespWriter.bytes(replied.reply(), false)));
      }
    }
  }

  /** Waits until the copies of both processes have ended and that was taken note of. */
  private static void settle(Lab lab, RespLink link) throws IOException {
    lab.enter("+ 1s");
    for (int i = 0; i < 200; i++) {
      RealRedis.pause(50);
      String info = Bytes.text(link.ask("INFO", "persistence"));
      if (info.contains("bgsave_in_progress:0") && info.contains("rewrite_in_progress:0")) {
        return;
      }
    }
    throw new AssertionError("a copy of redis-server does not end");
  }

  private static List<String> told(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (EventLog.Entry each : lab.events().since(0)) {
      if (each.event() instanceof NodeEvent.Logged logged) {
        lines.add(logged.text());
      }
    }
    return cleaned(lines);
  }

  private static List<String> told(RealRedis real) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean ready = false;
    for (String line : Files.readAllLines(real.folder().resolve("log"))) {
      if (ready && line.matches("[0-9]+:[MC] .*")) {
        lines.add(line.replaceFirst("^[0-9]+:[MC] .*?\\.[0-9]{3} . ", ""));
      }
      ready |= line.contains("Ready to accept connections");
    }
    return cleaned(lines);
  }

  /** Without process numbers, and without what only one of them has to tell. */
  private static List<String> cleaned(List<String> lines) {
    return lines.stream()
        .map(each -> each.replaceAll("pid [0-9]+", "pid").replaceAll("(bg-|temp-)[0-9]+", "$1"))
        .map(each -> each.replaceAll("server root dir [^)]*\\)", "server root dir)"))
        .map(each -> each.replaceAll("0x[0-9a-f]+|" + ERROR, "_"))
        .filter(each -> !each.contains("Fork CoW") && !each.contains("on server start"))
        .filter(each -> !each.contains("DB loaded") && !each.contains("Ready to"))
        .toList();
  }

  private static Lab lab(String options) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(lab.enter(":world redis seed=5 " + options).failed()).isFalse();
    return lab;
  }

  @Test
  void aLogThatCannotBeWrittenStopsAllWritesUntilItCan() throws IOException {
    Lab lab = lab("disk-fail-files=*.2.incr.aof");
    try (RealRedis real = RealRedis.start("--appendonly", "yes")) {
      Path log = real.folder().resolve("appendonlydir/appendonly.aof.2.incr.aof");
      Files.createSymbolicLink(log, Path.of("/dev/full"));
      RespLink link = real.connect();
      both(lab, link, "SET a 1");
      lab.enter(":set disk-fail-write ENOSPC");
      both(lab, link, "BGREWRITEAOF");
      settle(lab, link);
      both(lab, link, "SET b 1");
      for (String line :
          List.of(
              "SET c 1",
              "GET b",
              "PING",
              "ECHO x",
              "DEL nosuch",
              "EVAL return(redis.call('set','x','1')) 0",
              "EVAL return(redis.call('get','a')) 0",
              "MULTI",
              "GET a",
              "SET d 1",
              "EXEC",
              "MULTI",
              "GET a",
              "EXEC",
              "CONFIG GET appendfsync",
              "FLUSHALL",
              "DBSIZE")) {
        both(lab, link, line);
      }
      assertThat(figures(lab, link)).contains("aof_last_write_status:err");
      both(lab, link, "BGREWRITEAOF");
      settle(lab, link);
      both(lab, link, "SET c 1");
      both(lab, link, "DBSIZE");
      both(lab, link, "PING");
      assertThat(figures(lab, link)).contains("aof_last_write_status:ok");
      assertThat(replies).isEqualTo(expected);
      assertThat(told(lab)).containsExactlyInAnyOrderElementsOf(told(real));
    }
  }

  /** The figures of INFO that must agree, which are returned. */
  private static List<String> figures(Lab lab, RespLink link) throws IOException {
    String real = Bytes.text(link.ask("INFO", "persistence"));
    String ours = "";
    for (Part part : lab.enter("INFO persistence").parts()) {
      if (part instanceof Part.Replied replied) {
        ours = replied.text();
      }
    }
    List<String> known = figures(ours);
    assertThat(known).isEqualTo(figures(real));
    return known;
  }

  private static List<String> figures(String info) {
    return info.lines()
        .map(String::strip)
        .filter(
            each ->
                each.matches(
                    "(rdb_last_bgsave_status|rdb_saves|aof_enabled|aof_rewrite_scheduled"
                        + "|aof_last_bgrewrite_status|aof_rewrites.*|aof_last_write_status"
                        + "|aof_pending_rewrite):.*"))
        .toList();
  }

  @Test
  void aSaveThatFailsStopsAllWritesWhereThereAreSavePoints() throws IOException {
    Lab lab = lab("appendonly=no");
    try (RealRedis real = RealRedis.start()) {
      Path file = real.folder().resolve("dump.rdb");
      RespLink link = real.connect();
      both(lab, link, "SET a 1");
      both(lab, link, "SAVE");
      Files.delete(file);
      Files.createDirectory(file);
      lab.enter(":set disk-fail-rename EACCES");
      both(lab, link, "SAVE");
      both(lab, link, "SET b 1");
      both(lab, link, "BGSAVE");
      settle(lab, link);
      both(lab, link, "SET c 1");
      assertThat(figures(lab, link)).contains("rdb_last_bgsave_status:err");
      link.ask("CONFIG", "SET", "save", "3600 1");
      lab.enter("CONFIG SET save \"3600 1\"");
      both(lab, link, "SET d 1");
      both(lab, link, "PING");
      both(lab, link, "GET a");
      both(lab, link, "CONFIG SET stop-writes-on-bgsave-error no");
      both(lab, link, "SET e 1");
      both(lab, link, "CONFIG SET stop-writes-on-bgsave-error yes");
      both(lab, link, "SET f 1");
      both(lab, link, "SHUTDOWN");
      Files.delete(file);
      lab.enter(":set disk-fail-rename no");
      both(lab, link, "SET f 1");
      both(lab, link, "SAVE");
      both(lab, link, "SET f 1");
      assertThat(figures(lab, link)).contains("rdb_last_bgsave_status:ok");
      assertThat(replies).isEqualTo(expected);
      assertThat(told(lab)).containsExactlyInAnyOrderElementsOf(told(real));
    }
  }

  @Test
  void aRewriteThatFailsLeavesTheLogAsItIs() throws IOException {
    Lab lab = lab("disk-fail-rename=EACCES disk-fail-files=*.2.base.rdb");
    try (RealRedis real = RealRedis.start("--appendonly", "yes")) {
      Path folder = real.folder().resolve("appendonlydir");
      Files.createDirectory(folder.resolve("appendonly.aof.2.base.rdb"));
      RespLink link = real.connect();
      both(lab, link, "SET a 1");
      both(lab, link, "BGREWRITEAOF");
      settle(lab, link);
      both(lab, link, "SET b 1");
      assertThat(figures(lab, link)).contains("aof_last_bgrewrite_status:err");
      assertThat(Bytes.text(lab.disk("main").read("appendonlydir/appendonly.aof.manifest").get()))
          .isEqualTo(Files.readString(folder.resolve("appendonly.aof.manifest")));
      Files.delete(folder.resolve("appendonly.aof.2.base.rdb"));
      lab.enter(":set disk-fail-rename no");
      both(lab, link, "BGREWRITEAOF");
      settle(lab, link);
      both(lab, link, "SET c 1");
      assertThat(figures(lab, link)).contains("aof_last_bgrewrite_status:ok");
      assertThat(Bytes.text(lab.disk("main").read("appendonlydir/appendonly.aof.manifest").get()))
          .isEqualTo(Files.readString(folder.resolve("appendonly.aof.manifest")));
      Files.createDirectory(folder.resolve("temp-appendonly.aof.manifest"));
      lab.enter(":set disk-fail-write EACCES");
      lab.enter(":set disk-fail-files *.manifest");
      both(lab, link, "BGREWRITEAOF");
      both(lab, link, "SET d 1");
      lab.enter("+ 1s");
      figures(lab, link);
      assertThat(replies).isEqualTo(expected);
      List<String> ours = told(lab);
      List<String> theirs = told(real);
      assertThat(ours.subList(0, ours.size() - 1))
          .containsExactlyInAnyOrderElementsOf(theirs.subList(0, theirs.size() - 1));
      assertThat(ours.getLast()).contains("the temporary AOF manifest file");
      assertThat(theirs.getLast()).contains("the AOF manifest file temp-");
    }
  }
}
