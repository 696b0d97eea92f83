package dev.kvarium.cli;

import dev.kvarium.lint.Guideline;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.JsonReport;
import dev.kvarium.lint.Limit;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Lint;
import dev.kvarium.lint.LintReport;
import dev.kvarium.lint.Rule;
import dev.kvarium.lint.SarifReport;
import dev.kvarium.lint.TextReport;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.server.RedisKeys;
import dev.kvarium.server.RedisLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvarium lint}: the guidelines, on keys that one has. */
@Command(
    name = "lint",
    header = "Holds the keys and values that one has against guidelines, and says what they cost.",
    description = {
      "FILE is a list of keys, a line each (as redis-cli --scan prints them), a table with the"
          + " columns key size ttl type encoding elements memory uses freq parted by tabs, what"
          + " memcached's lru_crawler metadump prints, an RDB file, or the folder of an"
          + " append-only file; - is the standard input.",
      "",
      "What is not known of a key is not judged. Keys of one pattern are told together.",
      "",
      "A server is asked by SCAN and commands that change nothing, a batch at a time with pauses"
          + " between; of a cluster only this one node is. Lengths, asked of the few keys that may"
          + " be large or near a limit, count as a use for LRU and LFU before version 7.2."
    },
    customSynopsis = {
      "kvarium lint [OPTIONS] FILE|-",
      "kvarium lint [OPTIONS] --redis URL",
      "kvarium lint [OPTIONS] --memcached HOST:PORT"
    },
    exitCodeList = {
      "0:nothing was found",
      "1:a guideline is not followed",
      "2:the options, the file or the server could not be used"
    },
    footer = {"", "'kvarium lint --list' shows the guidelines, their reasons and the limits."})
final class LintCommand implements Callable<Integer> {
  private static final int COLUMNS = 96;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "what is looked at", hidden = true)
  private @Nullable String file;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "the keys of a server: redis://[USER:PASSWORD@]HOST:PORT/DB, rediss:// by TLS")
  private @Nullable String redis;

  @Option(
      names = "--memcached",
      paramLabel = "HOST:PORT",
      description = "the items of a server, by lru_crawler metadump")
  private @Nullable String memcached;

  @Option(
      names = "--load",
      paramLabel = "PERCENT",
      defaultValue = "25",
      description = "a Redis is asked for at most this share of the time (${DEFAULT-VALUE})")
  private int load = 25;

  @Option(
      names = "--rate",
      paramLabel = "KEYS",
      defaultValue = "0",
      description = "of a Redis, at most so many keys a second (0: no limit)")
  private long rate;

  @Option(
      names = "--batch",
      paramLabel = "KEYS",
      defaultValue = "100",
      description = "of a Redis, so many keys in one piece (${DEFAULT-VALUE})")
  private int batch = 100;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "0",
      description = "of a Redis, after so many it is enough (0: all)")
  private long keys;

  @Option(
      names = "--progress",
      negatable = true,
      description = "show how far it has come; where it is not said: on a terminal")
  private @Nullable Boolean progress;

  @Option(
      names = "--format",
      paramLabel = "text|json|sarif",
      defaultValue = "text",
      description = "how the report is written (${DEFAULT-VALUE})")
  private String format = "text";

  @Option(names = "--cache", description = "it is a cache: each key is to have a time to live")
  private boolean cache;

  @Option(
      names = "--only",
      paramLabel = "NAMES",
      split = ",",
      description = "only these guidelines")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "NAMES",
      split = ",",
      description = "without these guidelines")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "NAME=NUMBER",
      split = ",",
      description = "another limit, such as key-bytes=40")
  private List<String> limits = new ArrayList<>();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "5",
      description = "patterns shown of each guideline as text (${DEFAULT-VALUE})")
  private int most = 5;

  @Option(names = "--list", description = "show the guidelines and the limits, and do nothing else")
  private boolean list;

  @Mixin private Given given = new Given();

  /** Shows keys to a run; what was looked at, and its URI where it has lines. */
  interface Source {
    /** The limits at which encodings change there. */
    Shaping shaping();

    /** What it is called. */
    String name();

    /** Where it lies, as a URI reference; empty for a server. */
    String uri();

    void show(Lint lint) throws IOException, Unusable;
  }

  /** What cannot be looked at, and why. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  @Override
  public Integer call() {
    if (list) {
      Start.print(listed());
      return 0;
    }
    if (!List.of("text", "json", "sarif").contains(format)) {
      throw given.wrong("--format takes text, json or sarif, not '" + format + "'");
    }
    Limits asked = limits();
    try {
      Source source = source(asked);
      Lint lint = new Lint(chosen(asked, source.shaping()));
      source.show(lint);
      LintReport report = lint.report(source.name());
      Start.print(
          switch (format) {
            case "json" -> JsonReport.of(report);
            case "sarif" -> SarifReport.of(report, Version.NUMBER, source.uri());
            default -> TextReport.of(report, COLUMNS, most);
          });
      return report.isClean() ? 0 : 1;
    } catch (IOException | Unusable unusable) {
      System.err.println("kvarium: " + unusable.getMessage());
      return Main.UNUSABLE;
    }
  }

  private Source source(Limits asked) throws IOException, Unusable {
    String list = file;
    String url = redis;
    String address = memcached;
    boolean shown = progress != null ? progress : ProgressBar.isSeen();
    if ((list == null ? 0 : 1) + (url == null ? 0 : 1) + (address == null ? 0 : 1) != 1) {
      throw given.wrong(
          "lint takes one of a FILE (- for the standard input), --redis, --memcached");
    }
    try {
      if (url != null) {
        RedisLink.Address at = RedisLink.Address.parse(url);
        RedisKeys.Pace pace = pace();
        RedisLink link = new RedisLink(at);
        return new LintServer.OfRedis(
            at, link, new RedisKeys(link, pace, asked, wantsTtl()), shown);
      }
      if (address != null) {
        return LintServer.OfMemcached.at(address, shown);
      }
    } catch (IllegalArgumentException bad) {
      throw given.wrong(String.valueOf(bad.getMessage()));
    }
    return LintFile.of(list == null ? "-" : list);
  }

  private RedisKeys.Pace pace() {
    if (load < 1 || load > 100) {
      throw given.wrong("--load takes a percentage from 1 to 100, not " + load);
    }
    if (batch < 1 || batch > 10_000 || rate < 0 || keys < 0) {
      throw given.wrong("--batch takes 1 to 10000, --rate and --keys numbers from 0 on");
    }
    return new RedisKeys.Pace(batch, load, rate, keys);
  }

  private boolean wantsTtl() {
    return cache || only.contains("no-ttl");
  }

  private Limits limits() {
    Limits asked = Limits.USUAL;
    for (String each : limits) {
      try {
        asked = asked.with(each);
      } catch (IllegalArgumentException bad) {
        throw given.wrong(bad.getMessage() + "; --list shows the limits");
      }
    }
    return asked;
  }

  private List<Guideline> chosen(Limits asked, Shaping shaping) {
    List<String> names = Guidelines.rules().stream().map(Rule::name).toList();
    for (List<String> words : List.of(only, without)) {
      for (String word : words) {
        if (!names.contains(word)) {
          throw given.wrong("there is no guideline '" + word + "'; --list shows them");
        }
      }
    }
    return Guidelines.all(asked, wantsTtl(), shaping).stream()
        .filter(each -> only.isEmpty() || only.contains(each.rule().name()))
        .filter(each -> !without.contains(each.rule().name()))
        .toList();
  }

  private static String listed() {
    StringBuilder out = new StringBuilder();
    for (Rule rule : Guidelines.rules()) {
      out.append(String.format(Locale.ROOT, "%-16s %-8s", rule.name(), rule.level().word()));
      out.append(rule.title()).append('\n');
      out.append("    ").append(rule.reason()).append('\n');
      out.append("    Source: ").append(rule.source()).append("\n\n");
    }
    for (Limit each : Limit.values()) {
      out.append(
          String.format(Locale.ROOT, "%-16s %,9d  %s%n", each.word(), each.usual(), each.doc()));
    }
    return out.toString();
  }
}
