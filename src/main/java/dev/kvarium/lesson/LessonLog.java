package dev.kvarium.lesson;

import java.util.List;

/** Who notes how far a learner has come. */
interface LessonLog {
  void reached(Lesson lesson, int step);

  void task(Lesson lesson, int task, Progress.Result result);

  void finished(Lesson lesson);

  /**
   * Where the learner has stopped to read, to guess or to do something.
   *
   * @param pieces how many pieces behind the heading of the step that was reached last
   */
  default void stopped(Lesson lesson, int pieces) {}

  /**
   * What was entered in a task, from its beginning on.
   *
   * @param claim whether it is done, and whether with help
   */
  default void entered(Lesson lesson, int task, String claim, List<String> inputs) {}

  /** Whether the learner has done a task before. */
  default boolean hasDone(Lesson lesson, int task) {
    return false;
  }

  /** What becomes of the world when the lesson is over, to be told. */
  default String farewell() {
    return "This world stays yours to try things in; :lesson says what is next.";
  }
}
