package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.cli.FilesOnDisk;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.LessonSteps;
import dev.kvarium.lesson.Translation;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of every lesson and scenario is given to a real server too, and what it replies is
 * compared, numbers included. What only a lab can do, a crash or a step back, ends the comparison
 * up to where the next world begins.
 */
class LessonsTwinTest {
  /** Of these, replies come in an order that differs from server to server. */
  private static final Set<String> UNORDERED =
      Set.of("smembers", "hgetall", "hkeys", "hvals", "keys", "sinter", "sunion", "sdiff");

  /** Of these, nothing can be compared: chance, or this very server. */
  private static final Set<String> OWN =
      Set.of(
          "info",
          "slowlog",
          "latency",
          "randomkey",
          "spop",
          "srandmember",
          "hrandfield",
          "zrandmember",
          "scan",
          "hscan",
          "sscan",
          "zscan",
          "client",
          "lastsave",
          "time");

  private static final long LONGEST_SLEEP_MILLIS = 700;

  private RealRedis real;

  @AfterEach
  void stop() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  /** Lessons and scenarios by their files. */
  static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("lessons", "scenarios")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.filter(LessonsTwinTest::isOriginal).sorted().toList()) {
          if (Files.readAllLines(file).stream().allMatch(TwinTest::isForRedis70)) {
            all.add(file);
          }
        }
      }
    }
    return all;
  }

  private static boolean isOriginal(Path file) {
    return file.toString().endsWith(".kv") || Translation.isOriginal(file.toString());
  }

  /**
   * Whether a line makes a world that no real server is like: several nodes, a small disk, an
   * application.
   */
  private static boolean isOfALab(String line) {
    return line.startsWith(":node ")
        || line.startsWith(":app ")
        || line.startsWith(":cluster ")
        || line.startsWith(":world ") && line.contains(" disk-capacity");
  }

  private static List<Script.Step> steps(Path file) throws Exception {
    return file.toString().endsWith(".md")
        ? LessonSteps.of(file)
        : ScriptParser.parse(file.toString(), Files.readAllBytes(file)).steps();
  }

  private final Lab lab = Lab.open(WorldSpec.DEFAULT, new FilesOnDisk());
  private final Map<String, RespLink> links = new HashMap<>();
  private boolean compares;
  private int compared;

  @ParameterizedTest
  @MethodSource("files")
  void aRealServerRepliesTheSame(Path file) throws Exception {
    begin();
    for (Script.Step step : steps(file)) {
      follow(file, step);
    }
    if (Files.readAllLines(file).stream().noneMatch(LessonsTwinTest::isOfALab)) {
      assertThat(compared).as("replies compared of " + file).isPositive();
    }
  }

  /** A server as it starts, for each world. */
  private void begin() throws IOException {
    stop();
    links.clear();
    compares = true;
    real = RealRedis.start("--appendonly", "no");
  }

  private RespLink link(String client) throws IOException {
    RespLink found = links.get(client);
    if (found == null) {
      found = real.connect();
      links.put(client, found);
    }
    return found;
  }

  private void follow(Path file, Script.Step step) throws Exception {
    ScriptLine line = step.line();
    if (line.isCheck()) {
      return;
    }
    String client = lab.client().equals(Lab.PROMPT_CLIENT) ? "" : lab.client();
    Outcome outcome = lab.enter(line.entry());
    String where = file + ":" + line.number() + " " + line.entry();
    switch (line) {
      case ScriptLine.Directive directive -> directive(directive.text());
      case ScriptLine.Wait wait -> pass(wait.text());
      case ScriptLine.Input input -> {
        compares &= input.node().isEmpty();
        if (compares) {
          command(input.client().isEmpty() ? client : input.client(), input.text(), outcome, where);
        }
      }
      default -> {}
    }
    for (Part part : outcome.parts()) {
      if (compares && part instanceof Part.Delivered delivered) {
        String came = text(new byte[][] {}, link(delivered.client()).await());
        assertThat(came)
            .as("sent to " + delivered.client() + ", " + where)
            .isEqualTo(delivered.text());
        compared++;
      }
    }
  }

  private void directive(String text) throws IOException {
    String name = text.split(" ")[0];
    switch (name) {
      case "world" -> {
        if (text.matches("world redis.*") && !text.contains(" disk-capacity")) {
          begin();
        } else {
          compares = false;
        }
      }
      case "crash", "restart", "back", "seek", "fork", "step", "advance", "run", "node", "use" ->
          compares = false;
      case "set" -> compares &= !text.startsWith("set disk-");
      case "cluster", "corrupt", "ring", "partition", "reset", "freeze", "traffic" ->
          compares = false;
      case "app", "database", "objects", "workload" -> compares = false;
      default -> {}
    }
  }

  private void pass(String duration) {
    if (!duration.matches("[0-9]+ms")) {
      compares = false;
      return;
    }
    long millis = Long.parseLong(duration.substring(0, duration.length() - 2));
    compares &= millis <= LONGEST_SLEEP_MILLIS;
    if (compares) {
      // its cron comes ten times a second, whenever that is
      RealRedis.pause(millis < 100 ? millis : millis + 120);
    }
  }

  private void command(String client, String text, Outcome outcome, String where) throws Exception {
    byte[][] argv = Words.split(text).args();
    String name = new String(argv[0]).toLowerCase(Locale.ROOT);
    if (name.equals("hello")) {
      compares = false; // numbers of clients differ, and from now on the protocol
      return;
    }
    if (outcome.replyText().isEmpty() && (name.startsWith("eval") || name.startsWith("fcall"))) {
      compares = false; // how long a script runs is another question on every machine
      return;
    }
    if (outcome.replyText().isEmpty()) {
      link(client).send(argv);
      RealRedis.pause(30); // until the server has read it: others must not come before
      return;
    }
    String ours = outcome.replyText().get();
    String theirs = text(argv, link(client).ask(argv));
    if (OWN.contains(name)) {
      return;
    }
    compared++;
    boolean ofTime = name.endsWith("ttl") || name.contains("expiretime") || name.equals("object");
    if (ofTime && ours.matches("\\(integer\\) [0-9]+") && theirs.matches("\\(integer\\) [0-9]+")) {
      assertThat(number(theirs)).as(where).isCloseTo(number(ours), within(number(ours)));
    } else if (name.equals("memory") && isSkiplist(argv)) {
      // the heights of its nodes are drawn
      assertThat((double) number(theirs))
          .as(where)
          .isCloseTo(number(ours), org.assertj.core.data.Percentage.withPercentage(10));
    } else if (name.equals("debug") && argv.length > 2) {
      // how the keys are spread over the buckets differs, how many of both there are does not
      assertThat(sizes(theirs)).as(where).isEqualTo(sizes(ours));
    } else if (UNORDERED.contains(name)) {
      assertThat(items(theirs)).as(where).isEqualTo(items(ours));
    } else {
      assertThat(theirs).as(where).isEqualTo(ours);
    }
  }

  private boolean isSkiplist(byte[][] argv) {
    return argv.length > 2
        && lab.scene("main")
            .value(lab.db(), Blob.of(argv[2]))
            .filter(value -> value.encoding().equals("skiplist"))
            .isPresent();
  }

  /** Time does not stand still on the real server. */
  private static org.assertj.core.data.Offset<Long> within(long value) {
    return org.assertj.core.data.Offset.offset(
        value > 100_000 ? 3_000 : value > 1_000 ? 1_500L : 3);
  }

  private static long number(String reply) {
    return Long.parseLong(reply.substring("(integer) ".length()));
  }

  private static List<String> sizes(String table) {
    return table.lines().filter(each -> each.matches(" (table size|number of el).*")).toList();
  }

  private static List<String> items(String reply) {
    return reply.lines().map(each -> each.replaceFirst("^ *[0-9]+\\) ", "")).sorted().toList();
  }

  private static String text(byte[][] argv, byte[] bytes) throws Exception {
    RespReader reader = new RespReader();
    reader.feed(bytes, 0, bytes.length);
    Reply reply = reader.next().orElseThrow();
    return argv.length == 0 ? ReplyText.of(reply, false) : ReplyText.of(argv, reply, false);
  }
}
