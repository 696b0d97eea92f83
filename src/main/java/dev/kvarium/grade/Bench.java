package dev.kvarium.grade;

import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Attempt;
import dev.kvarium.lesson.Journal;
import dev.kvarium.redis.RedisNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the lines of one task are entered: only those that stay within its world, and only as far
 * as the {@link Limits} go.
 */
final class Bench {
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int MOST_NOTES = 10;

  /** Directives that lead out of the world of a task, or to the machine. */
  private static final Set<String> WAYS_OUT =
      Set.of(
          "world", "fork", "drop", "sandbox", "back", "seek", "run", "save", "export", "share",
          "open");

  /** Groups and names of directives that only look, or only matter to a person. */
  private static final Set<String> LOOKS =
      Set.of("help", "look", "learn", "live", "speed", "stepped", "pause", "worlds", "diff");

  private final Attempt attempt;
  private final Lab lab;
  private final Limits limits;
  private final List<String> notes = new ArrayList<>();
  private final long startMicros;
  private int facts;

  Bench(Attempt attempt, Limits limits) {
    this.attempt = attempt;
    this.lab = attempt.lab();
    this.limits = limits;
    this.startMicros = lab.nowMicros();
    for (DirectiveRow row : List.copyOf(lab.directives())) {
      if (row.name().equals("repeat")) {
        lab.register(bounded(row));
      } else if (WAYS_OUT.contains(row.name()) || looks(row)) {
        lab.register(barred(row));
      }
    }
    lab.events().guard(this::fact);
    limits.watch().begins(lab);
  }

  /** Its world is looked at from now on, and nothing more is entered. */
  void close() {
    lab.events().guard(() -> {});
    limits.watch().ends();
  }

  /** Many commands at once: that they are too many is seen before they are made. */
  private DirectiveRow bounded(DirectiveRow row) {
    return new DirectiveRow(
        row.name(),
        row.group(),
        row.syntax(),
        row.doc(),
        (in, arguments) -> {
          String times = arguments.word(0).orElse("");
          if (times.matches("[0-9]{1,9}") && Integer.parseInt(times) > limits.facts()) {
            throw tooManyFacts();
          }
          return row.handler().handle(in, arguments);
        });
  }

  private OverLimit tooManyFacts() {
    return new OverLimit("its lines lead to more than " + limits.facts() + " facts");
  }

  private static boolean looks(DirectiveRow row) {
    return LOOKS.contains(row.name()) || LOOKS.contains(row.group());
  }

  private static DirectiveRow barred(DirectiveRow row) {
    boolean looks = looks(row);
    return new DirectiveRow(
        row.name(),
        row.group(),
        row.syntax(),
        row.doc(),
        (lab, arguments) -> {
          if (looks) {
            return List.of();
          }
          throw new Refusal(
              ":" + row.name() + " leads out of the task, and has no place in a journal");
        });
  }

  private void fact() {
    if (++facts > limits.facts()) {
      throw tooManyFacts();
    }
    if (facts % 4_096 == 0) {
      lookAtMemory();
    }
    limits.watch().look();
  }

  private void lookAtMemory() {
    for (String node : lab.nodes()) {
      Optional<RedisNode> redis = lab.redis(node);
      if (redis.isPresent() && redis.get().usedMemoryBytes() > limits.memoryBytes()) {
        throw new OverLimit(
            node + " takes more than " + (limits.memoryBytes() >> 20) + " MiB of memory");
      }
    }
  }

  /**
   * Enters lines until the task is done, or there are no more.
   *
   * @throws OverLimit when there is no end of it
   */
  void follow(List<Journal.Line> lines) {
    int entered = 0;
    for (Journal.Line line : lines) {
      if (++entered > limits.lines()) {
        throw new OverLimit("it has more than " + limits.lines() + " lines for one task");
      }
      if ("?~#".indexOf(line.text().charAt(0)) >= 0) {
        continue;
      }
      boundScripts();
      note(line, attempt.enter(line.text()));
      limits.watch().look();
      if (lab.nowMicros() - startMicros > limits.hours() * HOUR_MICROS) {
        throw new OverLimit("it lets more than " + limits.hours() + " h pass");
      }
      lookAtMemory();
      if (attempt.isDone()) {
        return;
      }
    }
  }

  /** A node that has been restarted has to be told again. */
  private void boundScripts() {
    for (String node : lab.nodes()) {
      lab.redis(node)
          .ifPresent(
              each ->
                  each.boundScripts(
                      micros -> {
                        limits.watch().look();
                        return false;
                      }));
    }
  }

  private void note(Journal.Line line, Outcome outcome) {
    if (notes.size() >= MOST_NOTES || !outcome.failed()) {
      return;
    }
    for (Part part : outcome.parts()) {
      if (part instanceof Part.Problem problem) {
        notes.add("line " + line.number() + ": " + problem.what());
      }
    }
  }

  /** Lines that could not be followed, and what was said of them; the first few. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
