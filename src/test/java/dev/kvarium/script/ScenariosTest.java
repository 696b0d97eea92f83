package dev.kvarium.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.cli.FilesOnDisk;
import dev.kvarium.lab.EventFold;
import dev.kvarium.lab.Journey;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario on board holds, is whole, and can be taken back step by step. */
@Execution(ExecutionMode.CONCURRENT)
class ScenariosTest {
  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".kv")).sorted().toList();
    }
  }

  /** All but those whose outcome is one of chance: ids of nodes, what is left of a torn write. */
  static List<Path> scenariosOfAnySeed() throws IOException {
    List<Path> any = new ArrayList<>();
    for (Path file : scenarios()) {
      String text = Files.readString(file);
      if (!text.contains("disk-torn=yes") && !text.contains("cluster-enabled=yes")) {
        any.add(file);
      }
    }
    return any;
  }

  private static final int FEW_FACTS = 10_000;
  private static List<Path> ofFewFacts = List.of();

  /**
   * Those of few facts: to be replayed from the beginning for each of their lines is work that
   * grows with the square.
   */
  static synchronized List<Path> scenariosOfFewFacts() throws IOException, UnusableScript {
    if (ofFewFacts.isEmpty()) {
      List<Path> few = new ArrayList<>();
      for (Path file : scenarios()) {
        ScriptResult result = ScriptRunner.run(read(file), OptionalLong.empty(), TextFiles.NONE);
        if (result.events().size() <= FEW_FACTS) {
          few.add(file);
        }
      }
      ofFewFacts = List.copyOf(few);
    }
    return ofFewFacts;
  }

  private static Script read(Path file) throws IOException, UnusableScript {
    return ScriptParser.parse(file.toString(), Files.readAllBytes(file));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aScenarioHolds(Path file) throws IOException, UnusableScript {
    ScriptResult result = ScriptRunner.run(read(file), OptionalLong.empty(), TextFiles.NONE);
    assertThat(new TextReport(false).of(List.of(result), List.of())).startsWith("ok ");
    assertThat(result.checks()).isGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many-keys", "many-keys-memcached", "readers-and-writers"})
  void aScriptOfTheDocumentsHolds(String name) throws IOException, UnusableScript {
    Path file = Path.of("docs", name + ".kv");
    ScriptResult result = ScriptRunner.run(read(file), OptionalLong.empty(), TextFiles.NONE);
    assertThat(new TextReport(false).of(List.of(result), List.of())).startsWith("ok ");
  }

  @ParameterizedTest
  @MethodSource("scenariosOfAnySeed")
  void aScenarioHoldsWithAnotherSeed(Path file) throws IOException, UnusableScript {
    ScriptResult result = ScriptRunner.run(read(file), OptionalLong.of(4711), TextFiles.NONE);
    assertThat(result.world()).contains("seed=4711");
    assertThat(new TextReport(false).of(List.of(result), List.of())).startsWith("ok ");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aScenarioBeginsWithItsPointAndLeavesNothingToFillIn(Path file)
      throws IOException, UnusableScript {
    Script script = read(file);
    assertThat(script.lines().getFirst()).isInstanceOf(ScriptLine.Prose.class);
    assertThat(script.steps()).noneMatch(Script.Step::isPlaceholder);
  }

  @Test
  void theScenariosAreOnBoardByTheirNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : scenarios()) {
      names.add(file.getFileName().toString().replace(".kv", ""));
    }
    assertThat(FilesOnDisk.packagedNames()).containsExactlyElementsOf(names);
    Run run = Run.of(RunOptions.of(names), new FilesOnDisk());
    assertThat(run.notes()).isEmpty();
    assertThat(run.exitCode()).as(run.report()).isZero();
  }

  @ParameterizedTest
  @MethodSource("scenariosOfFewFacts")
  void stepByStepAScenarioCanBeTakenBack(Path file) throws IOException, UnusableScript {
    List<String> entries = new ArrayList<>();
    for (Script.Step step : read(file).steps()) {
      entries.add(step.line().entry());
    }
    String before = "";
    for (int length = 1; length <= entries.size(); length++) {
      Lab lab = Lab.open(WorldSpec.DEFAULT, TextFiles.NONE);
      entries.subList(0, length - 1).forEach(lab::enter);
      long steps = steps(lab);
      if (!lab.prompt().contains("of the value")) {
        before = LabState.of(lab); // a value is taken back with its command
      }
      String entry = entries.get(length - 1);
      lab.enter(entry);
      if (steps(lab) == steps + 1) {
        assertThat(lab.enter(":back").failed()).as(":back after " + entry).isFalse();
        assertThat(LabState.of(lab)).as("state before " + entry).isEqualTo(before);
      }
    }
  }

  private static List<String> entries(Path file) throws IOException, UnusableScript {
    return read(file).steps().stream().map(step -> step.line().entry()).toList();
  }

  @ParameterizedTest
  @MethodSource("scenariosOfFewFacts")
  void aScenarioCanBeWalkedBackAndForth(Path file) throws IOException, UnusableScript {
    Journey journey = new Journey(Lab.open(WorldSpec.DEFAULT, TextFiles.NONE));
    entries(file).forEach(journey::enter);
    journey.seekEverywhere(1);
  }

  @ParameterizedTest
  @MethodSource("scenariosOfFewFacts")
  void aCopyMadeAtAnyLineOfAScenarioLeavesItAsItIs(Path file) throws IOException, UnusableScript {
    Lab lab = Lab.open(WorldSpec.DEFAULT, TextFiles.NONE);
    Lab alone = Lab.open(WorldSpec.DEFAULT, TextFiles.NONE);
    List<String> detour = List.of("SET other 1", "+ 1500ms", ":crash power", ":restart");
    for (String entry : entries(file)) {
      lab.enter(entry);
      alone.enter(entry);
      Journey.forkAndDiverge(lab, detour);
    }
    assertThat(LabState.of(lab)).isEqualTo(LabState.of(alone));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theFactsFoldedGiveTheSnapshotsAfterEveryStep(Path file) throws IOException, UnusableScript {
    Lab lab = Lab.open(WorldSpec.DEFAULT, TextFiles.NONE);
    EventFold fold = new EventFold();
    for (String entry : entries(file)) {
      lab.enter(entry);
      fold.follow(lab, entry);
    }
  }

  private static long steps(Lab lab) {
    return lab.journal().stream().filter(entry -> entry.changes()).count();
  }
}
