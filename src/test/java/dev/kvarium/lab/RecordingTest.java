package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.ScriptResult;
import dev.kvarium.script.ScriptRunner;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live session that is saved and run again gives the same replies and the same state. */
class RecordingTest implements TextFiles {
  private final Map<String, String> files = new HashMap<>();

  @Override
  public String read(String name) {
    return String.valueOf(files.get(name));
  }

  @Override
  public void write(String name, String text) {
    files.put(name, text);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSavedSessionReplays(long seed) throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"), this);
    SplittableRandom random = new SplittableRandom(seed);
    for (String line : new RandomSession(seed).lines(200)) {
      if (random.nextInt(3) == 0) {
        lab.pace(random.nextInt(400_000));
      }
      lab.enter(line);
      if (random.nextInt(30) == 0) {
        lab.enter(":back " + (1 + random.nextInt(3)));
      }
    }
    lab.enter("INFO keyspace");
    lab.enter(":save s.kv");

    ScriptResult result =
        ScriptRunner.run(
            ScriptParser.parse("s.kv", read("s.kv")), OptionalLong.empty(), TextFiles.NONE);
    assertThat(result.holds())
        .as(
            result.steps().stream()
                .filter(each -> each.verdict().isBad())
                .map(each -> each.step().line().source() + each.problem())
                .toList()
                .toString())
        .isTrue();
    assertThat(result.metrics()).isEqualTo(lab.metrics());
  }
}
