package dev.kvarium.lab;

import dev.kvarium.sim.LinkSettings;
import dev.kvarium.sim.NetworkSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Breaking what is between nodes, and letting processes stand still. */
final class NetworkDirectives {
  private static final String GROUP = "break";
  private static final List<String> OPTIONS = List.of("latency", "jitter", "bandwidth", "loss");

  private NetworkDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "partition",
            GROUP,
            "NODE NODE [one-way]",
            "Cuts the link between two nodes: connections stall, nobody is told; one-way: only what"
                + " the first sends is lost",
            NetworkDirectives::partition),
        new DirectiveRow(
            "heal", GROUP, "", "Mends all links that were cut", NetworkDirectives::heal),
        new DirectiveRow(
            "reset",
            GROUP,
            "NODE NODE",
            "Ends the connections between two nodes at once; they may connect again",
            NetworkDirectives::reset),
        new DirectiveRow(
            "freeze",
            GROUP,
            "[NODE]",
            "Lets a process stand still as SIGSTOP does; its kernel receives and acknowledges on",
            (lab, arguments) -> freeze(lab, arguments, true)),
        new DirectiveRow(
            "thaw",
            GROUP,
            "[NODE]",
            "Lets a frozen process go on",
            (lab, arguments) -> freeze(lab, arguments, false)),
        new DirectiveRow(
            "link",
            GROUP,
            "[NODE NODE [OPTION=VALUE ...]]",
            "Sets how bytes travel between two nodes: latency=20ms jitter=5ms bandwidth=BYTES a"
                + " second loss=N of 1000; alone tells of all links",
            NetworkDirectives::link));
  }

  /** The name of a node that is at the network. */
  private static String at(Lab lab, DirectiveArguments arguments, int index) throws Refusal {
    return FaultDirectives.node(lab, arguments.word(index, "the name of a node"));
  }

  /**
   * The name of a node, or of an application, which also reaches what is no node at the network.
   */
  private static String end(Lab lab, DirectiveArguments arguments, int index) throws Refusal {
    String name = arguments.word(index, "the name of a node");
    boolean cache = lab.world().cache(name).isPresent() && !lab.world().apps().plans().isEmpty();
    return cache || lab.world().apps().plan(name).isPresent() ? name : at(lab, arguments, index);
  }

  private static void two(String one, String other) throws Refusal {
    if (one.equals(other)) {
      throw new Refusal("between " + one + " and itself there is no link: name two nodes");
    }
  }

  private static List<Part> partition(Lab lab, DirectiveArguments arguments) throws Refusal {
    String from = end(lab, arguments, 0);
    String to = end(lab, arguments, 1);
    two(from, to);
    String how = arguments.word(2).orElse("").toLowerCase(Locale.ROOT);
    arguments.atMost(3);
    if (!how.isEmpty() && !how.equals("one-way")) {
      throw new Refusal(":partition takes one-way behind the nodes, not '" + how + "'");
    }
    Step.Partition step = new Step.Partition(from, to, how.equals("one-way"), false);
    return performed(lab, step, world -> world.faults().partition(step));
  }

  private static List<Part> reset(Lab lab, DirectiveArguments arguments) throws Refusal {
    String from = at(lab, arguments, 0);
    String to = at(lab, arguments, 1);
    two(from, to);
    arguments.atMost(2);
    Step.Partition step = new Step.Partition(from, to, false, true);
    return performed(lab, step, world -> world.faults().partition(step));
  }

  private static List<Part> heal(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(0);
    if (!lab.world().network().isCut()) {
      throw new Refusal("no link is cut: :partition cuts one");
    }
    Step.Heal step = new Step.Heal();
    return performed(lab, step, world -> world.faults().heal());
  }

  private static List<Part> freeze(Lab lab, DirectiveArguments arguments, boolean frozen)
      throws Refusal {
    arguments.atMost(1);
    String name = FaultDirectives.node(lab, arguments.word(0).orElse(lab.node()));
    Optional<PortMachine> port = lab.world().port(name);
    boolean up =
        port.map(PortMachine::isUp).orElse(false)
            || lab.redis(name).isPresent()
            || lab.memcached(name).isPresent();
    if (!up) {
      throw new Refusal(name + " is down: :restart brings it back");
    }
    if (lab.world().isFrozen(name) == frozen) {
      throw new Refusal(
          frozen
              ? name + " stands still already: :thaw lets it go on"
              : name + " does not stand still: :freeze does that");
    }
    Step.Freeze step = new Step.Freeze(name, frozen);
    return performed(lab, step, world -> world.faults().freeze(step));
  }

  private static List<Part> link(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(lab)));
    }
    String from = end(lab, arguments, 0);
    String to = end(lab, arguments, 1);
    two(from, to);
    LinkSettings settings = lab.world().network().link(from, to);
    if (arguments.count() == 2) {
      return List.of(
          new Part.Said(text(lab, from, to, settings)),
          new Part.Said(text(lab, to, from, lab.world().network().link(to, from))));
    }
    for (String word : arguments.words().subList(2, arguments.count())) {
      settings = changed(settings, word);
    }
    Step.Link step = new Step.Link(from, to, settings);
    return performed(lab, step, world -> world.faults().link(step));
  }

  private static LinkSettings changed(LinkSettings settings, String word) throws Refusal {
    int equals = word.indexOf('=');
    String option = word.substring(0, Math.max(0, equals)).toLowerCase(Locale.ROOT);
    String value = word.substring(equals + 1);
    return switch (option) {
      case "latency" -> settings.withLatencyMicros(Durations.parseMicros(value));
      case "jitter" -> settings.withJitterMicros(Durations.parseMicros(value));
      case "bandwidth" -> settings.withBytesPerSecond(number(option, value, Long.MAX_VALUE / 2));
      case "loss" -> settings.withLossPerMille((int) number(option, value, 1000));
      default ->
          throw new Refusal(
              ":link takes "
                  + String.join("=, ", OPTIONS)
                  + "= behind the nodes, not '"
                  + word
                  + "'"
                  + NearWords.question(option, OPTIONS, ""));
    };
  }

  private static long number(String option, String value, long most) throws Refusal {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw new Refusal(
        option
            + " takes a whole number"
            + (most == 1000 ? " of 1000" : " of bytes a second")
            + ", not '"
            + value
            + "'");
  }

  private static String told(Lab lab) {
    NetworkSnapshot network = lab.world().network().snapshot();
    List<String> lines = new ArrayList<>();
    for (NetworkSnapshot.Link each : network.links()) {
      lines.add(text(lab, each.from(), each.to(), each.settings()));
    }
    for (String each : network.frozen()) {
      lines.add(each + " stands still");
    }
    lines.add(
        "between "
            + (lines.isEmpty() ? "all nodes" : "all others")
            + ": latency "
            + Durations.exact(LinkSettings.DEFAULT.latencyMicros()));
    return String.join("\n", lines);
  }

  private static String text(Lab lab, String from, String to, LinkSettings link) {
    return from
        + " → "
        + to
        + ": latency "
        + Durations.exact(link.latencyMicros())
        + (link.jitterMicros() == 0 ? "" : ", jitter " + Durations.exact(link.jitterMicros()))
        + (link.bytesPerSecond() == 0 ? "" : ", " + link.bytesPerSecond() + " bytes a second")
        + (link.lossPerMille() == 0 ? "" : ", loss " + link.lossPerMille() + " of 1000")
        + (lab.world().network().isCut(from, to) ? ", cut" : "");
  }

  /** What is done to the world. */
  private interface Done {
    void in(World world);
  }

  private static List<Part> performed(Lab lab, Step step, Done done) throws Refusal {
    lab.perform(
        step,
        true,
        world -> {
          done.in(world);
          return step;
        });
    Commands commands = new Commands(lab);
    List<Part> parts = new ArrayList<>(commands.delivered());
    parts.addAll(commands.glass());
    return parts;
  }
}
