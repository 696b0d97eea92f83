package dev.kvarium.lab;

import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rings by which clients share out their keys. */
final class RingDirectives {
  private static final List<String> OPTIONS = List.of("distribution", "hash", "hash-tag", "format");

  private static final int REDIS_PORT = 6379;
  private static final int MEMCACHED_PORT = 11_211;
  private static final int MOST_WEIGHT = 1_000_000;

  private RingDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "ring",
            "world",
            "[RING LIBRARY [OPTION=VALUE ...] NODE[:WEIGHT] ... | RING add NODE[:WEIGHT] | RING"
                + " remove NODE]",
            "Makes a ring over nodes, as a library does it: twemproxy, libmemcached, libketama,"
                + " spymemcached, plain; with distribution= hash= hash-tag= format=. RING> SET a 1"
                + " goes to the node of a; :show ring draws it",
            RingDirectives::ring));
  }

  private static List<Part> ring(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(lab)));
    }
    String name = arguments.word(0, "the name of a ring");
    String second = arguments.word(1, "the name of a library").toLowerCase(Locale.ROOT);
    return switch (second) {
      case "add" -> add(lab, arguments, name);
      case "remove" -> remove(lab, arguments, name);
      default -> make(lab, arguments, name, second);
    };
  }

  private static String told(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (NodeRing each : lab.world().rings()) {
      lines.add(each.name() + ": " + each.method() + " over " + each.nodes());
    }
    return lines.isEmpty()
        ? "there is no ring: :ring r twemproxy main b makes one over two nodes"
        : String.join("\n", lines);
  }

  private static List<Part> make(Lab lab, DirectiveArguments arguments, String name, String library)
      throws Refusal {
    if (!Clients.isName(name)) {
      throw new Refusal("'" + name + "' cannot be the name of a ring: take letters, digits, -, _");
    }
    if (lab.world().has(name)) {
      throw new Refusal(name + " is a node: give the ring another name");
    }
    String[] values = {"", "", "", ""};
    List<Server> servers = new ArrayList<>();
    for (String word : arguments.words().subList(2, arguments.count())) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        server(lab, word, servers);
        continue;
      }
      String option = word.substring(0, equals).toLowerCase(Locale.ROOT);
      int which = OPTIONS.indexOf(option);
      if (which < 0) {
        throw new Refusal(
            ":ring takes no '"
                + option
                + "'"
                + NearWords.question(option, OPTIONS, "it takes " + String.join(", ", OPTIONS)));
      }
      values[which] = word.substring(equals + 1);
    }
    Rings.Choice choice = new Rings.Choice(library, values[0], values[1], values[2], values[3]);
    return set(lab, new Step.SetRing(name, choice, List.copyOf(servers)));
  }

  private static List<Part> add(Lab lab, DirectiveArguments arguments, String name) throws Refusal {
    NodeRing ring = known(lab, name);
    arguments.atMost(3);
    List<Server> servers = new ArrayList<>(ring.servers());
    server(lab, arguments.word(2, "the node to add"), servers);
    return set(lab, new Step.SetRing(name, ring.choice(), List.copyOf(servers)));
  }

  private static List<Part> remove(Lab lab, DirectiveArguments arguments, String name)
      throws Refusal {
    NodeRing ring = known(lab, name);
    String node = arguments.word(2, "the node to remove");
    arguments.atMost(3);
    List<Server> servers = new ArrayList<>(ring.servers());
    if (!servers.removeIf(each -> each.host().equals(node))) {
      throw new Refusal(node + " is not in " + name + ": there are " + ring.nodes());
    }
    return set(lab, new Step.SetRing(name, ring.choice(), List.copyOf(servers)));
  }

  private static NodeRing known(Lab lab, String name) throws Refusal {
    Optional<NodeRing> ring = lab.world().ring(name);
    return ring.orElseThrow(
        () -> {
          List<String> names = lab.world().rings().stream().map(NodeRing::name).toList();
          return new Refusal(
              "there is no ring '"
                  + name
                  + "'"
                  + NearWords.question(name, names, ":ring lists them, and makes one"));
        });
  }

  /** Reads {@code NODE} or {@code NODE:WEIGHT}, of a node that is there and not in the ring. */
  private static void server(Lab lab, String word, List<Server> servers) throws Refusal {
    int colon = word.indexOf(':');
    String node = colon < 0 ? word : word.substring(0, colon);
    String weight = colon < 0 ? "1" : word.substring(colon + 1);
    if (lab.world().machine(node).isEmpty() && lab.world().cache(node).isEmpty()) {
      throw new Refusal(
          "there is no node '"
              + node
              + "'"
              + NearWords.question(node, lab.nodes(), ":node adds one"));
    }
    if (!weight.matches("[1-9][0-9]{0,6}") || Integer.parseInt(weight) > MOST_WEIGHT) {
      throw new Refusal(
          "'" + weight + "' in '" + word + "' is not a weight from 1 to " + MOST_WEIGHT);
    }
    if (servers.stream().anyMatch(each -> each.host().equals(node))) {
      throw new Refusal(node + " is in the ring already");
    }
    int port = lab.world().cache(node).isPresent() ? MEMCACHED_PORT : REDIS_PORT;
    servers.add(new Server(node, port, Integer.parseInt(weight), ""));
  }

  private static List<Part> set(Lab lab, Step.SetRing step) throws Refusal {
    try {
      lab.perform(
          step,
          true,
          world -> {
            world.setRing(step);
            return step;
          });
    } catch (IllegalArgumentException impossible) {
      throw new Refusal(String.valueOf(impossible.getMessage()));
    }
    NodeRing ring = lab.world().ring(step.ring()).orElseThrow();
    return List.of(new Part.Said(ring.name() + ": " + ring.method() + " over " + ring.nodes()));
  }
}
