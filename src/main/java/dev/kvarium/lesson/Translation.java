package dev.kvarium.lesson;

import java.util.ArrayList;
import java.util.List;

/**
 * A lesson in another language, in a file beside it: {@code 05-name.de.md}. What is told differs,
 * what is run and checked does not.
 */
public final class Translation {
  private Translation() {}

  /** The file of a lesson in a language. */
  public static String file(String lesson, String language) {
    return lesson.endsWith(".md") && !language.isEmpty()
        ? lesson.substring(0, lesson.length() - 2) + language + ".md"
        : lesson;
  }

  /** Whether a file is a lesson as it was written, and no translation of one. */
  public static boolean isOriginal(String file) {
    return file.endsWith(".md") && !file.matches(".*\\.[a-z]{2}\\.md");
  }

  /** What of a translation does not agree with its original, each with file and line. */
  public static List<String> differences(Lesson original, Lesson translated) {
    List<String> found = new ArrayList<>();
    String file = translated.file();
    if (!original.head().world().equals(translated.head().world())) {
      found.add(file + ": its world is another than that of " + original.file());
    }
    if (!original.head().needs().equals(translated.head().needs())) {
      found.add(file + ": it needs other lessons than " + original.file());
    }
    if (!original.variant().values().equals(translated.variant().values())) {
      found.add(file + ": its variables are others than those of " + original.file());
    }
    List<Lesson.Piece> mine = blocks(original);
    List<Lesson.Piece> theirs = blocks(translated);
    for (int i = 0; i < StrictMath.min(mine.size(), theirs.size()); i++) {
      String where = file + ":" + theirs.get(i).line() + ": ";
      String as = ", as line " + mine.get(i).line() + " of " + original.file() + " has it";
      if (!mine.get(i).getClass().equals(theirs.get(i).getClass())) {
        found.add(where + "another block is to be here" + as);
        return found;
      }
      if (!steps(mine.get(i)).equals(steps(theirs.get(i)))) {
        found.add(where + "what is run here is not the same" + as);
      }
      if (mine.get(i) instanceof Lesson.Task one
          && theirs.get(i) instanceof Lesson.Task two
          && !conditions(one).equals(conditions(two))) {
        found.add(where + "the checks of the task are not the same" + as);
      }
      if (mine.get(i) instanceof Lesson.Predict one
          && theirs.get(i) instanceof Lesson.Predict two
          && one.choices().size() != two.choices().size()) {
        found.add(where + "the answers are not as many" + as);
      }
    }
    if (mine.size() != theirs.size()) {
      found.add(
          file + ": has " + theirs.size() + " blocks and headings, its original " + mine.size());
    }
    return found;
  }

  private static List<Lesson.Piece> blocks(Lesson lesson) {
    return lesson.pieces().stream().filter(each -> !(each instanceof Lesson.Text)).toList();
  }

  private static List<String> steps(Lesson.Piece piece) {
    return Replay.steps(piece).stream()
        .map(step -> step.line().entry() + "\n" + step.expectedText())
        .toList();
  }

  private static List<String> conditions(Lesson.Task task) {
    return task.checks().stream().map(Lesson.Check::condition).toList();
  }
}
