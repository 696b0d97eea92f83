package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as it is started: in a process of its own. */
class StartTest {
  @TempDir private Path folder;

  private record Ended(int status, String out, String err) {}

  @Test
  void theVersionIsOneLine() throws Exception {
    assertThat(start("", "--version"))
        .isEqualTo(new Ended(0, "kvarium 0.1.0 (models redis 7.0.15)\n", ""));
  }

  @Test
  void theVersionIsThatOfThePom() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>kvarium</artifactId>\n  <version>" + Version.NUMBER + "</version>");
  }

  @Test
  void linesOfAPipeAreAnswered() throws Exception {
    assertThat(start("SET user:1 ada\nOBJECT ENCODING user:1\n"))
        .isEqualTo(new Ended(0, "OK\n\"embstr\"\n", ""));
  }

  @Test
  void aScriptThatHoldsExitsWith0AndOneThatDoesNotWith1() throws Exception {
    Path holds = Files.writeString(folder.resolve("holds.kv"), "> SET a 1\nOK\n");
    Path differs = Files.writeString(folder.resolve("differs.kv"), "> SET a 1\nKO\n");
    assertThat(start("", "run", holds.toString()).status()).isEqualTo(0);
    assertThat(start("", "run", differs.toString()).status()).isEqualTo(1);
    assertThat(start("", "run", differs.toString(), holds.toString()).status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "frobnicate, there is no command 'frobnicate'",
    "some/where.kv, there is no command 'some/where.kv'; did you mean run some/where.kv?",
    "mine.md, there is no command 'mine.md'; did you mean lesson mine.md?",
    "rn, did you mean run?",
    "--sed, did you mean --seed?",
    "--seed, Missing required parameter",
    "run --format xml x, 'there is no format ''xml'', only text, json, junit'",
    "run --seed x y, 'x' is not a whole number",
    "run no-such-file.kv, no-such-file.kv",
  })
  void whatCannotBeUsedExitsWith2AndSaysWhy(String line, String why) throws Exception {
    Ended ended = start("", line.split(" "));
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("kvarium: ").contains(why).doesNotContain("\tat ");
  }

  @Test
  void theMannerMayBeSaidInFrontOfTheCommand() throws Exception {
    Path script = Files.writeString(folder.resolve("one.kv"), "> SADD a 1\n");
    String behind = start("", "show", "keyspace", script.toString(), "--ascii").out();
    assertThat(behind).isNotEmpty().matches("[\\x00-\\x7f]*");
    assertThat(start("", "--ascii", "show", "keyspace", script.toString()).out()).isEqualTo(behind);
  }

  @ParameterizedTest
  @CsvSource({"--help, Commands:", "run --help, --format", "--help run, Commands:"})
  void helpGoesToStandardOutput(String line, String part) throws Exception {
    Ended ended = start("", line.split(" "));
    assertThat(ended.status()).isEqualTo(0);
    assertThat(ended.out()).contains(part);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void whatAStartDoesNotNeedIsNotLoaded() throws Exception {
    Path script = Files.writeString(folder.resolve("one.kv"), "> SET a 1\nOK\n");
    for (List<String> words :
        List.of(List.of("--version"), List.of("run", script.toString()), List.<String>of())) {
      List<String> command = command(words);
      command.add(1, "-Xlog:class+load:file=" + folder.resolve("loaded") + ":none");
      Ended ended = start(command, "SET a 1\n");
      assertThat(ended.status()).as("%s: %s", words, ended.err()).isEqualTo(0);
      assertThat(Files.readAllLines(folder.resolve("loaded")))
          .as("classes loaded for %s", words)
          .anyMatch(line -> line.startsWith("dev.kvarium.cli.Main "))
          .noneMatch(
              line -> line.matches("(picocli|io\\.netty|org\\.jline|com\\.googlecode)\\..*"));
    }
  }

  private Ended start(String input, String... words) throws Exception {
    return start(command(List.of(words)), input);
  }

  private static List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.kvarium.cli.Main");
    command.addAll(words);
    return command;
  }

  private Ended start(List<String> command, String input) throws Exception {
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + command);
    }
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
