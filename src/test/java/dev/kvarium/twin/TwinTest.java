package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Command;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands to Kvarium and to a real redis-server.
 *
 * <p>{@code -Dtwin.commands=200000} for a longer run, {@code -Dtwin.seed=N} to begin with another
 * seed, {@code -Dtwin.only=zadd,zrem} for some commands alone; {@code -Dtwin.script=FILE} for the
 * commands of a script; {@code -Dtwin.shrink=no} to be told of a difference at once.
 */
class TwinTest {
  private static final int COMMANDS_PER_SEED = 2_000;
  private static final int MOST_FINDINGS = 12;

  private static RealRedis real;

  @BeforeAll
  static void startTheRealOne() throws IOException {
    real = RealRedis.start();
  }

  @AfterAll
  static void endTheRealOne() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  @Test
  void randomCommandsAreAnsweredAsTheRealServerAnswersThem() throws IOException {
    int commands = Integer.getInteger("twin.commands", 20_000);
    long first = Long.getLong("twin.seed", 1);
    String only = System.getProperty("twin.only", "");
    int seeds = Math.max(1, commands / COMMANDS_PER_SEED);
    long slack = 0;
    Map<String, String> findings = new LinkedHashMap<>();
    try (Twin twin = new Twin(real, first)) {
      Ours ours = twin.ours();
      for (long seed = first; seed < first + seeds; seed++) {
        Generator generator =
            new Generator(
                seed,
                name ->
                    ours.node().commands().named(name).isPresent()
                        && (only.isEmpty() || Set.of(only.split(",")).contains(name)));
        List<Op> ops = generator.stream(COMMANDS_PER_SEED);
        twin.reset();
        Optional<Divergence> found = twin.run(ops);
        slack = Math.max(slack, twin.slackMillis());
        if (found.isPresent() && findings.size() < MOST_FINDINGS) {
          findings.putIfAbsent(found.get().signature(), report(twin, seed, ops, found.get()));
        }
      }
      if (!findings.isEmpty()) {
        fail(String.join("\n\n", findings.values()));
      }
      System.out.printf(
          Locale.ROOT,
          "twin: %d commands over seeds %d to %d, no difference; times within %d ms%n",
          seeds * COMMANDS_PER_SEED,
          first,
          first + seeds - 1,
          slack);
    }
  }

  /** The difference with the shortest script that leads to it. */
  private static String report(Twin twin, long seed, List<Op> ops, Divergence found)
      throws IOException {
    if (System.getProperty("twin.shrink", "yes").equals("no")) {
      return "seed " + seed + ", step " + found.index() + ": " + found.text();
    }
    List<Op> shortest =
        new Shrinker(twin, found.signature()).shrink(ops.subList(0, found.index() + 1));
    twin.reset();
    Divergence last = twin.run(shortest).orElse(found);
    return "seed "
        + seed
        + ", step "
        + found.index()
        + ": "
        + found.signature()
        + "\n"
        + Op.script(shortest.subList(Math.max(0, shortest.size() - 60), shortest.size()))
        + last.text();
  }

  @Test
  void everyCommandOfTheFamiliesTakesPart() throws IOException {
    try (Twin twin = new Twin(real, 1)) {
      Set<String> missing = Generator.commandNames();
      missing.removeIf(name -> twin.ours().node().commands().named(name).isPresent());
      assertThat(missing).isEmpty();
    }
  }

  @Test
  void everyCommandSaysOfItselfWhatTheRealOneSays() throws IOException {
    RespLink link = real.connect();
    Ours ours = new Ours(1);
    Map<String, String> differing = new LinkedHashMap<>();
    for (Command command : ours.node().commands().flat()) {
      byte[][] question = {Bytes.of("COMMAND"), Bytes.of("INFO"), Bytes.of(command.name())};
      String there = described(Same.parse(link.ask(question)));
      String here = described(Same.parse(ours.inspect(question)));
      if (!there.equals(here)) {
        differing.put(command.name(), "\nredis   " + there + "\nkvarium " + here + "\n");
      }
    }
    // of the administrators' category without the flag from which it follows for all others
    differing.remove("lastsave");
    assertThat(differing).isEmpty();
  }

  /**
   * Name, arity, flags, places of keys and categories; without what Kvarium leaves out: the tips
   * for cluster clients, remarks on the places of keys, and the subcommands, which are asked for
   * one by one.
   */
  private static String described(Reply reply) {
    List<Reply> info = Same.items(Same.items(reply).getFirst());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(7, info.size()); i++) {
      text.append(sorted(info.get(i))).append(' ');
    }
    if (info.size() > 8) {
      for (Reply place : Same.items(info.get(8))) {
        List<Reply> facts = new ArrayList<>(Same.items(place));
        int notes = ReplyText.of(facts.getFirst(), false).equals("\"notes\"") ? 2 : 0;
        text.append(sorted(new Reply.Array(facts.subList(notes, facts.size())))).append(' ');
      }
    }
    return text.toString();
  }

  /** The reply with the items of its arrays in one order. */
  private static String sorted(Reply reply) {
    List<Reply> items = Same.items(reply);
    if (items.size() == 1 && items.getFirst() == reply) {
      return ReplyText.of(reply, true);
    }
    return items.stream().map(TwinTest::sorted).sorted().collect(Collectors.joining(" ", "(", ")"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptsAreAnsweredAsTheRealServerAnswersThem(Path file) throws IOException, UnusableScript {
    List<Op> ops = new ArrayList<>();
    try (Twin twin = new Twin(real, 1)) {
      Script script = ScriptParser.parse(file.toString(), Files.readAllBytes(file));
      for (ScriptLine line : script.lines()) {
        if (line instanceof ScriptLine.Input input) {
          ops.add(Op.of(dev.kvarium.wire.Words.split(input.text()).args()));
        }
      }
      Optional<Divergence> found = twin.run(ops);
      assertThat(found.map(Divergence::text)).isEmpty();
    }
  }

  /**
   * The scenarios of one client that need no time to pass, or the one script that was asked for.
   */
  static List<Path> scripts() throws IOException {
    String asked = System.getProperty("twin.script");
    if (asked != null) {
      return List.of(Path.of(asked));
    }
    List<Path> timeless = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      for (Path file : files.sorted().toList()) {
        if (Files.readAllLines(file).stream().allMatch(TwinTest::isForBoth)) {
          timeless.add(file);
        }
      }
    }
    return timeless;
  }

  /** Whether a line of a scenario means something to a real server 7.0 with one client. */
  private static boolean isForBoth(String line) {
    return !line.startsWith("+") && !line.matches("[\\w-]+> .*") && isForRedis70(line);
  }

  /** Whether a line of a script says nothing that only another server, or the lab, could do. */
  static boolean isForRedis70(String line) {
    return !line.matches(":world memcached.*|:repeat .*|:world .*version=(6|7\\.2).*");
  }
}
