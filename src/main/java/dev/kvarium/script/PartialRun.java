package dev.kvarium.script;

import dev.kvarium.lab.Durations;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A script that was replayed up to a point of virtual time, and the lab as it stands there.
 *
 * @param wrong the steps that did not come as the script expects, or failed
 */
public record PartialRun(Lab lab, List<StepResult> wrong) {
  /**
   * Replays a script in a world of its own. What would go beyond the time is not done; where the
   * script ends before it, the rest of the time passes.
   *
   * @param atMicros since the start of the world; empty: to the end of the script
   */
  public static PartialRun of(
      Script script, OptionalLong atMicros, OptionalLong seed, TextFiles files) {
    WorldSpec spec = WorldSpec.DEFAULT;
    Lab lab = Lab.open(seed.isPresent() ? spec.withSeed(seed.getAsLong()) : spec, files);
    RunDirective.register(lab);
    List<StepResult> wrong = new ArrayList<>();
    for (Script.Step step : script.steps()) {
      StepResult result = ScriptRunner.follow(step, lab, seed);
      if (atMicros.isPresent() && sinceStart(lab) > atMicros.getAsLong()) {
        takeBack(lab, atMicros.getAsLong());
        break;
      }
      if (result.verdict() == Verdict.DIFFERS || result.verdict() == Verdict.FAILED) {
        wrong.add(result);
      }
    }
    if (atMicros.isPresent() && sinceStart(lab) < atMicros.getAsLong()) {
      lab.enter("+ " + Durations.exact(atMicros.getAsLong() - sinceStart(lab)));
    }
    return new PartialRun(lab, List.copyOf(wrong));
  }

  private static void takeBack(Lab lab, long atMicros) {
    while (sinceStart(lab) > atMicros && !lab.enter(":back").failed()) {
      // a step of a script that was run by it may be several of the lab's
    }
  }

  private static long sinceStart(Lab lab) {
    return lab.nowMicros() - lab.startMicros();
  }
}
