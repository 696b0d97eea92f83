package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.LabState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A lab is a function of its seed and what was entered: on every machine, and back again. */
@Execution(ExecutionMode.CONCURRENT)
class DeterminismTest {
  @TempDir Path folder;

  @Test
  void twoJvmsGiveTheSameEventLogByteForByte() throws Exception {
    List<String> files = new ArrayList<>();
    try (Stream<Path> scenarios = Files.list(Path.of("scenarios"))) {
      scenarios
          .map(Path::toString)
          .filter(name -> name.endsWith(".kv"))
          .sorted()
          .forEach(files::add);
    }
    Path random = folder.resolve("random.kv");
    Files.writeString(random, String.join("\n", lines(99, 1_500)) + "\n");
    files.add(random.toString());

    Run one = begin("first", List.of(), files);
    Run other =
        begin(
            "second",
            List.of(
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Asia/Tokyo",
                "-Dfile.encoding=ISO-8859-1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-XX:TieredStopAtLevel=1"),
            files);
    Result first = one.end();
    Result second = other.end();
    assertThat(first.events()).hasSizeGreaterThan(100_000);
    assertThat(second.events()).isEqualTo(first.events());
    assertThat(second.report()).isEqualTo(first.report());
  }

  private record Result(String report, String events) {}

  /** A JVM at work, and where it writes to. */
  private record Run(Process process, Path report, Path events) {
    Result end() throws Exception {
      assertThat(process.waitFor()).isIn(0, 1);
      return new Result(Files.readString(report), Files.readString(events));
    }
  }

  private Run begin(String name, List<String> options, List<String> files) throws Exception {
    Path events = folder.resolve(name + ".jsonl");
    Path report = folder.resolve(name + ".json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kvarium.cli.Main"));
    command.addAll(List.of("run", "--format", "json", "--events", events.toString()));
    command.addAll(files);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(report.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Run(process, report, events);
  }

  @Test
  void whateverWasEnteredCanBeTakenBack() {
    for (long seed = 1; seed <= 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Lab lab = Lab.open(WorldSpec.DEFAULT.withSeed(seed));
      List<String> before = new ArrayList<>();
      for (String line : lines(seed, 150)) {
        String state = LabState.of(lab);
        long steps = steps(lab);
        lab.enter(line);
        if (steps(lab) > steps) {
          before.add(state);
        }
        if (random.nextInt(6) == 0 && !before.isEmpty()) {
          int count = 1 + random.nextInt(Math.min(3, before.size()));
          assertThat(lab.enter(":back " + count).failed()).isFalse();
          String wanted = before.get(before.size() - count);
          assertThat(LabState.of(lab)).as("seed %d, :back %d", seed, count).isEqualTo(wanted);
          before.subList(before.size() - count, before.size()).clear();
        }
      }
    }
  }

  private static long steps(Lab lab) {
    return lab.journal().stream().filter(entry -> entry.changes()).count();
  }

  /** Random commands of several clients, with time, crashes and restarts between them. */
  private static List<String> lines(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (Op op : new Generator(seed, name -> !name.equals("hello")).stream(count)) {
      String client = random.nextInt(4) == 0 ? "worker-" + random.nextInt(3) : "";
      lines.add(client + "> " + op.line());
      switch (random.nextInt(40)) {
        case 0, 1, 2 -> lines.add("+ " + random.nextInt(1_500) + "ms");
        case 3 -> lines.add("+ " + (1 + random.nextInt(90)) + "s");
        case 4 -> {
          lines.add(random.nextBoolean() ? ":crash process" : ":crash power");
          lines.add(":restart");
        }
        case 5 -> lines.add("> CONFIG SET appendfsync " + (random.nextBoolean() ? "no" : "always"));
        default -> {}
      }
    }
    return lines;
  }
}
