package dev.kvarium.lesson;

import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Lab;
import java.util.List;

/**
 * The world in which a lesson goes on, wherever the learner went meanwhile, and whether it is as
 * the lesson itself has made it.
 */
final class LessonWorld {
  private final Lab lab;
  private final Lesson lesson;
  private final String name;
  private EventLog ownLog;
  private int ownEvents;
  private int ownSteps;
  private int ownAt;

  /** The world at hand. */
  LessonWorld(Lab lab, Lesson lesson) {
    this.lab = lab;
    this.lesson = lesson;
    this.name = lab.worldName();
    this.ownLog = lab.events();
  }

  /** What the world is now is of the lesson's making, as the piece at an index needs it. */
  void own(int index) {
    ownAt = index;
    ownLog = lab.events();
    ownEvents = ownLog.size();
    ownSteps = steps();
  }

  /** Makes it anew, as the piece at an index needs it. */
  void remake(int index) {
    lab.goTo(name, lesson.head().world());
    Replay.to(lab, lesson, index);
    own(index);
  }

  /** Whether it is what the piece at an index needs. */
  boolean isFor(int index) {
    boolean nothingRuns =
        since(index).stream()
            .allMatch(each -> each instanceof Lesson.Heading || each instanceof Lesson.Text);
    return nothingRuns && lab.events() == ownLog && ownLog.size() == ownEvents;
  }

  /** Whether the learner has tried something in it, up to the piece at an index, unasked. */
  boolean hasStrayed(int index) {
    boolean changed = steps() != ownSteps || lab.events().size() != ownEvents;
    return changed && since(index).stream().noneMatch(Lesson.Task.class::isInstance);
  }

  private List<Lesson.Piece> since(int index) {
    return lesson.pieces().subList(StrictMath.min(ownAt, index), index);
  }

  /** How many steps made it. */
  int steps() {
    return (int) lab.journal().stream().filter(entry -> entry.changes()).count();
  }
}
