package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Moving the clock, and taking steps back. */
final class TimeDirectives {
  private static final String GROUP = "time";

  private TimeDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "advance",
            GROUP,
            "[DURATION]",
            "Lets time pass; without a duration up to the next thing that is due",
            TimeDirectives::advance),
        new DirectiveRow(
            "live",
            GROUP,
            "[FACTOR]",
            "Lets time pass as on the wall, or so many times as fast",
            TimeDirectives::live),
        new DirectiveRow(
            "stepped",
            GROUP,
            "",
            "Lets time pass only by + and :advance",
            (lab, arguments) -> {
              arguments.atMost(0);
              lab.pace(new Lab.Pace(false, lab.pace().factor()));
              return List.of();
            }),
        new DirectiveRow(
            "pause",
            GROUP,
            "",
            "Stops the clock, or lets it go on",
            (lab, arguments) -> {
              arguments.atMost(0);
              lab.pace(new Lab.Pace(!lab.pace().live(), lab.pace().factor()));
              return List.of(
                  new Part.Said(lab.live() ? "the clock runs" : "the clock stands still"));
            }),
        new DirectiveRow(
            "back",
            GROUP,
            "[COUNT]",
            "Takes the last step back, or so many; what only looked is no step",
            TimeDirectives::back));
  }

  private static List<Part> advance(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    if (arguments.count() == 1) {
      lab.advance(arguments.durationMicros(0));
    } else {
      OptionalLong next = lab.world().simulation().nextDueMicros();
      if (next.isEmpty()) {
        throw new Refusal("nothing is due: say how long, as in :advance 500ms");
      }
      lab.advance(next.getAsLong() - lab.nowMicros());
    }
    return new Commands(lab).glass();
  }

  private static List<Part> live(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    long factor = arguments.number(0, "a factor", lab.pace().factor());
    if (factor < 1 || factor > 1_000_000) {
      throw new Refusal(":live takes a factor from 1 to 1000000, not '" + factor + "'");
    }
    lab.pace(new Lab.Pace(true, factor));
    return List.of();
  }

  private static List<Part> back(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    long count = arguments.number(0, "a count of steps", 1);
    if (count < 1) {
      throw new Refusal(":back takes a count of steps from 1 on, not '" + count + "'");
    }
    List<Step> undone = lab.back((int) StrictMath.min(count, Integer.MAX_VALUE));
    if (undone.isEmpty()) {
      throw new Refusal("there is no step to take back: nothing has changed this world yet");
    }
    List<String> texts = new ArrayList<>();
    for (Step each : undone.subList(0, StrictMath.min(3, undone.size()))) {
      texts.add(each.text());
    }
    String more = undone.size() > 3 ? ", and " + (undone.size() - 3) + " before" : "";
    String all = undone.size() < count ? " (there were no more)" : "";
    return List.of(
        new Part.Said(
            "back at "
                + Durations.sinceStart(lab.nowMicros() - lab.startMicros())
                + ", without "
                + String.join(", ", texts)
                + more
                + all));
  }
}
