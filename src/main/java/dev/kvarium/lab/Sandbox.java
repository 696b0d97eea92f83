package dev.kvarium.lab;

import dev.kvarium.view.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * A copy of a world to try things in. Whoever follows the session, as a lesson does, does not
 * follow it there, and finds the world as it was left.
 *
 * @param name of the copy
 * @param home the world that was copied
 * @param steps how many steps that had then
 */
record Sandbox(String name, String home, int steps) {
  static final String NAME = "sandbox";

  static DirectiveRow row() {
    return new DirectiveRow(
        "sandbox",
        "world",
        "[end]",
        "Copies this world to try things in, a lesson's too; end forgets the copy and comes back",
        Sandbox::handle);
  }

  private static List<Part> handle(Lab lab, DirectiveArguments arguments) throws Refusal {
    Optional<String> word = arguments.word(0);
    arguments.atMost(1);
    if (word.isEmpty()) {
      return begin(lab);
    }
    if (word.get().equals("end")) {
      return end(lab);
    }
    throw new Refusal(":sandbox takes end or nothing, not '" + word.get() + "'");
  }

  private static List<Part> begin(Lab lab) throws Refusal {
    Optional<Sandbox> open = lab.sandbox().filter(each -> lab.worlds().contains(each.name()));
    if (open.isPresent()) {
      throw new Refusal(
          "there is a sandbox already, of "
              + open.get().home()
              + ": :sandbox end forgets it, :world "
              + open.get().name()
              + " goes there");
    }
    String name = NAME;
    for (int i = 2; lab.worlds().contains(name); i++) {
      name = NAME + "-" + i;
    }
    String home = lab.worldName();
    lab.allWorlds().fork(name);
    lab.sandbox(Optional.of(new Sandbox(name, home, lab.steps())));
    return said("in a copy of this world: whatever you do here, :sandbox end is back before it");
  }

  private static List<Part> end(Lab lab) throws Refusal {
    Sandbox sandbox =
        lab.sandbox()
            .filter(each -> lab.worlds().contains(each.name()))
            .orElseThrow(() -> new Refusal("there is no sandbox: :sandbox begins one"));
    int made = lab.timeline(sandbox.name()).steps() - sandbox.steps();
    if (lab.worldName().equals(sandbox.name())) {
      lab.allWorlds()
          .enter(lab.worlds().contains(sandbox.home()) ? sandbox.home() : lab.worlds().getFirst());
    }
    lab.allWorlds().drop(sandbox.name());
    lab.sandbox(Optional.empty());
    return said(
        "back, at "
            + Durations.sinceStart(lab.nowMicros() - lab.startMicros())
            + " as it was left"
            + (made > 0 ? "; " + Quantity.count(made, "step") + " in the sandbox forgotten" : ""));
  }

  private static List<Part> said(String text) {
    return List.of(new Part.Said(text));
  }
}
