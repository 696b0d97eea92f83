package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The lesson of a name. */
  public static Lesson lesson(String name) {
    return LessonFiles.named(name);
  }

  /** The file of the lesson of a name. */
  public static String file(String name) {
    return LessonFiles.named(name).file();
  }

  /** Gives a lab the lessons of the checkout, and a progress that is kept nowhere. */
  public static void register(Lab lab) {
    LessonDirectives.register(lab, new LessonFiles(), new Notes());
  }

  /** A lab with the lessons of the checkout, and somebody who notes. */
  public static Lab open(Notes notes) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    LessonDirectives.register(lab, new LessonFiles(), notes);
    return lab;
  }

  /** Progress and journals that are kept as long as this. */
  public static final class Notes implements Notebook {
    /** What was kept, by the names of the journals. */
    public final Map<String, String> journals = new HashMap<>();

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

    @Override
    public String journal(String name) {
      return journals.getOrDefault(name, "");
    }

    @Override
    public String keepJournal(String name, String fresh) {
      journals.put(name, fresh);
      return name + ".kv";
    }
  }
}
