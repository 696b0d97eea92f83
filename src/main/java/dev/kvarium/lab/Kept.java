package dev.kvarium.lab;

import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;

/** What a text that keeps a session holds, and what it does not, in words. */
public final class Kept {
  private Kept() {}

  /**
   * What is said when all worlds of a session have been kept.
   *
   * @param done what was done with them
   */
  public static List<Part> told(Lab lab, String done) {
    List<Part> parts = new ArrayList<>(List.of(new Part.Said(done)));
    if (lab.worlds().size() > 1) {
      List<String> worlds = new ArrayList<>();
      lab.worlds()
          .forEach(each -> worlds.add(each + (each.equals(lab.worldName()) ? " (here)" : "")));
      parts.add(new Part.Said("with all worlds: " + String.join(", ", worlds)));
    }
    List<String> missing = new ArrayList<>();
    for (String each : lab.worlds()) {
      int ahead = lab.stepsAhead(each);
      if (ahead > 0) {
        missing.add(
            Quantity.count(ahead, "step")
                + " of "
                + each
                + (ahead == 1 ? " that was taken back" : " that were taken back"));
      }
    }
    lab.playing().ifPresent(lesson -> missing.add("the lesson " + lesson));
    if (!missing.isEmpty()) {
      parts.add(new Part.Said("without " + String.join(", ", missing)));
    }
    return parts;
  }

  /** What is said when only the world at hand has been kept. */
  public static List<Part> toldOfOne(Lab lab, String done) {
    List<String> others = new ArrayList<>(lab.worlds());
    others.remove(lab.worldName());
    return others.isEmpty()
        ? List.of(new Part.Said(done))
        : List.of(
            new Part.Said(done),
            new Part.Said(
                "with the world at hand alone, without "
                    + String.join(", ", others)
                    + ": those go into .kv"));
  }
}
