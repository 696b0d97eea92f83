package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Making worlds, and who speaks to whom in them. */
final class WorldDirectives {
  private static final String GROUP = "world";

  private WorldDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "world",
            GROUP,
            "[WORLD | redis|memcached [NAME=VALUE ...]]",
            "Goes to a world, or begins it anew (seed= epoch= disk-sync= disk-… or of"
                + " redis.conf; m= f= slab_automove= or other options of memcached); alone names"
                + " it",
            WorldDirectives::world),
        new DirectiveRow(
            "node",
            GROUP,
            "[NAME [redis|memcached|sentinel] [OPTION=VALUE ...]]",
            "Adds a node; alone lists them. A sentinel takes monitor=NODE, which it watches under"
                + " the name mymaster, quorum= down-after-milliseconds= failover-timeout="
                + " parallel-syncs=",
            WorldDirectives::node),
        new DirectiveRow(
            "use",
            GROUP,
            "NODE",
            "Lets the prompt speak to a node",
            (lab, arguments) -> {
              String name = arguments.word(0, "the name of a node");
              arguments.atMost(1);
              lab.node(FaultDirectives.node(lab, name));
              return List.of();
            }),
        new DirectiveRow(
            "client",
            GROUP,
            "[NAME]",
            "Lets the prompt speak as a client of that name; alone lists them",
            WorldDirectives::client),
        new DirectiveRow(
            "set",
            GROUP,
            "[NAME VALUE [NODE]]",
            "Changes how a disk behaves: disk-sync, disk-write and disk-rename DURATION, disk-torn"
                + " yes|no, disk-capacity SIZE|no, disk-fail-write, disk-fail-sync and"
                + " disk-fail-rename EIO|ENOSPC|…|no, disk-fail-files GLOB; alone lists it",
            WorldDirectives::set));
  }

  private static List<Part> world(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(lab.spec().line()));
    }
    String first = arguments.words().getFirst();
    if (first.indexOf('=') < 0 && !ForkDirectives.isKind(first)) {
      String name = ForkDirectives.worldOrKind(lab, first);
      arguments.atMost(1);
      return ForkDirectives.enter(lab, name);
    }
    lab.begin(WorldSpec.parse(arguments.words()));
    return List.of();
  }

  private static List<Part> node(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      List<Part> parts = new ArrayList<>();
      for (String name : lab.nodes()) {
        Optional<PortMachine> port = lab.world().port(name);
        boolean up =
            lab.redis(name).isPresent()
                || lab.memcached(name).isPresent()
                || port.map(PortMachine::isUp).orElse(false);
        boolean frozen = lab.world().isFrozen(name);
        parts.add(
            new Part.Said(
                name
                    + (name.equals(lab.node()) ? " (at the prompt)" : "")
                    + ": "
                    + lab.scene(name).models()
                    + (up ? ", up" : ", down")
                    + (frozen ? ", standing still" : "")));
      }
      return parts;
    }
    String name = arguments.words().getFirst();
    if (!Clients.isName(name)) {
      throw new Refusal(
          "'" + name + "' cannot name a node: take letters, digits, dot, dash and underscore");
    }
    if (lab.world().has(name)) {
      throw new Refusal("there is a node " + name + " already: :use " + name + " speaks to it");
    }
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (String word : arguments.words().subList(1, arguments.count())) {
      if (options.isEmpty()
          && (word.equals(World.MEMCACHED)
              || word.equals("redis")
              || word.equals(SentinelOptions.KIND))) {
        options.put(World.KIND, word);
        continue;
      }
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw new Refusal(":node takes option=value behind the name, not '" + word + "'");
      }
      options.put(name(options, word.substring(0, equals)), word.substring(equals + 1));
    }
    SentinelOptions.complete(lab, options);
    Step.AddNode step = new Step.AddNode(name, options);
    lab.perform(
        step,
        true,
        in -> {
          in.addNode(name, options);
          return step;
        });
    return List.of();
  }

  /** An option's name: memcached's, alone of all, tell large letters from small ones. */
  private static String name(SequencedMap<String, String> options, String typed) {
    boolean cache = World.MEMCACHED.equals(options.get(World.KIND));
    return cache ? typed : typed.toLowerCase(Locale.ROOT);
  }

  private static List<Part> client(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    if (arguments.count() == 0) {
      return List.of(new Part.Said(String.join("\n", lab.clients())));
    }
    String name = arguments.words().getFirst();
    if (!Clients.isName(name)) {
      throw new Refusal(
          "'" + name + "' cannot name a client: take letters, digits, dot, dash and underscore");
    }
    lab.client(name);
    return List.of();
  }

  private static List<Part> set(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(3);
    Machine machine = FaultDirectives.machine(lab, arguments.word(2).orElse(lab.node()));
    if (arguments.count() == 0) {
      StringBuilder text = new StringBuilder();
      NodeOptions.words(machine.disk().settings())
          .forEach(
              (name, value) ->
                  text.append(text.isEmpty() ? "" : "\n").append(name).append(' ').append(value));
      return List.of(new Part.Said(text.toString()));
    }
    String option = arguments.words().getFirst().toLowerCase(Locale.ROOT);
    String value = arguments.word(1, "a value for " + option);
    Step.SetDisk step = new Step.SetDisk(machine.name(), option, value);
    lab.perform(
        step,
        true,
        in -> {
          in.faults().setDisk(step);
          return step;
        });
    return List.of();
  }
}
