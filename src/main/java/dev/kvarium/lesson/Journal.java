package dev.kvarium.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a learner entered in the tasks of a lesson, as a text that a teacher can read, collect and
 * have graded. It is a {@code .kv} script without replies; lines of prose say what is what:
 *
 * <pre>
 * # Kvarium journal: what was entered in the tasks of a lesson.
 * # lesson: expired-is-not-freed
 * # student: ada
 * # values: key=cart hours=3
 * # task 1: done
 * > GET stale:2
 * </pre>
 *
 * <p>What it says of itself is never believed: a grader enters the lines once more and looks at the
 * state that they lead to. Lines before the first task are of task 1, so that a journal can be
 * written by hand.
 *
 * @param lesson the name of the lesson; empty when it says none
 * @param student whose it is; empty when it says nobody's
 * @param values what the lesson's variables were, as {@link Variant#text}; empty when it says none
 * @param tasks by their numbers
 */
public record Journal(
    String lesson, String student, String values, SequencedMap<Integer, Part> tasks) {
  private static final String TITLE =
      "# Kvarium journal: what was entered in the tasks of a lesson; 'kvarium grade' enters it"
          + " again.";
  private static final String TASK = "# task ";

  /** How the claim of a task begins that is done. */
  static final String DONE = "done";

  /**
   * What was entered in one task.
   *
   * @param claim what the journal says of it: {@code done}; may be empty
   */
  public record Part(String claim, List<Line> lines) {
    public static final Part NONE = new Part("", List.of());

    public Part {
      lines = List.copyOf(lines);
    }
  }

  /** A line to enter, and where it stands. */
  public record Line(int number, String text) {}

  /** Reads a text; never fails, since whatever is no heading is a line to enter or prose. */
  public static Journal parse(String text) {
    String lesson = "";
    String student = "";
    String values = "";
    SequencedMap<Integer, Part> tasks = new LinkedHashMap<>();
    String claim = "";
    List<Line> lines = new ArrayList<>();
    int task = 0;
    int number = 0;
    for (String source : text.lines().toList()) {
      number++;
      String line = source.strip();
      if (line.matches("# task [0-9]{1,4}(:.*)?")) {
        put(tasks, task, claim, lines);
        int colon = line.indexOf(':');
        String digits = line.substring(TASK.length(), colon < 0 ? line.length() : colon);
        task = Integer.parseInt(digits);
        claim = colon < 0 ? "" : line.substring(colon + 1).strip();
        lines = new ArrayList<>();
      } else if (task == 0 && line.startsWith("# lesson:")) {
        lesson = line.substring("# lesson:".length()).strip();
      } else if (task == 0 && line.startsWith("# student:")) {
        student = line.substring("# student:".length()).strip();
      } else if (task == 0 && line.startsWith("# values:")) {
        values = line.substring("# values:".length()).strip();
      } else if (!line.isEmpty() && line.charAt(0) != '#') {
        lines.add(new Line(number, line));
      }
    }
    put(tasks, task, claim, lines);
    return new Journal(lesson, student, values, tasks);
  }

  private static void put(
      SequencedMap<Integer, Part> tasks, int task, String claim, List<Line> lines) {
    if (task > 0 || !lines.isEmpty()) {
      int at = StrictMath.max(1, task);
      List<Line> all = new ArrayList<>(tasks.getOrDefault(at, Part.NONE).lines());
      all.addAll(lines);
      tasks.put(at, new Part(claim, all));
    }
  }

  /** What was entered in a task; nothing when the journal does not have it. */
  public Part task(int number) {
    return tasks.getOrDefault(number, Part.NONE);
  }

  /**
   * The same with what was entered in a task now. Where the task was done before, an attempt that
   * was not is not kept.
   */
  Journal with(int task, String claim, List<String> inputs) {
    SequencedMap<Integer, Part> more = new LinkedHashMap<>(tasks);
    boolean worse = task(task).claim().startsWith(DONE) && !claim.startsWith(DONE);
    if (!worse) {
      more.put(task, new Part(claim, inputs.stream().map(each -> new Line(0, each)).toList()));
    }
    return new Journal(lesson, student, values, more);
  }

  /** The name under which the journal of a lesson is kept: the lesson's, and the student's. */
  static String fileName(Lesson lesson) {
    String student = lesson.variant().student();
    return student.isEmpty() ? lesson.name() : lesson.name() + "--" + student;
  }

  /** The same of a lesson and a student, with what was entered so far where it is theirs. */
  Journal of(Lesson played) {
    boolean same =
        lesson.equals(played.name())
            && student.equals(played.variant().student())
            && values.equals(played.variant().text());
    return new Journal(
        played.name(),
        played.variant().student(),
        played.variant().text(),
        same ? tasks : new LinkedHashMap<>());
  }

  /** The text of it. */
  public String text() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    line(text, "# lesson: ", lesson);
    line(text, "# student: ", student);
    line(text, "# values: ", values);
    for (Map.Entry<Integer, Part> each : tasks.entrySet()) {
      text.append('\n').append(TASK).append(each.getKey());
      if (!each.getValue().claim().isEmpty()) {
        text.append(": ").append(each.getValue().claim());
      }
      text.append('\n');
      each.getValue().lines().forEach(line -> text.append(line.text()).append('\n'));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(value).append('\n');
    }
  }
}
