package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.Popularity;
import dev.kvarium.app.Sizes;
import dev.kvarium.app.Workload;
import dev.kvarium.app.WorkloadSpec;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Clients that ask applications. */
final class WorkloadDirectives {
  private static final int MOST_CLIENTS = 1_000_000;
  private static final int MOST_KEYS = 10_000_000;
  private static final long MOST_REQUESTS = 1_000_000_000L;

  /** Beyond so many requests, facts of single ones are left out unless they are asked for. */
  private static final long MANY = 100_000;

  private static final long USUAL_SECONDS = 10;
  private static final List<String> OPTIONS =
      List.of(
          "clients",
          "arrival",
          "rate",
          "think",
          "requests",
          "for",
          "keys",
          "popularity",
          "skew",
          "writes",
          "size",
          "seed",
          "warm",
          "events");

  private WorkloadDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "workload",
            "time",
            "[APP[,APP...] [OPTION=VALUE ...] | stop APP]",
            "Lets clients ask applications while time passes: clients=100 arrival=closed|poisson"
                + "|even think=100ms rate=1000 requests=N for=10s keys=1000 popularity=zipf|uniform"
                + "|hot:10:90|trace:FILE skew=0.99 writes=PERCENT size=BYTES|MIN..MAX seed=1"
                + " warm=yes events=yes|no|none; alone tells how they fare",
            WorkloadDirectives::workload));
  }

  private static List<Part> workload(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(lab)));
    }
    String first = arguments.word(0, "the name of an application");
    if (first.equals("stop")) {
      String name = arguments.word(1, "the name of an application");
      arguments.atMost(2);
      AppDirectives.known(lab, name);
      Step.StopWorkload step = new Step.StopWorkload(name);
      lab.perform(
          step,
          true,
          world -> {
            world.apps().stop(step);
            return step;
          });
      return List.of();
    }
    WorkloadSpec spec = spec(lab, new OptionWords(arguments, 1, OPTIONS));
    List<Step.BeginWorkload> steps = new ArrayList<>();
    for (String name : first.split(",")) {
      AppDirectives.known(lab, name);
      steps.add(new Step.BeginWorkload(name, spec));
    }
    Step.Many all = new Step.Many(arguments.line(), List.copyOf(steps));
    lab.perform(
        all,
        true,
        world -> {
          steps.forEach(world.apps()::begin);
          return all;
        });
    return List.of();
  }

  private static WorkloadSpec spec(Lab lab, OptionWords options) throws Refusal {
    WorkloadSpec.Arrival arrival = arrival(options);
    long requests = options.number("requests", 1, MOST_REQUESTS, 0);
    long micros = options.micros("for", requests > 0 ? 0 : USUAL_SECONDS * 1_000_000);
    double rate = options.decimal("rate", 0.001, 100_000_000, 1_000);
    int clients = (int) options.number("clients", 1, MOST_CLIENTS, 100);
    long think = options.micros("think", 100_000);
    if (arrival == WorkloadSpec.Arrival.CLOSED && options.has("rate")) {
      throw new Refusal(
          "rate is for arrival=poisson and arrival=even; clients that wait for answers take"
              + " think=");
    }
    double perSecond =
        arrival == WorkloadSpec.Arrival.CLOSED
            ? clients * 1_000_000.0 / StrictMath.max(1_000, think)
            : rate;
    double expected = requests > 0 ? requests : perSecond * micros / 1_000_000.0;
    return new WorkloadSpec(
        clients,
        arrival,
        rate,
        think,
        requests,
        micros,
        popularity(lab, options),
        (int) options.number("keys", 1, MOST_KEYS, 1_000),
        (int) options.number("writes", 0, 100, 0),
        sizes(options.text("size", "100")),
        options.number("seed", 0, Long.MAX_VALUE, 1),
        options.yes("warm", false),
        isQuiet(options, expected <= MANY),
        options.text("events", "").equals("none"));
  }

  private static boolean isQuiet(OptionWords options, boolean few) throws Refusal {
    return options.text("events", "").equals("none") || !options.yes("events", few);
  }

  private static WorkloadSpec.Arrival arrival(OptionWords options) throws Refusal {
    String word = options.text("arrival", options.has("rate") ? "poisson" : "closed");
    for (WorkloadSpec.Arrival each : WorkloadSpec.Arrival.values()) {
      if (each.name().equalsIgnoreCase(word)) {
        return each;
      }
    }
    throw new Refusal("arrival takes closed, poisson or even, not '" + word + "'");
  }

  private static Popularity popularity(Lab lab, OptionWords options) throws Refusal {
    String word = options.text("popularity", "zipf");
    String[] parts = word.split(":", 2);
    String rest = parts.length < 2 ? "" : parts[1];
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "zipf" -> new Popularity.Skewed(options.decimal("skew", 0, 10, 0.99));
      case "uniform" -> new Popularity.Uniform();
      case "hot" -> hotSet(rest.isEmpty() ? "10:90" : rest);
      case "trace" -> trace(lab, rest);
      default ->
          throw new Refusal(
              "popularity takes zipf, uniform, hot:KEYS:REQUESTS in percent, or trace:FILE, not '"
                  + word
                  + "'");
    };
  }

  private static Popularity hotSet(String text) throws Refusal {
    if (!text.matches("[0-9]{1,2}:([0-9]{1,2}|100)")) {
      throw new Refusal(
          "hot takes a share of the keys and of the requests in percent, as in hot:10:90, not '"
              + text
              + "'");
    }
    String[] shares = text.split(":");
    return new Popularity.HotSet(Integer.parseInt(shares[0]), Integer.parseInt(shares[1]));
  }

  private static Popularity trace(Lab lab, String file) throws Refusal {
    if (file.isEmpty()) {
      throw new Refusal("trace takes a file with a key a line, as in popularity=trace:keys.txt");
    }
    List<String> keys =
        lab.files().read(file).lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
    if (keys.isEmpty()) {
      throw new Refusal(file + " holds no keys: there must be one a line");
    }
    return new Popularity.Trace(file, keys);
  }

  private static Sizes sizes(String text) throws Refusal {
    if (!text.matches("[0-9]{1,8}([.][.][0-9]{1,8})?")) {
      throw new Refusal(
          "size takes bytes, 100, or from where to where, 100..2000, not '" + text + "'");
    }
    int dots = text.indexOf("..");
    int least = Integer.parseInt(dots < 0 ? text : text.substring(0, dots));
    int most = dots < 0 ? least : Integer.parseInt(text.substring(dots + 2));
    if (most < least) {
      throw new Refusal("size goes from the smaller to the larger, not '" + text + "'");
    }
    return new Sizes(least, most);
  }

  private static String told(Lab lab) {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "", "strategy", "requests", "hits", "queries", "at once", "p50", "p99", "longest"
        });
    for (AppSnapshot each : lab.world().apps().snapshots()) {
      rows.add(row(each, lab.world().apps().workload(each.name())));
    }
    return rows.size() == 1
        ? "there is no application: :app web makes one, :workload web has clients ask it"
        : TextTable.of(rows);
  }

  private static String[] row(AppSnapshot app, Optional<Workload> workload) {
    boolean goesOn = workload.isPresent() && !workload.get().isOver();
    String of =
        goesOn && workload.get().spec().requests() > 0
            ? " of " + Quantity.count(workload.get().spec().requests())
            : goesOn ? " so far" : "";
    AppSnapshot.Times times = app.readTimes();
    return new String[] {
      app.name(),
      app.settings().strategy(),
      Quantity.count(app.reads() + app.writes()) + of,
      Quantity.count(StrictMath.round(app.hitRatio() * 100)) + " %",
      Quantity.count(app.queries()),
      Quantity.count(app.peak()),
      Quantity.span(times.p50()),
      Quantity.span(times.p99()),
      Quantity.span(times.max())
    };
  }
}
