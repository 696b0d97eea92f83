package dev.kvarium.lesson;

import dev.kvarium.lab.CheckLine;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What still differs from the end of a task. */
final class Checks {
  private Checks() {}

  /**
   * A check that does not hold.
   *
   * @param found what was wanted and what was found, as the check is written
   * @param words the same in words, for the learner
   */
  record Unmet(Lesson.Check check, String found, String words) {}

  /**
   * The checks of a task that do not hold.
   *
   * @param firstEvent the number of the first fact of the learner's own
   */
  static List<Unmet> unmet(Lab lab, Lesson.Task task, int firstEvent) {
    List<Unmet> unmet = new ArrayList<>();
    for (Lesson.Check check : task.checks()) {
      unmet(lab, check, firstEvent).ifPresent(unmet::add);
    }
    return unmet;
  }

  /** What a check has to complain of; empty when it holds. */
  static Optional<Unmet> unmet(Lab lab, Lesson.Check check, int firstEvent) {
    try {
      Optional<String> found = CheckLine.unmet(lab, check.condition(), firstEvent);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      String words = CheckLine.unmetInWords(lab, check.condition(), firstEvent).orElse(found.get());
      return Optional.of(new Unmet(check, found.get(), words));
    } catch (Refusal unreadable) {
      return Optional.of(new Unmet(check, unreadable.what(), unreadable.what()));
    }
  }

  /**
   * What differs, an item for each, and where to look.
   *
   * @param told what was told before: of these, only what differs is told again
   */
  static Prose told(List<Unmet> unmet, List<Unmet> told) {
    List<Prose.Block> blocks = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (Unmet each : unmet) {
      if (!said.add(each.words())) {
        continue; // what is not there at all fails every check of it in the same words
      }
      StyledText text = StyledText.of(each.words(), Style.BOLD);
      StyledText advice = each.check().advice();
      boolean alone = advice.isEmpty() || told.contains(each);
      blocks.add(
          Prose.item(
              "  - ",
              alone
                  ? text
                  : text.plus(each.words().endsWith(".") ? " " : ". ", Style.PLAIN).plus(advice)));
    }
    if (unmet.stream().anyMatch(each -> each.check().forbids())) {
      blocks.add(
          Prose.item(
              "  ",
              StyledText.of(
                  ":back takes a step back, :lesson reset begins the task again", Style.DIM)));
    }
    return new Prose(blocks);
  }
}
