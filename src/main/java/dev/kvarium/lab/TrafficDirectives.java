package dev.kvarium.lab;

import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Processes that send commands through the event loop of a node. */
final class TrafficDirectives {
  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_DEPTH = 10_000;
  private static final long MOST_REQUESTS = 1_000_000;

  private TrafficDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "traffic",
            "time",
            "[NAME [clients=N] [depth=N] [requests=N] [every=DURATION] [database=ssd|hdd] COMMAND"
                + " | stop NAME]",
            "Lets a process send a command over many connections, in batches, through the node's"
                + " event loop (:world redis loop=yes); {n} is the number, {n%100} that modulo"
                + " 100; alone tells how fast each was",
            TrafficDirectives::traffic));
  }

  private static List<Part> traffic(Lab lab, DirectiveArguments arguments) throws Refusal {
    String node = lab.node();
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(snapshot(lab, node))));
    }
    if (arguments.word(0, "a name").equals("stop")) {
      String name = arguments.word(1, "the name of what is to stop");
      arguments.atMost(2);
      snapshot(lab, node);
      Step.StopTraffic step = new Step.StopTraffic(node, name);
      boolean found = lab.perform(step, true, world -> world.stopTraffic(step));
      if (!found) {
        throw new Refusal("nobody sends by the name of " + name + ": :traffic tells who does");
      }
      return List.of();
    }
    snapshot(lab, node);
    TrafficSpec spec = parse(arguments);
    check(lab, node, spec);
    Step.Traffic step = new Step.Traffic(node, spec);
    lab.perform(step, true, world -> world.traffic(step));
    return List.of();
  }

  private static LoopSnapshot snapshot(Lab lab, String node) throws Refusal {
    return lab.world()
        .machine(node)
        .flatMap(Machine::loopSnapshot)
        .orElseThrow(
            () ->
                new Refusal(
                    "the event loop of "
                        + node
                        + " is not modelled, or it is down: :world redis loop=yes begins a world"
                        + " with one"));
  }

  static TrafficSpec parse(DirectiveArguments arguments) throws Refusal {
    String name = arguments.words().getFirst();
    if (!Clients.isName(name)) {
      throw new Refusal(
          "'" + name + "' cannot name a client: take letters, digits, dot, dash and underscore");
    }
    long clients = 1;
    long depth = 1;
    long requests = 1_000;
    long every = 0;
    String database = "";
    int at = 1;
    for (; at < arguments.count(); at++) {
      String word = arguments.words().get(at);
      int equals = word.indexOf('=');
      String option = equals < 0 ? "" : word.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = word.substring(equals + 1);
      switch (option) {
        case "clients" -> clients = number(option, value, MOST_CLIENTS);
        case "depth" -> depth = number(option, value, MOST_DEPTH);
        case "requests" -> requests = number(option, value, MOST_REQUESTS);
        case "every" -> every = Durations.parseMicros(value);
        case "database" -> database = database(value);
        default -> option = "";
      }
      if (option.isEmpty()) {
        break;
      }
    }
    arguments.word(at, "the command");
    return new TrafficSpec(
        name, (int) clients, (int) depth, requests, every, database, rest(arguments.line(), at));
  }

  /** What stands behind so many words after the directive's name. */
  static String rest(String line, int words) {
    int at = 0;
    for (int i = 0; i <= words; i++) {
      while (at < line.length() && line.charAt(at) != ' ') {
        at++;
      }
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
    }
    return line.substring(at);
  }

  static long number(String option, String value, long most) throws Refusal {
    if (value.matches("[0-9]{1,9}")
        && Long.parseLong(value) >= 1
        && Long.parseLong(value) <= most) {
      return Long.parseLong(value);
    }
    throw new Refusal(
        option
            + " takes a whole number from 1 to "
            + Quantity.count(most)
            + ", not '"
            + value
            + "'");
  }

  private static String database(String value) throws Refusal {
    if (TrafficSpec.DATABASES.stream().anyMatch(each -> each.name().equals(value))) {
      return value;
    }
    throw new Refusal("database takes ssd or hdd, not '" + value + "'");
  }

  private static void check(Lab lab, String node, TrafficSpec spec) throws Refusal {
    byte[][] words = spec.first();
    Optional<RedisNode> server = lab.redis(node);
    Optional<Command> command = server.flatMap(each -> Commands.row(each, words));
    if (command.isEmpty()) {
      throw new Refusal("there is no command '" + spec.text() + "'");
    }
    int unfit = Flags.BLOCKING | Flags.PUBSUB;
    boolean ends = List.of("quit", "shutdown", "monitor", "reset").contains(command.get().name());
    if (command.get().row().has(unfit) || ends) {
      throw new Refusal(
          command.get().row().typedName()
              + " does not answer each request with one reply: :traffic cannot count it");
    }
  }

  private static String told(LoopSnapshot seen) {
    if (seen.traffic().isEmpty()) {
      return "nobody has sent anything by :traffic";
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {"", "requests", "round trips", "took", "a second", "p50", "p99", "longest"});
    for (LoopSnapshot.Traffic each : seen.traffic()) {
      rows.add(row(each, seen.nowNanos()));
    }
    return TextTable.of(rows);
  }

  private static String[] row(LoopSnapshot.Traffic each, long nowNanos) {
    Histogram times = each.histogram();
    String left = each.endedNanos() == 0 ? " of " + Quantity.count(each.requests()) : "";
    return new String[] {
      each.name() + (each.through().equals("loop") ? "" : " (" + each.through() + ")"),
      Quantity.count(each.answered()) + left,
      Quantity.count(each.roundTrips()),
      Quantity.span(each.tookNanos(nowNanos) / 1_000),
      Quantity.count(StrictMath.round(each.perSecond(nowNanos))),
      Quantity.span(times.getValueAtPercentile(50) / 1_000),
      Quantity.span(times.getValueAtPercentile(99) / 1_000),
      Quantity.span(times.getMaxValue() / 1_000)
    };
  }
}
