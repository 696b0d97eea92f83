package dev.kvarium.cli;

import dev.kvarium.server.ClassLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code kvarium serve --class}. */
final class ClassOptions {
  @Option(
      names = "--class",
      paramLabel = "N|FILE",
      description =
          "serve a class: a world of its own for each of N learners, or for each name in FILE, on"
              + " the ports from --redis on; a token opens one, as password or with the name as"
              + " user")
  @Nullable String learners;

  @Option(
      names = "--secret",
      paramLabel = "WORD",
      description = "with --class: the same word gives the same tokens again")
  String secret = "";

  @Option(
      names = "--list",
      paramLabel = "SECONDS",
      description = "with --class: print who is where every so many seconds")
  int listSeconds;

  @Option(
      names = "--learner-memory",
      paramLabel = "MB",
      description = "with --class: what the data of each may take (${DEFAULT-VALUE})")
  int memory = 32;

  @Option(
      names = "--learner-cpu",
      paramLabel = "PERCENT",
      description = "with --class: what each may take of a processor (${DEFAULT-VALUE})")
  int cpu = 20;

  /** What each learner's world may take. */
  ClassLimits limits() {
    ClassLimits plain = ClassLimits.DEFAULT;
    return new ClassLimits(
        (long) memory << 20,
        cpu / 100.0,
        Duration.ofSeconds(1),
        plain.clients(),
        plain.heldBackBytes());
  }
}
