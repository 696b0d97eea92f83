package dev.kvarium.export;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Durations;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Recording;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.SessionScript;
import dev.kvarium.script.EventLines;
import dev.kvarium.script.PartText;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The worlds of a session as a text that recreates them: the line that began each, what was entered
 * since, and a digest of what then happened. {@link SharedLines} says how it looks.
 */
final class SharedWorld {
  /** Of so many facts of a world, the last, the digest is made. */
  private static final int DIGESTED = 2_000;

  private final Lab lab;
  private final SharedLines shared;

  /** What each world of the text is called here. */
  private final SequencedMap<String, String> names = new LinkedHashMap<>();

  private SharedWorld(Lab lab, SharedLines shared) {
    this.lab = lab;
    this.shared = shared;
  }

  /** The short text of all worlds of a session. */
  static String text(Lab lab) throws Refusal {
    SequencedMap<String, String> same = new LinkedHashMap<>();
    lab.worlds().forEach(each -> same.put(each, each));
    String pace = lab.live() ? "" : ":stepped\n";
    pace += lab.speed().equals("1") ? "" : ":speed " + lab.speed() + "\n";
    return Share.of(
        digest(lab, same) + "\n" + SessionScript.of(lab, Recording.Extent.INPUTS) + pace);
  }

  /**
   * Recreates the worlds of a text.
   *
   * @param here whether the first of them takes the place of the world at hand, rather than a place
   *     beside it; time then passes as it did where they were shared
   */
  static List<Part> open(Lab lab, String text, boolean here) throws Refusal {
    SharedWorld world = new SharedWorld(lab, SharedLines.of(Share.text(text), lab));
    world.begin(here);
    world.follow();
    List<Part> told = world.told();
    if (here) {
      world.shared.pace().forEach(lab::enter);
    }
    return told;
  }

  private void begin(boolean here) throws Refusal {
    if (here) {
      lab.begin(shared.spec());
    } else {
      try {
        lab.goTo(free("shared"), shared.spec());
      } catch (IllegalArgumentException impossible) {
        throw new Refusal("the text begins no world: " + impossible.getMessage());
      }
    }
    names.put(Lab.FIRST_WORLD, lab.worldName());
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; lab.worlds().contains(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private void follow() throws Refusal {
    for (int i = 0; i < shared.lines().size(); i++) {
      String line = shared.lines().get(i);
      if (line.startsWith("* ")) {
        lab.elapse(Durations.parseMicros(line.substring(2)));
        continue;
      }
      Outcome outcome = lab.enter(asCalledHere(line));
      if (outcome.failed() && outcome.replyText().isEmpty()) {
        throw new Refusal(
            "the shared world stands before its line "
                + (i + 1)
                + ", which cannot be followed: "
                + line
                + "\n"
                + PartText.all(outcome.parts()));
      }
    }
  }

  /** A line with the names that worlds have here, where it goes from one to another. */
  private String asCalledHere(String line) {
    if (line.equals(":sandbox")) {
      boolean mayBe = lab.worlds().stream().noneMatch("sandbox"::equals);
      names.put("sandbox", free("sandbox"));
      return mayBe ? line : ":fork " + names.get("sandbox");
    }
    int blank = line.indexOf(' ');
    String name = line.substring(blank + 1);
    switch (blank < 0 ? line : line.substring(0, blank)) {
      case ":fork" -> {
        names.put(name, free(name));
        return ":fork " + names.get(name);
      }
      case ":world" -> {
        return names.containsKey(name) ? ":world " + names.get(name) : line;
      }
      case ":drop" -> {
        return ":drop " + names.remove(name);
      }
      default -> {
        return line;
      }
    }
  }

  private List<Part> told() throws Refusal {
    List<String> beside = new ArrayList<>();
    names.forEach(
        (there, name) -> {
          if (!name.equals(lab.worldName())) {
            boolean same = names.size() == 1 || name.equals(there);
            beside.add(same ? name : name + " (there " + there + ")");
          }
        });
    String made =
        "in "
            + lab.worldName()
            + ": "
            + Quantity.count(lab.steps(), "step")
            + ", at "
            + Quantity.clock(lab.nowMicros() - lab.startMicros());
    if (!digest(lab, names).equals(shared.digest())) {
      throw new Refusal(
          made
              + "; but what happened there is not what happened where it was shared, so it was"
              + " made by another version of Kvarium");
    }
    return List.of(
        new Part.Said(
            made
                + ", as it was shared"
                + (beside.isEmpty() ? "" : "; beside it " + String.join(", ", beside))));
  }

  /**
   * How many facts there are and a digest of the last of each world.
   *
   * @param names of the worlds where they were shared, with what they are called here
   */
  private static String digest(Lab lab, SequencedMap<String, String> names) {
    if (names.size() == 1) {
      List<EventLog.Entry> facts = lab.events().all();
      return facts.size() + " " + crc(lastOf(facts));
    }
    int all = 0;
    StringBuilder digests = new StringBuilder();
    for (var each : new TreeMap<>(names).entrySet()) {
      List<EventLog.Entry> facts = lab.events(each.getValue()).all();
      all += facts.size();
      digests.append(each.getKey()).append(' ').append(facts.size()).append(' ');
      digests.append(crc(lastOf(facts))).append('\n');
    }
    return all + " " + crc(digests.toString());
  }

  private static String lastOf(List<EventLog.Entry> facts) {
    return EventLines.of(facts.subList(StrictMath.max(0, facts.size() - DIGESTED), facts.size()));
  }

  private static String crc(String text) {
    String digits = Long.toHexString(Crc64.of(Bytes.of(text)));
    return "0".repeat(16 - digits.length()) + digits;
  }
}
