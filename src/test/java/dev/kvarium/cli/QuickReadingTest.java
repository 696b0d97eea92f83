package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.repl.SessionOptions;
import dev.kvarium.script.RunOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickReadingTest {
  @Test
  void noArgumentsAreASession() {
    assertThat(read("")).isEqualTo(new Start.Session(OptionalLong.empty(), SessionOptions.DEFAULT));
  }

  @Test
  void theOptionsOfASessionAreRead() {
    assertThat(read("--seed -7 --ascii --no-color --narrate --glass --debug"))
        .isEqualTo(
            new Start.Session(
                OptionalLong.of(-7),
                SessionOptions.DEFAULT
                    .withAscii(true)
                    .withColour(false)
                    .withNarrate(true)
                    .withGlass(true)
                    .withDebug(true)));
  }

  @Test
  void theOptionsOfARunAreReadBeforeAndAfterItsFiles() {
    assertThat(read("run --format json a.kv --seed 3 b.kv --events e.json --update --transcript"))
        .isEqualTo(
            new Start.Replay(
                new RunOptions(
                    List.of("a.kv", "b.kv"),
                    "json",
                    Optional.of("e.json"),
                    true,
                    OptionalLong.of(3),
                    true)));
  }

  @Test
  void theVersionIsReadAlone() {
    assertThat(read("--version")).isEqualTo(new Start.About());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-V",
        "--version --ascii",
        "frobnicate",
        "--seed",
        "--seed x",
        "--sed 3",
        "run",
        "run --help",
        "run --format",
        "run --format xml a.kv",
        "run --seed a.kv",
        "run --events --update a.kv",
        "run a.kv -x",
        "run @files",
      })
  void whatIsNotAsItShouldBeIsLeftToPicocli(String line) {
    assertThat(read(line)).isNull();
  }

  private static Start read(String line) {
    return QuickReading.read(line.isEmpty() ? new String[0] : line.split(" "));
  }
}
