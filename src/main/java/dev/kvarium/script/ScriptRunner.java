package dev.kvarium.script;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;

/** Replays scripts on a lab and compares what they expect with what comes. */
public final class ScriptRunner {
  private ScriptRunner() {}

  /**
   * Replays a script in a world of its own.
   *
   * @param seed for every world of the script, whatever the script says; empty: as it says
   * @param files for its {@code :run} and {@code :save}
   */
  public static ScriptResult run(Script script, OptionalLong seed, TextFiles files) {
    return run(script, seed, files, true, true);
  }

  /**
   * The same without what nobody wants, since that is done sooner.
   *
   * @param watched whether the parts of the results are to hold glass lines
   * @param metrics whether the metrics at the end are wanted
   */
  static ScriptResult run(
      Script script, OptionalLong seed, TextFiles files, boolean watched, boolean metrics) {
    WorldSpec spec = WorldSpec.DEFAULT;
    Lab lab = Lab.open(seed.isPresent() ? spec.withSeed(seed.getAsLong()) : spec, files);
    RunDirective.register(lab);
    lab.watched(watched);
    return run(script, lab, seed, metrics);
  }

  /** Replays a script on a lab as it stands. */
  public static ScriptResult run(Script script, Lab lab) {
    return run(script, lab, OptionalLong.empty(), true);
  }

  private static ScriptResult run(Script script, Lab lab, OptionalLong seed, boolean metrics) {
    List<StepResult> results = new ArrayList<>();
    for (Script.Step step : script.steps()) {
      results.add(follow(step, lab, seed));
    }
    return new ScriptResult(
        script,
        lab.spec().line(),
        lab.startMicros(),
        results,
        metrics ? lab.metrics() : new LinkedHashMap<>(),
        lab.events().all());
  }

  /** Enters one step of a script and compares. */
  public static StepResult follow(Script.Step step, Lab lab) {
    return follow(step, lab, OptionalLong.empty());
  }

  /** Enters one step and compares. */
  static StepResult follow(Script.Step step, Lab lab, OptionalLong seed) {
    String entry = step.line().entry();
    if (seed.isPresent() && step.line() instanceof ScriptLine.Directive directive) {
      entry = withSeed(directive, lab, seed.getAsLong());
    }
    Outcome outcome = lab.enter(entry);
    String got = PartText.answer(outcome.parts(), !step.isChecked() || step.expectsDeliveries());
    Verdict verdict;
    String problem = "";
    if (step.isChecked()) {
      boolean same = Difference.same(step.expectedText(), got);
      verdict = same ? Verdict.HOLDS : Verdict.DIFFERS;
      problem = same ? "" : Difference.show(step.expectedText(), got);
    } else if (outcome.failed()) {
      verdict = Verdict.FAILED;
      problem = "  " + PartText.problems(outcome.parts()).replace("\n", "\n  ");
    } else {
      verdict = step.line().isCheck() ? Verdict.HOLDS : Verdict.DONE;
    }
    return new StepResult(step, verdict, got, problem, lab.nowMicros(), outcome.parts());
  }

  /** A {@code :world} line that begins a world, with another seed; any other line as it is. */
  private static String withSeed(ScriptLine.Directive directive, Lab lab, long seed) {
    String text = directive.text();
    if (!text.startsWith("world ") || lab.worlds().contains(text.substring(6).strip())) {
      return directive.entry();
    }
    StringBuilder line = new StringBuilder(":");
    int start = 0;
    while (start < text.length()) {
      int blank = text.indexOf(' ', start);
      int end = blank < 0 ? text.length() : blank;
      String word = text.substring(start, end);
      if (!word.isEmpty() && !word.startsWith("seed=")) {
        line.append(word).append(' ');
      }
      start = end + 1;
    }
    return line.append("seed=").append(seed).toString();
  }
}
