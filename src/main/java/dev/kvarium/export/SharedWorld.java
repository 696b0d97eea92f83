package dev.kvarium.export;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import dev.kvarium.event.EventLog;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Durations;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Recording;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.EventLines;
import dev.kvarium.script.PartText;
import dev.kvarium.view.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A world as a text that recreates it: the line that began it, what was entered since, and a digest
 * of what then happened in it.
 *
 * <pre>
 * 14 6b2f1c0d9e8a7b55                              how many facts, and a digest of the last of them
 * :world redis seed=7 version=7.0
 * > SET a 1
 * * 412.5ms                                        time that passed on the wall: no step
 * :crash power
 * </pre>
 *
 * <p>It comes from anybody, so it may only hold what makes a world: a line that would read or write
 * a file, end the session or go to another world is refused before the first one is followed.
 */
final class SharedWorld {
  /** More lines are no session of a person. */
  static final int MOST_LINES = 50_000;

  /** Of so many facts, the last, the digest is made. */
  private static final int DIGESTED = 2_000;

  private static final Set<String> ABOUT_THE_LAB =
      Set.of("help", "record", "script", "learn", "look", "class");

  private static final Set<String> MOVING =
      Set.of(
          "back", "diff", "drop", "fork", "live", "pause", "sandbox", "seek", "speed", "stepped",
          "world", "worlds");

  private final Lab lab;
  private final List<String> lines;

  private SharedWorld(Lab lab, List<String> lines) {
    this.lab = lab;
    this.lines = lines;
  }

  /** The short text of the world at hand. */
  static String text(Lab lab) throws Refusal {
    return Share.of(digest(lab) + "\n" + Recording.of(lab, Recording.Extent.INPUTS));
  }

  /**
   * Recreates a world.
   *
   * @param here whether it takes the place of the world at hand, rather than a place beside it
   */
  static List<Part> open(Lab lab, String shared, boolean here) throws Refusal {
    List<String> lines = Share.text(shared).lines().toList();
    SharedWorld world = new SharedWorld(lab, lines);
    WorldSpec spec = world.look();
    if (here) {
      lab.begin(spec);
    } else {
      try {
        lab.goTo(free(lab), spec);
      } catch (IllegalArgumentException impossible) {
        throw new Refusal("the text begins no world: " + impossible.getMessage());
      }
    }
    return world.follow();
  }

  private static String free(Lab lab) {
    String name = "shared";
    for (int i = 2; lab.worlds().contains(name); i++) {
      name = "shared-" + i;
    }
    return name;
  }

  /** Reads all lines without following any; the world that the second of them begins. */
  private WorldSpec look() throws Refusal {
    if (lines.size() < 2
        || !lines.getFirst().matches("[0-9]{1,9} [0-9a-f]{16}")
        || !lines.get(1).startsWith(":world ")) {
      throw new Refusal("the text is whole, but no world: it does not begin as one");
    }
    if (lines.size() > MOST_LINES) {
      throw new Refusal(
          "the text holds "
              + Quantity.count(lines.size(), "line")
              + ", and a shared world at most "
              + Quantity.count(MOST_LINES));
    }
    for (String line : lines.subList(2, lines.size())) {
      if (!line.isEmpty() && !isInput(line)) {
        String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
        throw new Refusal(
            "the text holds a line that makes no world, so none of it is followed: " + shown);
      }
    }
    return WorldSpec.parse(List.of(lines.get(1).substring(":world ".length()).split(" +")));
  }

  private boolean isInput(String line) {
    if (line.startsWith("*") || line.startsWith("+")) {
      return true;
    }
    if (!line.startsWith(":")) {
      return !line.startsWith("?") && !line.startsWith("~") && !line.startsWith("#");
    }
    int blank = line.indexOf(' ');
    String name = line.substring(1, blank < 0 ? line.length() : blank).toLowerCase(Locale.ROOT);
    Optional<DirectiveRow> row = lab.directive(name);
    return row.isPresent()
        && !ABOUT_THE_LAB.contains(row.get().group())
        && !MOVING.contains(row.get().name());
  }

  private List<Part> follow() throws Refusal {
    for (int i = 2; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("* ")) {
        lab.elapse(Durations.parseMicros(line.substring(2)));
        continue;
      }
      Outcome outcome = lab.enter(line);
      if (outcome.failed() && outcome.replyText().isEmpty()) {
        throw new Refusal(
            "the shared world stands before its line "
                + (i - 1)
                + ", which cannot be followed: "
                + line
                + "\n"
                + PartText.all(outcome.parts()));
      }
    }
    String made =
        "in "
            + lab.worldName()
            + ": "
            + Quantity.count(lab.steps(), "step")
            + ", at "
            + Quantity.clock(lab.nowMicros() - lab.startMicros());
    if (!digest(lab).equals(lines.getFirst())) {
      throw new Refusal(
          made
              + "; but what happened there is not what happened where it was shared, so it was"
              + " made by another version of Kvarium");
    }
    return List.of(new Part.Said(made + ", as it was shared"));
  }

  private static String digest(Lab lab) {
    List<EventLog.Entry> facts = lab.events().all();
    int from = StrictMath.max(0, facts.size() - DIGESTED);
    String last = EventLines.of(facts.subList(from, facts.size()));
    String digits = Long.toHexString(Crc64.of(Bytes.of(last)));
    return facts.size() + " " + "0".repeat(16 - digits.length()) + digits;
  }
}
