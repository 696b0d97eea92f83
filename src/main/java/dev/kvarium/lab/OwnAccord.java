package dev.kvarium.lab;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.view.Glass;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the servers did by themselves as time passed, besides syncing their logs and expiring keys,
 * of which {@link Why} tells more: tables moved on, files written, items moved and thrown away.
 */
final class OwnAccord {
  private static final String SIGN = "▲ ";

  private OwnAccord() {}

  /** A line for each thing that was done, node by node. */
  static List<String> of(Lab lab, List<EventLog.Entry> facts) {
    List<EventLog.Entry> others = new ArrayList<>();
    Map<String, Long> moved = new LinkedHashMap<>();
    List<String> nodes = new ArrayList<>();
    for (EventLog.Entry each : facts) {
      switch (each.event()) {
        case KeyEvent.Expired gone -> {}
        case AofEvent synced when synced instanceof AofEvent.Synced -> {}
        case DictEvent.RehashStepped step -> moved.put(at(each) + step.dict(), step.index());
        default -> {
          if (each.event() instanceof DictEvent.RehashFinished end) {
            moved.remove(at(each) + end.dict());
          }
          others.add(each);
          if (!each.node().isEmpty() && !nodes.contains(each.node())) {
            nodes.add(each.node());
          }
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (String node : nodes) {
      String told = Glass.line(others, lab.scene(node)).text();
      for (String each : told.isEmpty() ? new String[0] : told.split(" · ")) {
        String bare = each.startsWith(SIGN) ? each.substring(SIGN.length()) : each;
        lines.add((node.equals(Lab.FIRST_NODE) ? "" : node + ": ") + bare);
      }
    }
    moved.forEach(
        (dict, index) ->
            lines.add(
                dict + " moved on: its old table is moved up to bucket " + Quantity.count(index)));
    return lines;
  }

  private static String at(EventLog.Entry entry) {
    return entry.node().equals(Lab.FIRST_NODE) ? "" : entry.node() + ": ";
  }
}
