package dev.kvarium.lab;

import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Several worlds side by side, copied from one another. */
final class ForkDirectives {
  private static final String GROUP = "world";

  /** What begins a world behind {@code :world}, or will, and so cannot name one. */
  private static final Set<String> KINDS =
      new TreeSet<>(List.of("redis", "memcached", "cluster", "app"));

  private ForkDirectives() {}

  /** Whether a word says what kind of world to begin. */
  static boolean isKind(String word) {
    return KINDS.contains(word);
  }

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "fork",
            GROUP,
            "NAME",
            "Copies this world as it is, and goes on in the copy; this one stays as it is",
            ForkDirectives::fork),
        new DirectiveRow(
            "worlds", GROUP, "", "Lists the worlds that there are", ForkDirectives::worlds),
        new DirectiveRow(
            "drop", GROUP, "WORLD", "Forgets a world that you are not in", ForkDirectives::drop),
        new DirectiveRow(
            "diff",
            GROUP,
            "WORLD",
            "Says what differs between this world and another",
            ForkDirectives::diff));
  }

  private static List<Part> fork(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(0, "a name for the copy");
    arguments.atMost(1);
    if (!Clients.isName(name)) {
      throw new Refusal(
          "'" + name + "' cannot name a world: take letters, digits, dot, dash and underscore");
    }
    if (isKind(name)) {
      throw new Refusal("'" + name + "' is a kind of world: take another name");
    }
    if (lab.worlds().contains(name)) {
      throw new Refusal("there is a world " + name + " already: :world " + name + " goes there");
    }
    String before = lab.worldName();
    lab.allWorlds().fork(name);
    return List.of(
        new Part.Said(
            "in " + name + ", a copy of " + before + "; :world " + before + " goes back"));
  }

  /** Goes on in a world that is there. */
  static List<Part> enter(Lab lab, String name) {
    lab.allWorlds().enter(name);
    return List.of(new Part.Said(line(lab, name)));
  }

  private static List<Part> worlds(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(0);
    List<Part> parts = new ArrayList<>();
    for (String name : lab.worlds()) {
      parts.add(new Part.Said(line(lab, name)));
    }
    return parts;
  }

  private static String line(Lab lab, String name) {
    Timeline each = lab.timeline(name);
    World world = each.world();
    int ahead = each.allSteps() - each.steps();
    return name
        + (name.equals(lab.worldName()) ? " (here)" : "")
        + ": "
        + Durations.sinceStart(world.nowMicros() - world.startMicros())
        + ", "
        + Quantity.count(each.steps(), "step")
        + (ahead == 0 ? "" : " and " + ahead + " ahead");
  }

  private static List<Part> drop(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = world(lab, arguments.word(0, "the name of a world"));
    arguments.atMost(1);
    if (name.equals(lab.worldName())) {
      throw new Refusal(
          "you are in "
              + name
              + (lab.worlds().size() == 1
                  ? ", and there is no other to go to"
                  : ": go to another first, as by :world "
                      + lab.worlds().stream()
                          .filter(each -> !each.equals(name))
                          .findFirst()
                          .get()));
    }
    lab.allWorlds().drop(name);
    return List.of(new Part.Said(name + " is forgotten"));
  }

  private static List<Part> diff(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = world(lab, arguments.word(0, "the name of the other world"));
    arguments.atMost(1);
    return List.of(new Part.Said(WorldDifference.of(lab, name)));
  }

  /** The name of a world that is there, or a refusal for what may be meant as a kind. */
  static String worldOrKind(Lab lab, String name) throws Refusal {
    if (!lab.worlds().contains(name) && NearWords.to(name, lab.worlds(), 1).isEmpty()) {
      throw new Refusal(
          "there is no world of kind '"
              + name
              + "': write :world redis; nor one of that name: there "
              + there(lab));
    }
    return world(lab, name);
  }

  /** The name of a world that is there. */
  static String world(Lab lab, String name) throws Refusal {
    if (!lab.worlds().contains(name)) {
      throw new Refusal(
          "there is no world '"
              + name
              + "'"
              + NearWords.question(
                  name, lab.worlds(), "there " + there(lab) + ", and :world redis begins one"));
    }
    return name;
  }

  private static String there(Lab lab) {
    return (lab.worlds().size() == 1 ? "is " : "are ") + String.join(", ", lab.worlds());
  }
}
