package dev.kvarium.script;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.DirectiveArguments;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code :run FILE}: follows a script in the world at hand, as if its lines were typed. */
public final class RunDirective implements DirectiveRow.Handler {
  /** Scripts may run scripts, but not without end. */
  private static final int DEEPEST = 8;

  private int depth;

  private RunDirective() {}

  /** Gives a lab the directive. */
  public static void register(Lab lab) {
    lab.register(
        new DirectiveRow(
            "run",
            "script",
            "FILE",
            "Follows a script, or a scenario by its name, in this world",
            new RunDirective()));
  }

  @Override
  public List<Part> handle(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(0, "the name of a file");
    arguments.atMost(1);
    if (depth == DEEPEST) {
      throw new Refusal(
          "cannot run "
              + name
              + ": scripts run scripts "
              + DEEPEST
              + " deep already; does one run"
              + " itself?");
    }
    Script script;
    try {
      script = ScriptParser.parse(name, lab.files().read(name));
    } catch (UnusableScript unusable) {
      throw new Refusal(unusable.what());
    }
    List<Part> parts = new ArrayList<>();
    int steps = 0;
    int bad = 0;
    final EventLog world = lab.events();
    final int before = lab.steps();
    depth++;
    try {
      for (Script.Step step : script.steps()) {
        StepResult result = ScriptRunner.follow(step, lab, OptionalLong.empty());
        steps++;
        if (result.verdict().isBad()) {
          bad++;
          parts.add(new Part.Problem(result.mismatch(script.name())));
        }
      }
    } finally {
      depth--;
    }
    String end = bad == 0 ? ", all as expected" : ", " + bad + " not as expected";
    int made = lab.events() == world ? lab.steps() - before : 0;
    String back = made > 1 ? "; :back " + made + " takes all of it back" : "";
    parts.add(new Part.Said(name + ": " + steps + (steps == 1 ? " step" : " steps") + end + back));
    return parts;
  }
}
