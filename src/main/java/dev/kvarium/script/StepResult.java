package dev.kvarium.script;

import dev.kvarium.lab.Part;
import java.util.List;

/**
 * One step as it went.
 *
 * @param got what was answered, as text: the reply as redis-cli prints it, or what the lab said;
 *     lines parted by line feeds, empty where there was no answer
 * @param problem what went wrong; empty when nothing did, or when it was expected
 * @param atMicros the Unix time of the world after the step, in microseconds
 * @param parts all that the lab answered
 */
public record StepResult(
    Script.Step step,
    Verdict verdict,
    String got,
    String problem,
    long atMicros,
    List<Part> parts) {

  /**
   * File, line, what was asked, and what is wrong with the answer; without a line feed at its end.
   */
  public String mismatch(String file) {
    String what = verdict == Verdict.DIFFERS ? "another reply than expected to " : "";
    String line = ScriptLine.withoutEnd(step.line().source());
    String shown = line.length() <= 100 ? line : line.substring(0, 100) + "…";
    return file + ":" + number() + ": " + what + shown + "\n" + problem;
  }

  /** The number of the step's line, from 1. */
  public int number() {
    return step.line().number();
  }
}
