package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What COMMAND INFO advises clients about a command: whether its answer follows from the data
 * alone, and in a cluster whom to ask and how to put the answers together.
 */
final class CommandTips {
  private record Tip(String tip, List<String> commands) {
    static Tip of(String tip, String... commands) {
      return new Tip(tip, List.of(String.join(" ", commands).split(" ")));
    }
  }

  private static final List<Tip> TIPS =
      List.of(
          Tip.of(
              "nondeterministic_output",
              "client|info client|list cluster|bumpepoch cluster|count-failure-reports",
              "cluster|getkeysinslot cluster|info cluster|links cluster|nodes cluster|replicas",
              "cluster|shards cluster|slaves cluster|slots dump function|stats hrandfield hscan",
              "info lastsave latency|doctor latency|graph latency|histogram latency|history",
              "latency|latest memory|doctor memory|malloc-stats memory|stats migrate",
              "object|encoding object|freq object|idletime object|refcount pttl randomkey scan",
              "slowlog|get slowlog|len spop srandmember sscan time ttl xadd xautoclaim xclaim",
              "xinfo|consumers xpending xtrim zrandmember zscan"),
          Tip.of(
              "nondeterministic_output_order",
              "command|docs command|info command|list command function|list hgetall hkeys hvals",
              "keys module|list sdiff sinter smembers sunion"),
          Tip.of(
              "request_policy:all_nodes",
              "config|set latency|doctor latency|graph latency|histogram latency|history",
              "latency|latest latency|reset script|flush script|load slowlog|get slowlog|len",
              "slowlog|reset"),
          Tip.of(
              "request_policy:all_shards",
              "dbsize flushall flushdb function|delete function|flush function|kill function|load",
              "function|restore function|stats info keys memory|doctor memory|malloc-stats",
              "memory|purge memory|stats ping randomkey script|exists script|kill wait"),
          Tip.of("request_policy:multi_shard", "del exists mget mset msetnx touch unlink"),
          Tip.of("request_policy:special", "scan"),
          Tip.of(
              "response_policy:all_succeeded",
              "config|set flushall flushdb function|delete function|flush function|load",
              "function|restore latency|reset memory|purge mset ping script|flush script|load",
              "slowlog|reset"),
          Tip.of("response_policy:agg_sum", "dbsize del exists slowlog|len touch unlink"),
          Tip.of("response_policy:agg_min", "msetnx wait"),
          Tip.of("response_policy:agg_logical_and", "script|exists"),
          Tip.of("response_policy:one_succeeded", "function|kill script|kill"),
          Tip.of(
              "response_policy:special",
              "function|stats info latency|doctor latency|graph latency|histogram latency|history",
              "latency|latest memory|doctor memory|malloc-stats memory|stats"));

  private CommandTips() {}

  /** The tips for a command, by its full name in lower case. */
  static List<String> of(String name) {
    List<String> tips = new ArrayList<>();
    for (Tip each : TIPS) {
      if (each.commands.contains(name)) {
        tips.add(each.tip);
      }
    }
    return tips;
  }
}
