package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import java.util.List;

/** What somebody types who plays a lesson of the checkout from its beginning to its end. */
public final class LessonLines {
  private LessonLines() {}

  /** The files of the lessons, in their order. */
  public static List<String> files() {
    return new LessonFiles().files();
  }

  /** The title of a lesson. */
  public static String title(String file) {
    return LessonFiles.lesson(file).head().title();
  }

  /** The lines behind {@code :lesson NAME}: Enter, answers, and the solutions of the tasks. */
  public static List<String> of(String file) {
    Lesson lesson = LessonFiles.lesson(file);
    Learner learner = new Learner(lesson);
    for (Lesson.Task task : lesson.tasks()) {
      learner.toTask("b");
      learner.follow(Learner.solution(task));
    }
    learner.toTask("b");
    return List.copyOf(learner.typed);
  }

  /** Gives a lab the lessons of the checkout, and a progress that is kept nowhere. */
  public static void register(Lab lab) {
    LessonDirectives.register(
        lab,
        new LessonFiles(),
        new Notebook() {
          private String text = "";

          @Override
          public String read() {
            return text;
          }

          @Override
          public void write(String fresh) {
            text = fresh;
          }

          @Override
          public String today() {
            return "2026-11-23";
          }
        });
  }
}
