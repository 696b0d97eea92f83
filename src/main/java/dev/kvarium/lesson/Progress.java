package dev.kvarium.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How far a learner has come, as a text that a person can read, edit and mail:
 *
 * <pre>
 * # Progress in Kvarium's lessons. A line a lesson; change or remove what you like.
 * what-is-inside-a-string  step=5/5 task1=passed task2=assisted finished=2026-11-23
 * one-word-among-integers  step=2/6 at=3
 * </pre>
 *
 * <p>A line {@code student NAME} says whose it is, where the learner has said so. Lines that cannot
 * be read are kept as they are.
 */
public final class Progress {
  private static final String TITLE =
      "# Progress in Kvarium's lessons. A line a lesson; change or remove what you like.";

  private static final String STUDENT = "student";

  private final SequencedMap<String, Entry> entries;
  private final List<String> others;

  private final String student;

  private Progress(String student, SequencedMap<String, Entry> entries, List<String> others) {
    this.student = student;
    this.entries = entries;
    this.others = others;
  }

  /** What became of a task. */
  public enum Result {
    PASSED,
    /** Passed after the solution was shown. */
    ASSISTED,
    SKIPPED,
    /** Passed in a test, without hints. */
    TESTED
  }

  /**
   * One lesson.
   *
   * @param step the step that was reached
   * @param steps how many there are
   * @param pieces how many pieces behind the heading of the step the learner has stopped
   * @param tasks what became of each task, by its number
   * @param finished the day on which its end was reached; empty before
   */
  public record Entry(
      int step, int steps, int pieces, SequencedMap<Integer, Result> tasks, String finished) {
    static final Entry NONE = new Entry(0, 0, 0, new LinkedHashMap<>(), "");

    /** The same, further on or back. */
    public Entry at(int reached, int ofSteps) {
      return new Entry(reached, ofSteps, 0, tasks, finished);
    }

    /** The same, further on within its step. */
    public Entry within(int behindHeading) {
      return new Entry(step, steps, behindHeading, tasks, finished);
    }

    /** The same with what became of a task; a pass without help outlasts a later one with it. */
    public Entry with(int task, Result result) {
      SequencedMap<Integer, Result> more = new LinkedHashMap<>(tasks);
      Result before = more.get(task);
      boolean better = before == Result.PASSED || before == Result.TESTED;
      if (!better || result == Result.TESTED) {
        more.put(task, result);
      }
      return new Entry(step, steps, pieces, more, finished);
    }

    /** The same, with its end reached. */
    public Entry finishedOn(String day) {
      return new Entry(steps, steps, 0, tasks, day);
    }

    private Entry finishedAs(String day) {
      return new Entry(step, steps, pieces, tasks, day);
    }

    public boolean isFinished() {
      return !finished.isEmpty();
    }

    /** How it stands, in words; empty when it was never begun. */
    public String words() {
      long assisted = tasks.values().stream().filter(Result.ASSISTED::equals).count();
      long skipped = tasks.values().stream().filter(Result.SKIPPED::equals).count();
      boolean tested = !tasks.isEmpty() && tasks.values().stream().allMatch(Result.TESTED::equals);
      if (!isFinished()) {
        return step == 0 ? "" : "at step " + step + " of " + steps;
      }
      return (tested ? "tested out" : "done")
          + (assisted == 0
              ? ""
              : ", " + assisted + " of " + tasks.size() + " with the solution shown")
          + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    private String line() {
      StringBuilder line = new StringBuilder("step=").append(step).append('/').append(steps);
      if (pieces > 1) {
        line.append(" at=").append(pieces);
      }
      tasks.forEach(
          (task, result) -> line.append(" task").append(task).append('=').append(lower(result)));
      return finished.isEmpty() ? line.toString() : line + " finished=" + finished;
    }
  }

  /** Reads the text; never fails. */
  public static Progress parse(String text) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    String student = "";
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.equals(TITLE)) {
        continue;
      }
      List<String> words = List.of(line.strip().split("\\s+"));
      if (words.getFirst().equals(STUDENT) && words.size() == 2) {
        student = words.getLast();
        continue;
      }
      Optional<Entry> entry =
          line.startsWith("#") || words.size() < 2
              ? Optional.empty()
              : entry(words.subList(1, words.size()));
      if (entry.isPresent()) {
        entries.put(words.getFirst(), entry.get());
      } else {
        others.add(line);
      }
    }
    return new Progress(student, entries, others);
  }

  private static Optional<Entry> entry(List<String> words) {
    Entry entry = Entry.NONE;
    for (String word : words) {
      if (word.matches("step=[0-9]{1,4}/[0-9]{1,4}")) {
        int slash = word.indexOf('/');
        entry = entry.at(number(word.substring(5, slash)), number(word.substring(slash + 1)));
      } else if (word.matches("at=[0-9]{1,4}")) {
        entry = entry.within(number(word.substring(3)));
      } else if (word.matches("task[0-9]{1,4}=[a-z]+")) {
        int equals = word.indexOf('=');
        for (Result result : Result.values()) {
          if (lower(result).equals(word.substring(equals + 1))) {
            entry = entry.with(number(word.substring(4, equals)), result);
          }
        }
      } else if (word.startsWith("finished=")) {
        entry = entry.finishedAs(word.substring(9));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(entry);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static String lower(Result result) {
    return result.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Whose it is; empty when nobody has said. */
  public String student() {
    return student;
  }

  /** The same of a student, or of nobody where that is empty. */
  public Progress withStudent(String other) {
    return new Progress(other, entries, others);
  }

  /** What is known of a lesson, by its name. */
  public Entry of(String lesson) {
    return entries.getOrDefault(lesson, Entry.NONE);
  }

  /** The same, with other news of a lesson. */
  public Progress with(String lesson, Entry entry) {
    SequencedMap<String, Entry> more = new LinkedHashMap<>(entries);
    more.put(lesson, entry);
    return new Progress(student, more, others);
  }

  /** The text to be kept. */
  public String text() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    if (!student.isEmpty()) {
      text.append(STUDENT).append(' ').append(student).append('\n');
    }
    others.forEach(line -> text.append(line).append('\n'));
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      text.append(each.getKey()).append("  ").append(each.getValue().line()).append('\n');
    }
    return text.toString();
  }
}
