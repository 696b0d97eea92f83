package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.client.SlotClient;
import dev.kvarium.client.SlotPlan;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code :cluster}: making a Redis Cluster, moving its slots, using it. */
final class ClusterDirective {
  private static final List<String> FORMS =
      List.of(
          "create",
          "add",
          "reshard",
          "move",
          "rebalance",
          "step",
          "wait",
          "stop",
          "failover",
          "client",
          "traffic");
  private static final int MOST_NODES = 200;
  private static final int PORT = 6379;

  private ClusterDirective() {}

  static DirectiveRow row() {
    return new DirectiveRow(
        "cluster",
        "world",
        "[create PRIMARIES [REPLICAS] [OPTION=VALUE ...] | add NODE [PRIMARY] | reshard all|NODE"
            + " NODE SLOTS | move SLOT NODE | rebalance [use-empty-masters] [NODE=WEIGHT ...] |"
            + " step [ORDERS] | wait | stop [CLIENT] | failover NODE [force|takeover] | client"
            + " CLIENT [OPTION=VALUE ...] | traffic CLIENT [OPTION=VALUE ...] COMMAND]",
        "Makes a Redis Cluster, and does to it what redis-cli --cluster does, an order a round"
            + " trip, while time passes; step lets it give so many and hold; client: one with a map"
            + " of slots (refresh= attempts= timeout= cache=), which CLIENT> GET a asks; traffic:"
            + " clients= requests= every=; alone tells how all stands",
        ClusterDirective::handle);
  }

  private static List<Part> handle(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(ClusterTold.of(lab)));
    }
    String form = arguments.words().getFirst().toLowerCase(Locale.ROOT);
    return switch (form) {
      case "create" -> create(lab, arguments);
      case "add" -> add(lab, arguments);
      case "reshard", "move", "rebalance" -> move(lab, arguments, form);
      case "step" -> {
        arguments.atMost(2);
        long orders = arguments.number(1, "orders", 1);
        yield await(lab, Optional.of(orders));
      }
      case "wait" -> {
        arguments.atMost(1);
        yield await(lab, Optional.empty());
      }
      case "stop" -> stop(lab, arguments);
      case "failover" -> failover(lab, arguments);
      case "client" -> client(lab, arguments);
      case "traffic" -> traffic(lab, arguments);
      default ->
          throw new Refusal(
              ":cluster knows no '"
                  + form
                  + "'"
                  + NearWords.question(form, FORMS, "it knows " + String.join(", ", FORMS)));
    };
  }

  private static List<Part> perform(Lab lab, ClusterStep what) throws Refusal {
    return perform(lab, what, "");
  }

  private static List<Part> perform(Lab lab, ClusterStep what, String said) throws Refusal {
    boolean came = lab.perform(new Step.OfCluster(what), true, world -> world.cluster(what));
    List<Part> parts = new ArrayList<>();
    if (!said.isEmpty()) {
      parts.add(new Part.Said(said));
    }
    if (!came) {
      parts.add(new Part.Said("an hour has passed, and it has not come to its end"));
    }
    Commands commands = new Commands(lab);
    parts.addAll(commands.delivered());
    parts.addAll(commands.glass());
    return parts;
  }

  // Nodes.

  private static List<Part> create(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.word(1, "how many primaries");
    long primaries = arguments.number(1, "primaries", 3);
    int options = 2;
    long replicas = 0;
    if (arguments.word(2).filter(word -> word.indexOf('=') < 0).isPresent()) {
      replicas = arguments.number(2, "replicas", 0);
      options = 3;
    }
    if (primaries < 1 || primaries * (1 + replicas) > MOST_NODES) {
      throw new Refusal(
          ":cluster create makes from 1 to "
              + MOST_NODES
              + " nodes, primaries and replicas together");
    }
    SequencedMap<String, String> given = options(arguments, options);
    clear(lab, given);
    ClusterStep.Create step = new ClusterStep.Create((int) primaries, (int) replicas, given);
    for (String each : ClusterForming.primaries(step.primaries())) {
      refuseTaken(lab, each, !each.equals(Lab.FIRST_NODE));
      for (String replica : ClusterForming.replicas(each, step.replicasEach())) {
        refuseTaken(lab, replica, true);
      }
    }
    lab.perform(new Step.OfCluster(step), true, world -> world.cluster(step));
    return List.of(new Part.Said(ClusterTold.of(lab)));
  }

  /** Sees to it that the first node is one of a cluster, and knows nobody yet. */
  private static void clear(Lab lab, SequencedMap<String, String> options) throws Refusal {
    if (!lab.spec().kind().equals(WorldSpec.DEFAULT.kind())) {
      throw new Refusal("a Redis Cluster needs Redis nodes: :world redis begins a world of one");
    }
    boolean clustered = lab.redis(Lab.FIRST_NODE).flatMap(RedisNode::cluster).isPresent();
    if (lab.steps() == 0 && (!clustered || !options.isEmpty())) {
      WorldSpec spec = lab.spec().with("cluster-enabled", "yes");
      for (String each : options.keySet()) {
        spec = spec.with(each, options.getOrDefault(each, ""));
      }
      lab.begin(spec);
      return;
    }
    Optional<ClusterSnapshot> main = lab.redis(Lab.FIRST_NODE).flatMap(RedisNode::cluster);
    if (main.isEmpty()) {
      throw new Refusal(
          "main runs without cluster-enabled, which only a start changes: :world redis begins a"
              + " world, and :cluster create as its first line makes main a part of the cluster");
    }
    if (main.get().nodes().size() > 1 || main.get().self().slots() > 0) {
      throw new Refusal(
          "main is in a cluster already: :cluster add adds a node, :world redis begins another"
              + " world");
    }
  }

  private static SequencedMap<String, String> options(DirectiveArguments arguments, int from)
      throws Refusal {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (String word : arguments.words().subList(from, arguments.count())) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw new Refusal(
            ":cluster "
                + arguments.words().getFirst()
                + " takes option=value here, not '"
                + word
                + "'");
      }
      options.put(word.substring(0, equals).toLowerCase(Locale.ROOT), word.substring(equals + 1));
    }
    return options;
  }

  private static void refuseTaken(Lab lab, String name, boolean fresh) throws Refusal {
    if (fresh
        && (lab.world().has(name)
            || lab.world().ring(name).isPresent()
            || lab.world().asked(name).isPresent()
            || name.equals(ClusterActors.OPERATOR))) {
      throw new Refusal("there is a " + name + " already: another name is needed");
    }
  }

  private static List<Part> add(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(1, "the name of the node");
    if (!Clients.isName(name)) {
      throw new Refusal("'" + name + "' cannot name a node: take letters, digits, -, _");
    }
    refuseTaken(lab, name, true);
    ClusterSnapshot seen = seen(lab);
    int options = 2;
    Optional<String> primary = arguments.word(2).filter(word -> word.indexOf('=') < 0);
    if (primary.isPresent()) {
      new ClusterMoves(lab, seen).primary(primary.get());
      options = 3;
    }
    String known = ClusterMoves.host(seen.myself());
    return perform(lab, new ClusterStep.Join(name, known, primary, options(arguments, options)));
  }

  /** What a node of the cluster knows: the one at the prompt, or the first that is up. */
  static ClusterSnapshot seen(Lab lab) throws Refusal {
    Optional<ClusterSnapshot> here = lab.redis(lab.node()).flatMap(RedisNode::cluster);
    return here.or(
            () ->
                lab.nodes().stream()
                    .flatMap(each -> lab.redis(each).stream())
                    .flatMap(each -> each.cluster().stream())
                    .findFirst())
        .orElseThrow(
            () -> new Refusal("there is no cluster here: :cluster create 3 1 makes one of six"));
  }

  // Slots.

  private static List<Part> move(Lab lab, DirectiveArguments arguments, String form)
      throws Refusal {
    ClusterMoves moves = new ClusterMoves(lab, seen(lab));
    if (lab.world().cluster().isMoving()) {
      throw new Refusal(
          "slots are being moved: :cluster wait lets that end, :cluster stop ends it");
    }
    moves.refuseOpen();
    List<SlotPlan.Move> plan =
        switch (form) {
          case "reshard" -> moves.reshard(arguments);
          case "move" -> moves.move(arguments);
          default -> moves.rebalance(arguments);
        };
    String order = String.join(" ", arguments.words());
    return perform(
        lab, new ClusterStep.Move(order, plan, moves.addresses()), ClusterTold.plan(plan));
  }

  private static List<Part> await(Lab lab, Optional<Long> orders) throws Refusal {
    boolean sending = lab.world().cluster().clients().stream().anyMatch(SlotClientMachine::isBusy);
    if (!lab.world().cluster().isMoving() && (orders.isPresent() || !sending)) {
      throw new Refusal(
          orders.isPresent()
              ? "no slot is being moved: :cluster move, reshard and rebalance begin to"
              : "there is nothing to wait for: no slot is being moved, and nobody sends");
    }
    return perform(lab, new ClusterStep.Await(orders));
  }

  private static List<Part> stop(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(2);
    Optional<String> client = arguments.word(1);
    if (client.isPresent()) {
      known(lab, client.get());
    } else if (!lab.world().cluster().isMoving()) {
      throw new Refusal("no slot is being moved; :cluster stop CLIENT ends the traffic of one");
    }
    return perform(lab, new ClusterStep.Stop(client));
  }

  private static List<Part> failover(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(1, "a replica, or the primary whose replica is to take its place");
    String how = arguments.word(2).orElse("").toLowerCase(Locale.ROOT);
    arguments.atMost(3);
    if (!List.of("", "force", "takeover").contains(how)) {
      throw new Refusal(
          ":cluster failover takes force or takeover behind the node, not '" + how + "'");
    }
    ClusterSnapshot seen = seen(lab);
    String replica = "";
    for (ClusterSnapshot.Node each : seen.nodes()) {
      String host = ClusterMoves.host(each.address());
      boolean fits =
          each.isReplica() && (host.equals(name) || ClusterMoves.host(each.primary()).equals(name));
      replica = fits && replica.isEmpty() && lab.redis(host).isPresent() ? host : replica;
    }
    if (replica.isEmpty()) {
      throw new Refusal(
          "'" + name + "' is no replica that is up, nor a primary with one: :cluster tells who is");
    }
    byte[][] words =
        how.isEmpty()
            ? words("CLUSTER", "FAILOVER")
            : words("CLUSTER", "FAILOVER", how.toUpperCase(Locale.ROOT));
    return new Commands(lab).run(new Step.Command(lab.client(), replica, words));
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  // Who uses it.

  private static List<Part> client(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(1, "the name of the client");
    if (!Clients.isName(name)) {
      throw new Refusal("'" + name + "' cannot name a client: take letters, digits, -, _");
    }
    refuseTaken(lab, name, true);
    ClusterSnapshot seen = seen(lab);
    SlotClient.Options options = SlotClient.Options.USUAL;
    boolean refresh = options.refresh();
    long attempts = options.attempts();
    long timeout = options.timeoutMicros();
    boolean cache = options.remembers();
    SequencedMap<String, String> given = options(arguments, 2);
    for (String each : given.keySet()) {
      String value = given.getOrDefault(each, "");
      switch (each) {
        case "refresh" -> refresh = yes(each, value);
        case "cache" -> cache = yes(each, value);
        case "timeout" -> timeout = Durations.parseMicros(value);
        case "attempts" -> attempts = TrafficDirectives.number(each, value, 100);
        default ->
            throw new Refusal(
                ":cluster client takes no '"
                    + each
                    + "'"
                    + NearWords.question(
                        each,
                        List.of("refresh", "cache", "timeout", "attempts"),
                        "it takes refresh, cache, timeout, attempts"));
      }
    }
    List<String> seeds = new ArrayList<>(List.of(seen.myself()));
    for (ClusterSnapshot.Node each : seen.nodes()) {
      if (!seeds.contains(each.address()) && !each.address().startsWith(":")) {
        seeds.add(each.address());
      }
    }
    return perform(
        lab,
        new ClusterStep.AddClient(
            name, seeds, new SlotClient.Options(refresh, (int) attempts, timeout, cache)));
  }

  private static boolean yes(String option, String value) throws Refusal {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new Refusal(option + " takes yes or no, not '" + value + "'");
    };
  }

  private static SlotClientMachine known(Lab lab, String name) throws Refusal {
    return lab.world()
        .cluster()
        .client(name)
        .orElseThrow(
            () -> {
              List<String> names =
                  lab.world().cluster().clients().stream().map(SlotClientMachine::name).toList();
              return new Refusal(
                  "there is no client '"
                      + name
                      + "' with a map of slots"
                      + NearWords.question(name, names, ":cluster client " + name + " adds one"));
            });
  }

  private static List<Part> traffic(Lab lab, DirectiveArguments arguments) throws Refusal {
    String name = arguments.word(1, "the name of a client, as :cluster client gave it");
    SlotClientMachine client = known(lab, name);
    if (client.isBusy()) {
      throw new Refusal(
          name + " sends already: :cluster wait lets that end, :cluster stop ends it");
    }
    arguments.word(2, "the command");
    String line = ":cluster " + TrafficDirectives.rest(arguments.line(), 1);
    DirectiveArguments behind =
        new DirectiveArguments(
            arguments.row(), line, arguments.words().subList(1, arguments.count()));
    TrafficSpec spec = TrafficDirectives.parse(behind);
    if (spec.depth() != 1 || !spec.database().isEmpty()) {
      throw new Refusal(":cluster traffic takes clients=, requests= and every=");
    }
    SharedConnections.refuse(lab, name, spec.first());
    return perform(lab, new ClusterStep.Send(name, spec), said(spec));
  }

  private static String said(TrafficSpec spec) {
    return spec.name()
        + " sends "
        + Quantity.count(spec.requests(), "command")
        + ", "
        + spec.clients()
        + " at a time, while time passes";
  }
}
