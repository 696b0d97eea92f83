package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.script.Script;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task while the learner is at it: what was done since it began, and what help was given. */
final class TaskInHand {
  private final Lab lab;
  private int firstEvent;
  private Lab.Mark began = Lab.Mark.START;
  private int hintsGiven;
  private boolean assisted;
  private List<Checks.Unmet> told = List.of();
  private List<String> solutionLeft = List.of();

  TaskInHand(Lab lab) {
    this.lab = lab;
  }

  /** A task begins with the world as it is now. */
  void begin() {
    hintsGiven = 0;
    assisted = false;
    restart();
  }

  /** It begins once more; the help that was given counts. */
  void restart() {
    firstEvent = lab.events().size();
    began = lab.mark();
    told = List.of();
  }

  /** Whether more was taken back than was done in it. */
  boolean isTakenBack() {
    return lab.events().size() < firstEvent;
  }

  /** Whether the solution was shown. */
  boolean assisted() {
    return assisted;
  }

  /** What was entered in it. */
  List<String> inputs() {
    return lab.inputsSince(began);
  }

  /** The checks that do not hold yet. */
  List<Checks.Unmet> unmet(Lesson.Task task) {
    return Checks.unmet(lab, task, firstEvent);
  }

  /** The checks of which the learner was told last that they do not hold. */
  List<Checks.Unmet> told() {
    return told;
  }

  void told(List<Checks.Unmet> unmet) {
    told = unmet;
  }

  /** The next hint; empty when there are no more. */
  Optional<Prose> hint(Lesson.Task task) {
    if (hintsGiven == task.hints().size()) {
      return Optional.empty();
    }
    StyledText text = task.hints().get(hintsGiven++);
    StyledText mark =
        StyledText.of("Hint " + hintsGiven + " of " + task.hints().size() + ". ", Style.BOLD);
    return Optional.of(Prose.of(mark.plus(text)));
  }

  /** One way to do it, line by line; from now on it is done with help. */
  List<String> solution(Lesson.Task task) {
    assisted = true;
    List<String> lines = new ArrayList<>();
    for (Script.Step step : task.solution().steps()) {
      if (!step.line().isCheck()) {
        lines.add(LessonWords.typed(step.line()));
      }
    }
    solutionLeft = List.copyOf(lines);
    return lines;
  }

  /** Whether a line puts the solution on the prompt, or is one of it with others still to come. */
  boolean followsSolution(String line) {
    if (line.equals(":solution")) {
      return true;
    }
    if (solutionLeft.isEmpty() || !line.equals(solutionLeft.getFirst())) {
      solutionLeft = List.of();
      return false;
    }
    solutionLeft = solutionLeft.subList(1, solutionLeft.size());
    return !solutionLeft.isEmpty();
  }
}
