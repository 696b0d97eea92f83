package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;

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
            "speed",
            GROUP,
            "[FACTOR]",
            "How many times as fast as on the wall time passes while it does; alone tells it",
            TimeDirectives::speed),
        new DirectiveRow(
            "stepped",
            GROUP,
            "",
            "Lets time pass only by + and :advance",
            (lab, arguments) -> {
              arguments.atMost(0);
              lab.pace(lab.pace().live(false));
              return List.of();
            }),
        new DirectiveRow(
            "pause",
            GROUP,
            "",
            "Stops the clock, or lets it go on",
            (lab, arguments) -> {
              arguments.atMost(0);
              lab.pace(lab.pace().live(!lab.live()));
              return List.of(
                  new Part.Said(lab.live() ? "the clock runs" : "the clock stands still"));
            }),
        new DirectiveRow(
            "step",
            GROUP,
            "[EVENT]",
            "Stops the clock and goes to what is due next, or to the next fact of that name",
            TimeDirectives::step),
        new DirectiveRow(
            "back",
            GROUP,
            "[COUNT]",
            "Takes the last step back, or so many; what only looked is no step",
            TimeDirectives::back),
        new DirectiveRow(
            "seek",
            GROUP,
            "TIME|STEP",
            "Goes to a time such as 4.2s or 00:04.200, or behind a step such as #12; forward too,"
                + " until a new step is made",
            TimeDirectives::seek));
  }

  private static List<Part> advance(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    if (arguments.count() == 1) {
      lab.advance(arguments.durationMicros(0));
    } else {
      lab.advance(Ahead.nextDueMicros(lab) - lab.nowMicros());
    }
    return new Commands(lab).glass();
  }

  private static List<Part> live(Lab lab, DirectiveArguments arguments) throws Refusal {
    speed(lab, arguments);
    lab.pace(lab.pace().live(true));
    return List.of();
  }

  private static List<Part> speed(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    if (arguments.count() == 0) {
      String stands = lab.live() ? "" : ", once :live or :pause lets the clock run";
      return List.of(new Part.Said("time passes " + lab.speed() + " times as fast" + stands));
    }
    lab.pace(lab.pace().speed(arguments.words().getFirst(), arguments.row().name()));
    return List.of();
  }

  private static List<Part> step(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    long toMicros;
    if (arguments.count() == 0) {
      toMicros = Ahead.nextDueMicros(lab);
    } else {
      toMicros = Ahead.nextFactMicros(lab, FactNames.of(arguments.words().getFirst()));
    }
    lab.pace(lab.pace().live(false));
    lab.advance(toMicros - lab.nowMicros());
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Said("at " + Durations.sinceStart(lab.nowMicros() - lab.startMicros())));
    parts.addAll(new Commands(lab).glass());
    return parts;
  }

  private static List<Part> seek(Lab lab, DirectiveArguments arguments) throws Refusal {
    String to = arguments.word(0, "a time such as 4.2s or 00:04.200, or a step such as #12");
    arguments.atMost(1);
    Timeline timeline = lab.timeline();
    String beyond = "";
    if (to.startsWith("#")) {
      if (!to.matches("#[0-9]{1,9}")) {
        throw new Refusal("'" + to + "' is not a step: write its number behind #, such as #12");
      }
      int step = Integer.parseInt(to.substring(1));
      beyond = step > timeline.allSteps() ? "; there are no more" : "";
      timeline.seekStep(step);
    } else {
      long micros = lab.startMicros() + Durations.parseSinceStart(to);
      timeline.seekTime(micros);
      beyond = lab.nowMicros() < micros ? "; beyond it lies nothing yet, + lets time pass" : "";
    }
    return List.of(new Part.Said(place(timeline) + beyond));
  }

  /** Where in its history a world stands: {@code at 00:04.200, step #3 of 5: after SET a 1}. */
  private static String place(Timeline timeline) {
    World world = timeline.world();
    List<Step> last = timeline.lastSteps(1);
    return "at "
        + Durations.sinceStart(world.nowMicros() - world.startMicros())
        + ", step #"
        + timeline.steps()
        + " of "
        + timeline.allSteps()
        + (last.isEmpty() ? ": the start" : ": after " + last.getFirst().text());
  }

  private static List<Part> back(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    long count = arguments.number(0, "a count of steps", 1);
    if (count < 1) {
      throw new Refusal(":back takes a count of steps from 1 on, not '" + count + "'");
    }
    List<Step> undone = new ArrayList<>(lab.back((int) StrictMath.min(count, Integer.MAX_VALUE)));
    // a command whose value is still to follow goes with what there was of the value
    for (int last = 0; lab.missingBytes() > 0 && undone.size() > last; ) {
      last = undone.size();
      undone.addAll(lab.back(1));
    }
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
