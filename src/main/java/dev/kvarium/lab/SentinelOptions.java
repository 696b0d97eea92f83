package dev.kvarium.lab;

import dev.kvarium.sentinel.SentinelSettings;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What {@code :node NAME sentinel …} takes: the words of sentinel.conf. */
final class SentinelOptions {
  /** The kind of a node that is a sentinel. */
  static final String KIND = "sentinel";

  private static final String MONITOR = "monitor";
  private static final String MASTER = "mymaster";
  private static final int PORT = 26_379;
  private static final String DEFAULT_DOWN_AFTER = "30000";
  private static final String DEFAULT_TIMEOUT = "180000";
  private static final List<String> NAMES =
      List.of(MONITOR, "quorum", "down-after-milliseconds", "failover-timeout", "parallel-syncs");

  private SentinelOptions() {}

  /** Puts the address of the node that is to be watched in the place of its name. */
  static void complete(Lab lab, SequencedMap<String, String> options) throws Refusal {
    if (!KIND.equals(options.get(World.KIND))) {
      return;
    }
    String node = options.getOrDefault(MONITOR, Lab.FIRST_NODE);
    Machine machine = FaultDirectives.machine(lab, node);
    String port =
        machine
            .node()
            .map(up -> up.settings().get("port"))
            .orElseThrow(() -> new Refusal(node + " is down: :restart brings it back"));
    options.put(MONITOR, node + ":" + port);
  }

  static SentinelSettings of(String name, SequencedMap<String, String> options) throws Refusal {
    for (Map.Entry<String, String> each : options.entrySet()) {
      if (!NAMES.contains(each.getKey())) {
        throw new Refusal(
            "a sentinel takes "
                + String.join("=, ", NAMES)
                + "=, not '"
                + each.getKey()
                + "'"
                + NearWords.question(each.getKey(), NAMES, ""));
      }
    }
    String primary = options.getOrDefault(MONITOR, "");
    int colon = primary.lastIndexOf(':');
    return new SentinelSettings(
        name,
        PORT,
        MASTER,
        primary.substring(0, colon),
        Integer.parseInt(primary.substring(colon + 1)),
        (int) number(options, "quorum", "2"),
        number(options, "down-after-milliseconds", DEFAULT_DOWN_AFTER),
        number(options, "failover-timeout", DEFAULT_TIMEOUT),
        (int) number(options, "parallel-syncs", "1"));
  }

  private static long number(Map<String, String> options, String name, String usual)
      throws Refusal {
    String value = options.getOrDefault(name, usual);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new Refusal(name + " takes a whole number above 0, not '" + value + "'");
    }
    return Long.parseLong(value);
  }
}
