package dev.kvarium.lab;

import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.client.SlotOperator;
import dev.kvarium.client.SlotPlan;
import dev.kvarium.client.SlotTraffic;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** How a cluster stands, and those who use it, in a few lines. */
final class ClusterTold {
  private ClusterTold() {}

  static String of(Lab lab) throws Refusal {
    ClusterSnapshot seen = ClusterDirective.seen(lab);
    List<String> lines = new ArrayList<>();
    for (String node : lab.nodes()) {
      for (int i = 0; i < seen.nodes().size(); i++) {
        if (host(seen.nodes().get(i).address()).equals(node)) {
          lines.add(node(seen, i));
        }
      }
    }
    lab.world().cluster().moving().ifPresent(each -> lines.add(moving(each)));
    for (SlotClientMachine each : lab.world().cluster().clients()) {
      lines.add(client(each.snapshot()));
      each.traffic().ifPresent(traffic -> lines.add("  " + traffic(traffic.progress())));
    }
    return String.join("\n", lines);
  }

  private static String host(String address) {
    return ClusterMoves.host(address);
  }

  private static String node(ClusterSnapshot seen, int place) {
    ClusterSnapshot.Node node = seen.nodes().get(place);
    String state = node.isDown() ? ", failed" : node.isSuspected() ? ", suspected" : "";
    if (node.isReplica()) {
      return host(node.address()) + ": replica of " + host(node.primary()) + state;
    }
    List<String> runs = new ArrayList<>();
    int from = -1;
    for (int slot = 0; slot <= seen.owners().length; slot++) {
      boolean owns = slot < seen.owners().length && seen.owners()[slot] == place;
      if (owns && from < 0) {
        from = slot;
      } else if (!owns && from >= 0) {
        runs.add(from == slot - 1 ? "" + from : from + "-" + (slot - 1));
        from = -1;
      }
    }
    int most = 6;
    String slots =
        runs.isEmpty()
            ? ""
            : ": "
                + String.join(" ", runs.subList(0, StrictMath.min(most, runs.size())))
                + (runs.size() > most ? " and " + (runs.size() - most) + " runs more" : "");
    return host(node.address())
        + ": primary, epoch "
        + node.epoch()
        + ", "
        + Quantity.count(node.slots(), "slot")
        + slots
        + state;
  }

  private static String moving(SlotOperator.Progress progress) {
    return progress.order()
        + ": "
        + Quantity.count(progress.done())
        + " of "
        + Quantity.count(progress.all(), "slot")
        + " moved, with "
        + Quantity.count(progress.keys(), "key")
        + (progress.held() ? "; held, :cluster step and :cluster wait go on" : "")
        + (progress.error().isEmpty() ? "" : "; given up: " + progress.error());
  }

  private static String client(SlotClientSnapshot client) {
    List<String> sent = new ArrayList<>();
    client.sentTo().forEach((node, count) -> sent.add(host(node) + " " + Quantity.count(count)));
    return client.name()
        + ": "
        + Quantity.count(client.answered(), "command")
        + " answered, "
        + Quantity.count(client.failed())
        + " with errors; sent to "
        + (sent.isEmpty() ? "nobody" : String.join(", ", sent))
        + "; "
        + Quantity.count(client.moved())
        + " MOVED, "
        + Quantity.count(client.ask())
        + " ASK, "
        + Quantity.count(client.tryAgain())
        + " TRYAGAIN"
        + (client.remembered() == 0
            ? ""
            : "; " + Quantity.count(client.remembered()) + " from what it remembers");
  }

  private static String traffic(SlotTraffic.Progress traffic) {
    List<String> errors = new ArrayList<>();
    traffic.errors().forEach((word, count) -> errors.add(Quantity.count(count) + " " + word));
    return Quantity.count(traffic.answered())
        + " of "
        + Quantity.count(traffic.requests())
        + " in "
        + Quantity.span(traffic.tookMicros())
        + ", p50 "
        + Quantity.span(traffic.p50Micros())
        + ", p99 "
        + Quantity.span(traffic.p99Micros())
        + ", longest "
        + Quantity.span(traffic.maxMicros())
        + (errors.isEmpty() ? "" : "; errors: " + String.join(", ", errors));
  }

  /** What is going to move, as redis-cli says it. */
  static String plan(List<SlotPlan.Move> plan) {
    SequencedMap<String, Integer> counts = new LinkedHashMap<>();
    for (SlotPlan.Move each : plan) {
      counts.merge(
          " from " + host(each.from().address()) + " to " + host(each.to().address()),
          1,
          Integer::sum);
    }
    List<String> lines = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach((way, count) -> lines.add("moving " + Quantity.count(count, "slot") + way));
    return String.join("\n", lines);
  }
}
