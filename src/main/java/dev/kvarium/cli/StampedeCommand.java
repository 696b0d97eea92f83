package dev.kvarium.cli;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.base.JsonText;
import dev.kvarium.lab.AppRun;
import dev.kvarium.lab.Refusal;
import dev.kvarium.script.PartialRun;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import dev.kvarium.server.MemcachedAddress;
import dev.kvarium.server.RealApplication;
import dev.kvarium.server.RedisLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvarium stampede}: the applications of a script, in the model and before a real store. */
@Command(
    name = "stampede",
    header = "Lets the clients of a script ask a real store, and compares that with the model.",
    description = {
      "FILE is a script with :app and :workload. It is played in the model; then each of its"
          + " applications, strategy and all, asks a redis-server or memcached over TCP, with the"
          + " same clients and a stub of its database, in real time. Without a file: 200 clients"
          + " and one hot key that expires, strategy by strategy.",
      "",
      "Its keys have a prefix of their own and all expire; what is in the store is not touched."
    },
    customSynopsis = {
      "kvarium stampede [OPTIONS] --redis URL [FILE]",
      "kvarium stampede [OPTIONS] --memcached HOST:PORT [FILE]"
    },
    exitCodeList = {"0:here they are", "2:the file or the server could not be used"})
final class StampedeCommand implements Callable<Integer> {
  /** Of what is played when no file is given. */
  private static final List<String> STRATEGIES =
      List.of("none", "jitter", "lock", "lease", "single-flight", "stale");

  @Parameters(arity = "0..1", hidden = true)
  private @Nullable String file;

  @Option(names = "--redis", paramLabel = "URL", description = "redis://[PASSWORD@]HOST:PORT/DB")
  private @Nullable String redis;

  @Option(names = "--memcached", paramLabel = "HOST:PORT", description = "a memcached")
  private @Nullable String memcached;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "so often before the real store, for the spread (${DEFAULT-VALUE})")
  private int rounds = 1;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "how the figures are printed (${DEFAULT-VALUE})")
  private String format = "text";

  @Mixin private Given given = new Given();

  /** An application in the model, and so often before the real store. */
  private record Pair(AppRun model, List<AppSnapshot> real) {}

  /** A figure, and what it is called. */
  private record Figure(String name, ToLongFunction<AppSnapshot> of) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("reads", AppSnapshot::reads),
          new Figure("hit %", each -> Math.round(each.hitRatio() * 100)),
          new Figure("queries", AppSnapshot::queries),
          new Figure("at once", AppSnapshot::peak),
          new Figure("stale", AppSnapshot::staleReads),
          new Figure("p99 ms", each -> Math.round(each.readTimes().p99() / 1_000.0)));

  @Override
  public Integer call() {
    if (!format.equals("text") && !format.equals("json")) {
      throw given.wrong("--format takes text or json, not '" + format + "'");
    }
    if (rounds < 1 || rounds > 100) {
      throw given.wrong("--rounds takes 1 to 100");
    }
    RealApplication.Store store = store();
    try {
      String text = file == null ? usual(store.isMemcached()) : new FilesOnDisk().read(file);
      Script script = ScriptParser.parse(file == null ? "(hot key)" : file, text);
      PartialRun played =
          PartialRun.of(script, OptionalLong.empty(), OptionalLong.empty(), new FilesOnDisk());
      List<Pair> pairs = new ArrayList<>();
      for (AppRun each : AppRun.of(played.lab())) {
        if (each.memcached() != store.isMemcached()) {
          System.err.println(
              "kvarium: in the script "
                  + each.app().name()
                  + " has a store of the other kind; a memcached keeps times to live in seconds");
        }
        pairs.add(new Pair(each, real(store, each)));
      }
      if (pairs.isEmpty()) {
        System.err.println("kvarium: " + file + " has no application with a workload");
        return Main.UNUSABLE;
      }
      Start.print(format.equals("json") ? json(pairs) : text(pairs));
      return 0;
    } catch (IOException | UnusableScript | Refusal unusable) {
      System.err.println("kvarium: " + unusable.getMessage());
      return Main.UNUSABLE;
    }
  }

  private List<AppSnapshot> real(RealApplication.Store store, AppRun run) throws IOException {
    List<AppSnapshot> real = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      String prefix = "kvarium:" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + ":";
      real.add(
          new RealApplication(store)
              .run(run.app().settings(), run.app().database().settings(), run.spec(), prefix));
    }
    return real;
  }

  private RealApplication.Store store() {
    String url = redis;
    String address = memcached;
    if ((url == null) == (address == null)) {
      throw given.wrong("stampede takes one of --redis and --memcached");
    }
    try {
      if (url != null) {
        return RealApplication.Store.redis(RedisLink.Address.parse(url));
      }
      MemcachedAddress at = MemcachedAddress.parse(address == null ? "" : address);
      return RealApplication.Store.memcached(at.host(), at.port());
    } catch (IllegalArgumentException bad) {
      throw given.wrong(String.valueOf(bad.getMessage()));
    }
  }

  private static String usual(boolean memcached) {
    StringBuilder text = new StringBuilder();
    text.append(":world ").append(memcached ? "memcached" : "redis").append(" seed=1\n");
    for (String each : STRATEGIES) {
      text.append(":database db-").append(each).append(" latency=300ms connections=500\n");
      text.append(":app ").append(each).append(" cache=main database=db-").append(each);
      text.append(" ttl=2s stale=2s strategy=").append(each).append('\n');
      text.append(":workload ").append(each);
      text.append(" clients=200 think=100ms keys=1 warm=yes for=3s events=no\n+ 5s\n");
    }
    return text.toString();
  }

  private String text(List<Pair> pairs) {
    StringBuilder out = new StringBuilder();
    out.append(String.format(Locale.ROOT, "%-22s", "application (strategy)"));
    for (Figure each : FIGURES) {
      out.append(String.format(Locale.ROOT, " %12s %7s", each.name(), "model"));
    }
    out.append('\n');
    for (Pair pair : pairs) {
      AppSnapshot model = pair.model.app();
      String name = model.name();
      String strategy = model.settings().strategy();
      out.append(
          String.format(
              Locale.ROOT, "%-22s", name.equals(strategy) ? name : name + " (" + strategy + ")"));
      for (Figure each : FIGURES) {
        out.append(
            String.format(
                Locale.ROOT, " %12s %7d", spread(pair.real, each), each.of().applyAsLong(model)));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String spread(List<AppSnapshot> real, Figure figure) {
    long least = real.stream().mapToLong(figure.of()).min().orElse(0);
    long most = real.stream().mapToLong(figure.of()).max().orElse(0);
    return least == most ? Long.toString(least) : least + "-" + most;
  }

  private static String json(List<Pair> pairs) {
    JsonText json = new JsonText().open('[');
    for (Pair pair : pairs) {
      AppSnapshot model = pair.model.app();
      json.line().open('{').member("app", model.name());
      json.member("strategy", model.settings().strategy());
      json.name("model");
      figures(json, model);
      json.name("real").open('[');
      pair.real.forEach(each -> figures(json, each));
      json.close(']').close('}');
    }
    return json.close(']').end().toString();
  }

  private static void figures(JsonText json, AppSnapshot app) {
    json.open('{').member("reads", app.reads()).member("hits", app.hits());
    json.member("shared", app.shared()).member("writes", app.writes());
    json.member("queries", app.queries()).member("at_once", app.peak());
    json.member("stale_reads", app.staleReads()).member("p50_us", app.readTimes().p50());
    json.member("p99_us", app.readTimes().p99()).member("max_us", app.readTimes().max());
    json.close('}');
  }
}
