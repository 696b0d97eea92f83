package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.EnginesTable;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of the table of the two engines can be run, and does what it says. */
class EnginesTableTest {
  @TempDir private Path folder;

  static Stream<EnginesTable.Subject> subjects() {
    return EnginesTable.subjects().stream();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void eachOfItsLinesCanBeTyped(EnginesTable.Subject subject) throws Exception {
    type(":world redis", subject.redis());
    type(":world memcached", subject.memcached());
  }

  private void type(String world, EnginesTable.Cell cell) throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(lab.enter(world).failed()).isFalse();
    String answer = "";
    for (String line : cell.lines()) {
      answer = line.startsWith("$ ") ? shell(line.substring(2)) : said(lab.enter(line), line);
    }
    assertThat(answer).as(cell.lines().toString()).contains(cell.answer());
  }

  @Test
  void bothEvictWhereTheTableSaysSo() {
    EnginesTable.Subject eviction = EnginesTable.subjects().getFirst();
    assertThat(eviction.name()).isEqualTo("eviction");
    assertThat(evicted(eviction.redis(), "INFO stats", "evicted_keys:")).isPositive();
    assertThat(evicted(eviction.memcached(), "stats", "evictions ")).isPositive();
  }

  private static int evicted(EnginesTable.Cell cell, String statistics, String name) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    cell.lines().forEach(lab::enter);
    String told = lab.enter(statistics).replyText().orElseThrow();
    Matcher count = Pattern.compile(name + "(\\d+)").matcher(told);
    assertThat(count.find()).as(told).isTrue();
    return Integer.parseInt(count.group(1));
  }

  private static String said(Outcome outcome, String line) {
    assertThat(outcome.parts()).as(line).noneMatch(Part.Problem.class::isInstance);
    StringBuilder text = new StringBuilder();
    for (Part part : outcome.parts()) {
      switch (part) {
        case Part.Replied reply -> text.append(reply.text()).append('\n');
        case Part.Said words -> text.append(words.text()).append('\n');
        default -> {}
      }
    }
    return text.toString();
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs a line of the shell that names this program, in an empty folder. */
  private String shell(String line) throws Exception {
    String input = "";
    String command = line;
    if (line.startsWith("echo ")) {
      input = line.substring("echo ".length(), line.indexOf(" | ")) + "\n";
      command = line.substring(line.indexOf(" | ") + 3);
    }
    assertThat(command).startsWith("kvarium ");
    List<String> words = new ArrayList<>();
    words.add(ProcessHandle.current().info().command().orElseThrow());
    words.addAll(List.of("-cp", classPath(), Main.class.getName()));
    words.addAll(List.of(command.substring("kvarium ".length()).split(" ")));
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(line).isTrue();
    return out;
  }
}
