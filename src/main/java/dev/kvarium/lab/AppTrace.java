package dev.kvarium.lab;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.view.AppFacts;
import dev.kvarium.view.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who asked whom for a request, a line a message:
 *
 * <pre>
 *      0.5 ms  web → main    GET web:item:1
 *      1.0 ms  main → web    (nil)
 * </pre>
 */
final class AppTrace {
  private static final int WAY = 18;

  /** So many lines are shown. */
  private static final int MOST = 16;

  private static final double MICROS_PER_MILLI = 1_000;

  private AppTrace() {}

  /** The lines for facts, with times since an instant. */
  static List<String> of(List<EventLog.Entry> facts, long sinceMicros) {
    List<String> lines = new ArrayList<>();
    for (EventLog.Entry each : facts) {
      String line =
          switch (each.event()) {
            case AppEvent.Asked asked -> way(asked.app(), asked.of()) + asked.what();
            case AppEvent.Answered answered ->
                way(answered.of(), answered.app()) + answered.answer();
            case AppEvent.Read read -> AppFacts.sentence(read);
            case AppEvent.Wrote wrote -> AppFacts.sentence(wrote);
            case AppEvent.LockFreed freed when !freed.own() -> AppFacts.sentence(freed);
            default -> "";
          };
      if (!line.isEmpty()) {
        double millis = (each.timeMicros() - sinceMicros) / MICROS_PER_MILLI;
        lines.add(String.format(Locale.ROOT, "%8.1f ms  %s", millis, line));
      }
    }
    return few(lines);
  }

  /** The first and the last of many. */
  private static List<String> few(List<String> lines) {
    if (lines.size() <= MOST) {
      return lines;
    }
    List<String> few = new ArrayList<>(lines.subList(0, MOST / 2));
    few.add("          … " + (lines.size() - MOST + 1) + " more, which :events lists");
    few.addAll(lines.subList(lines.size() - MOST / 2 + 1, lines.size()));
    return few;
  }

  private static String way(String from, String to) {
    String way = from + " → " + to;
    return Columns.of(way) >= WAY ? way + "  " : Columns.left(way, WAY);
  }
}
