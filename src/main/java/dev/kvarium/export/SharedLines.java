package dev.kvarium.export;

import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The lines of a shared session, read without following any.
 *
 * <pre>
 * 14 6b2f1c0d9e8a7b55                              how many facts, and a digest of the last of them
 * :world redis seed=7 version=7.0
 * &gt; SET a 1
 * * 412.5ms                                        time that passed on the wall: no step
 * :fork copy                                       other worlds, as SessionScript writes them
 * :crash power
 * :world first
 * :stepped                                         how time passes, at the end
 * </pre>
 *
 * <p>It comes from anybody, so it may only hold what makes worlds: a line that would read or write
 * a file, end the session or go to a world that the text has not made is refused before the first
 * one is followed.
 *
 * @param digest of what must have happened in the end
 * @param spec of the first world
 * @param lines what is entered behind that
 * @param pace how time passes then, as directives
 */
record SharedLines(String digest, WorldSpec spec, List<String> lines, List<String> pace) {
  /** More lines are no session of a person. */
  static final int MOST_LINES = 50_000;

  /** Each is made by repeating another, so that many would take long. */
  static final int MOST_WORLDS = 50;

  private static final Set<String> ABOUT_THE_LAB =
      Set.of("help", "record", "script", "learn", "look", "class");

  private static final Set<String> MOVING =
      Set.of(
          "back", "diff", "drop", "fork", "live", "pause", "sandbox", "seek", "speed", "stepped",
          "world", "worlds");

  /** Reads a text, for a lab that has the directives. */
  static SharedLines of(String text, Lab lab) throws Refusal {
    List<String> lines = text.lines().toList();
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
    int end = lines.size();
    while (end > 2 && isPace(lines.get(end - 1))) {
      end--;
    }
    List<String> made = lines.subList(2, end);
    Check check = new Check(lab);
    for (String line : made) {
      if (!check.admits(line)) {
        String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
        throw new Refusal(
            "the text holds a line that makes no world, so none of it is followed: " + shown);
      }
    }
    return new SharedLines(
        lines.getFirst(), begun(lines.get(1)), made, lines.subList(end, lines.size()));
  }

  private static WorldSpec begun(String line) throws Refusal {
    return WorldSpec.parse(List.of(line.substring(":world ".length()).split(" +")));
  }

  private static boolean isPace(String line) {
    return line.equals(":stepped") || line.matches(":speed [0-9.]{1,20}");
  }

  /** Which lines may follow which. */
  private static final class Check {
    private final Lab lab;
    private final SequencedSet<String> worlds = new LinkedHashSet<>(List.of(Lab.FIRST_WORLD));
    private final List<String> before = new ArrayList<>();

    Check(Lab lab) {
      this.lab = lab;
    }

    static boolean copies(String line) {
      return line.equals(":sandbox") || line.startsWith(":fork ");
    }

    boolean admits(String line) throws Refusal {
      boolean admitted = line.isEmpty() || isInput(line) || leads(line);
      before.add(line);
      return admitted;
    }

    /** Whether a line makes another world of those that there are, or goes to one. */
    private boolean leads(String line) throws Refusal {
      boolean copied = !before.isEmpty() && copies(before.getLast());
      if (copies(line)) {
        String name = line.equals(":sandbox") ? "sandbox" : line.substring(":fork ".length());
        return name.matches("[A-Za-z0-9._-]{1,64}")
            && worlds.size() < MOST_WORLDS
            && worlds.add(name);
      }
      if (line.equals(":drop " + Lab.FIRST_WORLD)) {
        return copied && before.size() == 1 && worlds.remove(Lab.FIRST_WORLD);
      }
      if (line.startsWith(":world ")) {
        String name = line.substring(":world ".length());
        if (worlds.contains(name)) {
          return true;
        }
        if (copied) {
          begun(line);
          return true;
        }
      }
      return false;
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
  }
}
