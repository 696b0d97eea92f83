package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random commands to Kvarium and to a real redis-server.
 *
 * <p>{@code -Dtwin.commands=200000} for a longer run, {@code -Dtwin.seed=N} to begin with another
 * seed, {@code -Dtwin.only=zadd,zrem} for some commands alone.
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
}
