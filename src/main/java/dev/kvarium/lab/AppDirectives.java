package dev.kvarium.lab;

import dev.kvarium.app.AppSettings;
import dev.kvarium.app.Database;
import dev.kvarium.app.DatabaseSettings;
import dev.kvarium.app.Latency;
import dev.kvarium.app.Strategies;
import dev.kvarium.app.WritePolicy;
import dev.kvarium.event.AppEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.view.AppFacts;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applications that have a cache before a database, and databases. */
final class AppDirectives {
  private static final String GROUP = "world";
  private static final List<String> DATABASE_OPTIONS =
      List.of("latency", "spread", "connections", "rows");
  private static final List<String> APP_OPTIONS =
      List.of(
          "cache",
          "database",
          "objects",
          "strategy",
          "writes",
          "processes",
          "prefix",
          "ttl",
          "jitter",
          "lock",
          "wait",
          "beta",
          "ahead",
          "stale",
          "negative");

  private AppDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "database",
            GROUP,
            "[NAME [OPTION=VALUE ...] | NAME write KEY]",
            "Puts a database into the world: latency=20ms spread=constant|uniform|exponential"
                + "|lognormal connections=100 rows=1000000; write changes a row that no cache"
                + " hears of",
            AppDirectives::database),
        new DirectiveRow(
            "app",
            GROUP,
            "[NAME [OPTION=VALUE ...] | NAME read|write KEY [CLIENT] [&] | NAME kill PROCESS]",
            "Puts an application into the world that asks a cache first: cache=NODE, a ring or a"
                + " proxy, database=NAME objects=STORE strategy=NAME ("
                + String.join(", ", Strategies.all().stream().map(Strategies.Kind::name).toList())
                + ") ttl=60s writes=delete|update|through processes=1 jitter=20 lock=10s"
                + " wait=50ms beta=1 ahead=20 stale=30s negative=5s; read and write have a client"
                + " ask it; & does not wait",
            AppDirectives::app));
  }

  // databases

  private static List<Part> database(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(databases(lab)));
    }
    String name = arguments.word(0, "the name of a database");
    if (arguments.word(1).equals(Optional.of("write"))) {
      return change(lab, arguments, name);
    }
    free(lab, name, "database");
    OptionWords options = new OptionWords(arguments, 1, DATABASE_OPTIONS);
    DatabaseSettings usual = DatabaseSettings.USUAL;
    DatabaseSettings settings =
        new DatabaseSettings(
            new Latency(
                shape(options.text("spread", "constant")),
                options.micros("latency", usual.latency().meanMicros())),
            (int) options.number("connections", 1, 1_000_000, usual.connections()),
            options.number("rows", 0, Long.MAX_VALUE / 2, usual.rows()));
    Step.AddDatabase step = new Step.AddDatabase(name, settings);
    perform(lab, step, apps -> apps.add(step));
    return List.of();
  }

  private static List<Part> change(Lab lab, DirectiveArguments arguments, String name)
      throws Refusal {
    if (!lab.world().apps().databases().containsKey(name)) {
      throw new Refusal("there is no database '" + name + "': :database lists them");
    }
    Step.ChangeRow step = new Step.ChangeRow(name, arguments.word(2, "the key of the row"));
    arguments.atMost(3);
    perform(lab, step, apps -> apps.change(step));
    long version = lab.world().apps().databases().get(name).versionNow(step.key());
    return List.of(new Part.Said(step.key() + " is in version " + version));
  }

  private static Latency.Shape shape(String word) throws Refusal {
    for (Latency.Shape each : Latency.Shape.values()) {
      if (each.name().equalsIgnoreCase(word)) {
        return each;
      }
    }
    throw new Refusal(
        "spread takes constant, uniform, exponential or lognormal, not '" + word + "'");
  }

  private static String databases(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (Database each : lab.world().apps().databases().sequencedValues()) {
      DatabaseSettings settings = each.settings();
      lines.add(
          each.name()
              + ": "
              + Quantity.span(settings.latency().meanMicros())
              + " "
              + settings.latency().shape().name().toLowerCase(Locale.ROOT)
              + ", "
              + Quantity.count(settings.connections(), "connection")
              + ", "
              + Quantity.count(settings.rows(), "row"));
    }
    return lines.isEmpty()
        ? "there is no database: :database db latency=20ms makes one"
        : String.join("\n", lines);
  }

  // applications

  private static List<Part> app(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(apps(lab)));
    }
    String name = arguments.word(0, "the name of an application");
    String second = arguments.word(1).orElse("").toLowerCase(Locale.ROOT);
    return switch (second) {
      case "read", "write" -> ask(lab, arguments, name, second.equals("write"));
      case "kill" -> kill(lab, arguments, name);
      default -> make(lab, arguments, name);
    };
  }

  private static String apps(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (AppPlan each : lab.world().apps().plans()) {
      lines.add(
          each.name()
              + ": strategy "
              + each.settings().strategy()
              + " before "
              + each.cache()
              + " and "
              + each.database()
              + ", keys "
              + each.prefix()
              + "…, kept "
              + Quantity.span(each.settings().ttlMillis() * 1_000));
    }
    return lines.isEmpty()
        ? "there is no application: :app web strategy=none makes one before " + lab.node()
        : String.join("\n", lines);
  }

  /** The plan of an application that is there. */
  static AppPlan known(Lab lab, String name) throws Refusal {
    List<String> names = lab.world().apps().plans().stream().map(AppPlan::name).toList();
    return lab.world()
        .apps()
        .plan(name)
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no application '"
                        + name
                        + "'"
                        + NearWords.question(name, names, ":app " + name + " makes it")));
  }

  private static List<Part> make(Lab lab, DirectiveArguments arguments, String name)
      throws Refusal {
    free(lab, name, "application");
    OptionWords options = new OptionWords(arguments, 1, APP_OPTIONS);
    String cache = options.text("cache", lab.node());
    place(lab, cache);
    String database = options.text("database", "db-" + name);
    if (options.has("database") && !lab.world().apps().databases().containsKey(database)) {
      throw new Refusal("there is no database '" + database + "': :database makes one");
    }
    String objects = options.text("objects", "");
    if (!objects.isEmpty() && !lab.world().apps().objectStores().containsKey(objects)) {
      throw new Refusal("there is no object store '" + objects + "': :objects makes one");
    }
    AppPlan plan =
        new AppPlan(
            name, settings(options), cache, database, objects, options.text("prefix", name + ":"));
    Step.AddApp step = new Step.AddApp(plan);
    perform(lab, step, apps -> apps.add(step));
    return List.of();
  }

  private static AppSettings settings(OptionWords options) throws Refusal {
    AppSettings usual = AppSettings.USUAL;
    String strategy = options.text("strategy", usual.strategy()).toLowerCase(Locale.ROOT);
    List<String> names = Strategies.all().stream().map(Strategies.Kind::name).toList();
    if (!names.contains(strategy)) {
      throw new Refusal(
          "there is no strategy '"
              + strategy
              + "'"
              + NearWords.question(strategy, names, "there are " + String.join(", ", names)));
    }
    String writes = options.text("writes", usual.writes().word());
    WritePolicy policy =
        WritePolicy.of(writes)
            .orElseThrow(
                () -> new Refusal("writes takes delete, update or through, not '" + writes + "'"));
    return new AppSettings(
        strategy,
        policy,
        (int) options.number("processes", 1, 1_000, usual.processes()),
        options.millis("ttl", usual.ttlMillis()),
        (int) options.number("jitter", 0, 100, usual.jitterPercent()),
        options.millis("lock", usual.lockMillis()),
        options.millis("wait", usual.waitMillis()),
        options.decimal("beta", 0, 1_000, usual.beta()),
        (int) options.number("ahead", 0, 100, usual.aheadPercent()),
        options.millis("stale", usual.staleMillis()),
        options.millis("negative", usual.negativeMillis()));
  }

  /** Refuses a name that cannot be, or is taken. */
  static void free(Lab lab, String name, String what) throws Refusal {
    if (!Clients.isName(name)) {
      throw new Refusal("'" + name + "' cannot name an " + what + ": take letters, digits, -, _");
    }
    World world = lab.world();
    if (world.has(name)
        || world.ring(name).isPresent()
        || world.proxy(name).isPresent()
        || world.apps().has(name)) {
      throw new Refusal(
          "there is a "
              + name
              + " already: give the "
              + what
              + " another name, or go :back to before it");
    }
  }

  /** Refuses what no application can ask. */
  private static void place(Lab lab, String cache) throws Refusal {
    World world = lab.world();
    if ((!world.has(cache) || world.sentinel(cache).isPresent())
        && world.ring(cache).isEmpty()
        && world.proxy(cache).isEmpty()) {
      throw new Refusal(
          "there is no node, ring or proxy '"
              + cache
              + "'"
              + NearWords.question(cache, lab.nodes(), ":node adds a node"));
    }
    List<String> nodes =
        world
            .ring(cache)
            .map(ring -> ring.servers().stream().map(each -> each.host()).toList())
            .orElse(List.of(cache));
    if (nodes.stream().map(world::isMemcached).distinct().count() > 1) {
      throw new Refusal(cache + " is over Redis and Memcached nodes: take nodes of one kind");
    }
  }

  private static List<Part> ask(Lab lab, DirectiveArguments arguments, String name, boolean write)
      throws Refusal {
    AppPlan plan = known(lab, name);
    String key = arguments.word(2, "a key, such as item:1");
    List<String> rest = new ArrayList<>(arguments.words().subList(3, arguments.count()));
    boolean waits = !rest.remove("&");
    String client = rest.isEmpty() ? "1" : rest.removeFirst();
    if (!rest.isEmpty() || !client.matches("c?[1-9][0-9]{0,6}")) {
      throw new Refusal(
          ":app "
              + name
              + " read takes a key, the number of a client and &, as in :app "
              + name
              + " read item:1 2");
    }
    int number = Integer.parseInt(client.startsWith("c") ? client.substring(1) : client) - 1;
    Step.AskApp step = new Step.AskApp(name, number, write, plan.prefix() + key, waits);
    int first = lab.events().size();
    long since = lab.nowMicros();
    perform(lab, step, apps -> apps.ask(step));
    List<EventLog.Entry> facts = lab.events().since(first);
    List<String> lines = waits ? AppTrace.of(facts, since) : List.of();
    return lines.isEmpty() ? List.of() : List.of(new Part.Said(String.join("\n", lines)));
  }

  private static List<Part> kill(Lab lab, DirectiveArguments arguments, String name)
      throws Refusal {
    AppPlan plan = known(lab, name);
    int number = (int) arguments.number(2, "the number of a process", 1);
    arguments.atMost(3);
    if (number < 1 || number > plan.settings().processes()) {
      throw new Refusal(
          name
              + " has "
              + Quantity.count(plan.settings().processes(), "process", "processes")
              + ": :app "
              + name
              + " kill 1 ends the first");
    }
    Step.KillProcess step = new Step.KillProcess(name, number);
    int first = lab.events().size();
    perform(lab, step, apps -> apps.kill(step));
    List<Part> parts = new ArrayList<>();
    for (EventLog.Entry each : lab.events().since(first)) {
      if (each.event() instanceof AppEvent.ProcessEnded ended) {
        parts.add(new Part.Said(AppFacts.sentence(ended)));
      }
    }
    return parts;
  }

  /** What is done to the applications. */
  private interface Done {
    void in(Apps apps);
  }

  private static void perform(Lab lab, Step step, Done done) throws Refusal {
    lab.perform(
        step,
        true,
        world -> {
          done.in(world.apps());
          return step;
        });
  }
}
