package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The redis-cli of this machine, run with some words. */
public final class RedisCli {
  private RedisCli() {}

  /** What it says and how it ends. */
  public record Said(int exit, String text) {}

  /** Runs it; what it says, which must be the end of something that went well. */
  public static String run(String... words) throws IOException, InterruptedException {
    Said said = say(words);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text();
  }

  /** Runs it, however it ends; where there is none the test is skipped, but fails in CI. */
  public static Said say(String... words) throws IOException, InterruptedException {
    return answering("", words);
  }

  /** Runs it, and types an answer to what it asks. */
  public static Said answering(String typed, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("redis-cli"));
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream keyboard = process.getOutputStream()) {
        keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), said);
    } catch (IOException none) {
      if (System.getenv("CI") != null) {
        throw none;
      }
      Assumptions.abort("redis-cli is needed");
      throw none;
    }
  }
}
