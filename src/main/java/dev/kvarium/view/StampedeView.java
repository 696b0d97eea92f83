package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.Course;
import java.util.List;

/** What happens when an entry ends: applications one above the other, time across. */
final class StampedeView implements View {
  /** So much of the time that queries were under way is shown before and behind it. */
  private static final int MARGIN_PART = 3;

  private static final long LEAST_MARGIN_MICROS = 20_000;

  @Override
  public String name() {
    return "stampede";
  }

  @Override
  public String syntax() {
    return "[APP[,APP...]] [FROM [TO]]";
  }

  @Override
  public String doc() {
    return "Applications one above the other: hits, misses, queries to the database, entries that"
        + " end; about the peak, or FROM and TO since their clients began, such as 9.5s";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    AppWords asked = AppWords.of("stampede", scene, words);
    long longest = 1;
    long from = Long.MAX_VALUE;
    long to = 0;
    for (AppSnapshot each : asked.apps()) {
      longest = Math.max(longest, each.nowMicros() - each.beganMicros());
      long[] crowd = crowd(each);
      from = Math.min(from, crowd[0]);
      to = Math.max(to, crowd[1]);
    }
    if (from >= to) {
      from = 0;
      to = longest;
    } else {
      long margin = Math.max(LEAST_MARGIN_MICROS, (to - from) / MARGIN_PART);
      from = Math.max(0, from - margin);
      to = Math.min(longest, to + margin);
    }
    if (asked.fromMicros().isPresent()) {
      from = asked.fromMicros().getAsLong();
      to = asked.toMicros().orElse(longest);
    }
    if (to <= from) {
      throw new ViewRefusal(
          "the clients have asked for "
              + Quantity.span(longest)
              + " so far: there is nothing to see behind that");
    }
    return new StampedePicture(asked.apps(), scene.startMicros(), scene.nowMicros(), from, to);
  }

  /** From when to when queries were under way around the most of them; nothing when none were. */
  private static long[] crowd(AppSnapshot app) {
    Course course = app.course();
    long began = app.beganMicros() - app.startMicros();
    int first = (int) (began / course.partMicros());
    int top = -1;
    for (int i = first; i < course.parts(); i++) {
      if (course.inFlight(i) > 0 && (top < 0 || course.inFlight(i) > course.inFlight(top))) {
        top = i;
      }
    }
    if (top < 0) {
      return new long[] {Long.MAX_VALUE, 0};
    }
    int from = top;
    int to = top;
    while (from > first && course.inFlight(from - 1) > 0) {
      from--;
    }
    while (to + 1 < course.parts() && course.inFlight(to + 1) > 0) {
      to++;
    }
    return new long[] {
      Math.max(0, from * course.partMicros() - began), (to + 1) * course.partMicros() - began
    };
  }
}
