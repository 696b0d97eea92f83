package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.ItemKeys;
import dev.kvarium.lint.Limit;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Lint;
import dev.kvarium.lint.LintReport;
import dev.kvarium.lint.NodeKeys;
import dev.kvarium.lint.Rule;
import dev.kvarium.lint.TextReport;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.RedisNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code :lint}: holds the keys of a node against the guidelines. */
final class LintDirective {
  private static final int COLUMNS = 78;
  private static final int MOST_PATTERNS = 5;

  private LintDirective() {}

  /** How often keys of a node were used, out of the facts. */
  private static final class Uses implements EventLog.Fold {
    private final Map<String, Map<Blob, Long>> byNode = new HashMap<>();

    @Override
    public void take(EventLog.Entry entry) {
      switch (entry.event()) {
        case KeyEvent.Hit hit -> used(entry.node(), hit.key());
        case KeyEvent.Changed changed -> used(entry.node(), changed.key());
        case KeyEvent.Replaced replaced -> used(entry.node(), replaced.key());
        case ItemEvent.Hit hit -> used(entry.node(), hit.key());
        default -> {}
      }
    }

    private void used(String node, Blob key) {
      byNode.computeIfAbsent(node, any -> new HashMap<>()).merge(key, 1L, Long::sum);
    }

    Map<Blob, Long> of(String node) {
      return byNode.getOrDefault(node, Map.of());
    }
  }

  static DirectiveRow row() {
    return new DirectiveRow(
        "lint",
        "look",
        "[cache=yes] [only=GUIDELINE] [LIMIT=NUMBER ...]",
        "Holds the keys and values of the node at the prompt against guidelines; cache=yes says"
            + " that each is to have a time to live. kvarium lint does it with a file or a server",
        LintDirective::lint);
  }

  private static List<Part> lint(Lab lab, DirectiveArguments arguments) throws Refusal {
    List<String> known = new ArrayList<>(List.of("cache", "only"));
    for (Limit each : Limit.values()) {
      known.add(each.word());
    }
    OptionWords options = new OptionWords(arguments, 0, known);
    Limits limits = Limits.USUAL;
    for (Limit each : Limit.values()) {
      limits =
          limits.with(each, options.number(each.word(), 0, Long.MAX_VALUE / 1_000, each.usual()));
    }
    String only = options.text("only", "");
    List<String> names = Guidelines.rules().stream().map(Rule::name).toList();
    if (!only.isEmpty() && !names.contains(only)) {
      throw new Refusal(
          "there is no guideline '"
              + only
              + "'"
              + NearWords.question(only, names, "there are " + String.join(", ", names)));
    }
    boolean cache = options.yes("cache", only.equals("no-ttl"));
    LintReport report = report(lab, lab.node(), limits, cache, only);
    return List.of(new Part.Said(TextReport.of(report, COLUMNS, MOST_PATTERNS).stripTrailing()));
  }

  /** What is to be said of a node; of one that is down, nothing. */
  static LintReport report(Lab lab, String node, Limits limits, boolean cache, String only) {
    Map<Blob, Long> uses = lab.events().folded(Uses.class, Uses::new).of(node);
    RedisNode redis = lab.redis(node).orElse(null);
    Lint lint =
        new Lint(
            Guidelines.all(
                    limits, cache, redis != null ? redis.shaping() : Guidelines.usualShaping())
                .stream()
                .filter(each -> only.isEmpty() || each.rule().name().equals(only))
                .toList());
    if (redis != null) {
      NodeKeys.show(redis, lab.nowMicros() / 1_000, uses, lint::look);
    }
    MemcachedNode memcached = lab.memcached(node).orElse(null);
    if (memcached != null) {
      ItemKeys.show(memcached, uses, lint::look);
    }
    return lint.report(node);
  }
}
