package dev.kvarium.grade;

import java.util.List;

/**
 * What a journal is worth.
 *
 * @param journal what the journal is called, as a rule its file
 * @param lesson the name of the lesson
 * @param title its title
 * @param student whose it is; empty when nobody said
 * @param reason why the journal as a whole was not looked at further; empty when it was
 */
public record Grade(
    String journal, String lesson, String title, String student, String reason, List<Task> tasks) {
  public Grade {
    tasks = List.copyOf(tasks);
  }

  /**
   * One task.
   *
   * @param goal what was to be done, in words
   * @param claim what the journal says of it, which nobody believes
   * @param inputs how many lines the journal has for it
   * @param reason why it is not known, or what is wrong with all of it; may be empty
   * @param notes lines that could not be followed, and what was said of them
   */
  public record Task(
      int number,
      String goal,
      String claim,
      int inputs,
      String reason,
      List<Check> checks,
      List<String> notes) {
    public Task {
      checks = List.copyOf(checks);
      notes = List.copyOf(notes);
    }

    public Verdict verdict() {
      return Verdict.of(checks.stream().map(Check::verdict).toList());
    }

    /** Hundredths of a point that were got. */
    public int got() {
      return checks.stream().mapToInt(Check::got).sum();
    }

    /** Hundredths of a point that can be got. */
    public int most() {
      return checks.stream().mapToInt(Check::most).sum();
    }
  }

  /**
   * One check.
   *
   * @param condition as the lesson has it
   * @param line the line of the lesson's file where it stands
   * @param got hundredths of a point
   * @param most hundredths of a point
   * @param found what differs; empty where nothing does
   */
  public record Check(
      String condition, int line, Verdict verdict, int got, int most, String found) {}

  public Verdict verdict() {
    return Verdict.of(tasks.stream().map(Task::verdict).toList());
  }

  /** Hundredths of a point that were got. */
  public int got() {
    return tasks.stream().mapToInt(Task::got).sum();
  }

  /** Hundredths of a point that can be got. */
  public int most() {
    return tasks.stream().mapToInt(Task::most).sum();
  }

  /** Hundredths of a point as people write them: {@code 7.5}. */
  public static String points(int hundredths) {
    String whole = Integer.toString(hundredths / 100);
    int rest = hundredths % 100;
    if (rest == 0) {
      return whole;
    }
    return whole + "." + (rest % 10 == 0 ? "" + rest / 10 : (rest < 10 ? "0" : "") + rest);
  }
}
