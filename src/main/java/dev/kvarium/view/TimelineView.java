package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import java.util.List;
import java.util.OptionalLong;

/** The facts of a node along virtual time, a lane a family. */
final class TimelineView implements View {
  /** Up to so many facts are read one by one; of more, those already counted are taken. */
  private static final int MOST_READ = 20_000;

  /** How many of the last facts are looked through for new ones. */
  private static final int MOST_NEW = 10_000;

  @Override
  public String name() {
    return "timeline";
  }

  @Override
  public String syntax() {
    return "[FROM [TO]]";
  }

  @Override
  public String doc() {
    return "What happened and when, a lane a kind of fact; FROM and TO such as 5s or 00:12.480";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 2) {
      throw new ViewRefusal("timeline takes two times at most, not '" + words.get(2) + "' as well");
    }
    long start = scene.startMicros();
    long now = scene.nowMicros();
    long from = words.isEmpty() ? start : start + instant(words.get(0));
    long to = words.size() < 2 ? now : start + instant(words.get(1));
    if (to < from) {
      throw new ViewRefusal(
          words.size() < 2
              ? "it is " + Quantity.clock(now - start) + " now: " + words.get(0) + " is to come"
              : words.get(1) + " is before " + words.get(0));
    }
    TimelinePicture.Builder builder = new TimelinePicture.Builder(from, to);
    EventLog log = scene.events();
    boolean whole = from <= start && to >= now;
    if (whole && log.size() > MOST_READ) {
      TimelineCounts.of(scene).addTo(builder);
      for (int i = Math.max(scene.sinceInput(), log.size() - MOST_NEW); i < log.size(); i++) {
        if (log.get(i).node().equals(scene.node())) {
          builder.mark(log.get(i));
        }
      }
      return builder.build(scene);
    }
    for (int i = firstAt(log, from); i < log.size(); i++) {
      EventLog.Entry entry = log.get(i);
      if (entry.timeMicros() > to) {
        break;
      }
      if (entry.node().equals(scene.node())) {
        builder.add(entry, i >= scene.sinceInput());
      }
    }
    return builder.build(scene);
  }

  private static long instant(String word) throws ViewRefusal {
    OptionalLong micros = Instants.parse(word);
    return micros.orElseThrow(
        () -> new ViewRefusal("'" + word + "' is no time: write 5s, 1500ms or 00:12.480"));
  }

  /** The number of the first fact at a time or later; the log is in the order of time. */
  private static int firstAt(EventLog log, long micros) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).timeMicros() < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
