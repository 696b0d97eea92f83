package dev.kvarium.lesson;

import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** Reads the fenced blocks of a lesson: {@code kv run}, {@code kv predict}, {@code kv task}. */
final class BlockReader {
  private static final int HINTS = 3;

  private final String file;
  private final int fenceLine;
  private final List<String> lines;

  /**
   * A block.
   *
   * @param fenceLine the line of the fence that opens it
   * @param literal what stands between the fences
   */
  BlockReader(String file, int fenceLine, String literal) {
    this.file = file;
    this.fenceLine = fenceLine;
    this.lines = literal.lines().toList();
  }

  Lesson.Run run() throws UnusableScript {
    return new Lesson.Run(fenceLine, script(0, "a kv run block runs something"));
  }

  Lesson.Predict predict() throws UnusableScript {
    StringBuilder question = new StringBuilder();
    List<Lesson.Choice> choices = new ArrayList<>();
    int right = -1;
    int at = 0;
    for (; at < lines.size() && !isChoice(lines.get(at)); at++) {
      if (startsScript(lines.get(at))) {
        throw wrong(
            at, "the answers come before the run: write ( ) before each, (x) before the right one");
      }
      question.append(lines.get(at)).append('\n');
    }
    while (at < lines.size() && isChoice(lines.get(at))) {
      String choice = lines.get(at);
      int line = at;
      if (choice.charAt(1) == 'x') {
        if (right >= 0) {
          throw wrong(at, "a prediction has one right answer, and (x) stands before two");
        }
        right = choices.size();
      }
      StringBuilder comment = new StringBuilder();
      for (at++; at < lines.size() && isIndented(lines.get(at)); at++) {
        comment.append(lines.get(at).strip()).append(' ');
      }
      String source = choice.substring(3).strip();
      if (source.isEmpty()) {
        throw wrong(line, "an answer is missing behind the brackets");
      }
      choices.add(
          new Lesson.Choice(
              number(line), source, ProseReader.inline(source), optional(comment.toString())));
    }
    if (choices.size() < 2) {
      throw wrong(
          0, "a prediction needs two answers or more, each behind ( ) or, the right one, (x)");
    }
    if (right < 0) {
      throw wrong(0, "no answer is the right one: write (x) before it");
    }
    if (question.toString().isBlank()) {
      throw wrong(0, "the question is missing above the answers");
    }
    Script script = script(at, "the run that shows which answer is right");
    return new Lesson.Predict(
        fenceLine, Prose.of(ProseReader.inline(question.toString())), choices, right, script);
  }

  Lesson.Task task(int number) throws UnusableScript {
    StringBuilder goal = new StringBuilder();
    List<Lesson.Check> checks = new ArrayList<>();
    List<StyledText> hints = new ArrayList<>();
    int at = 0;
    for (; at < lines.size() && !isCheck(lines.get(at)) && !isKeyword(lines.get(at)); at++) {
      goal.append(lines.get(at)).append('\n');
    }
    if (goal.toString().isBlank()) {
      throw wrong(0, "a task begins with what is to be done, in words");
    }
    for (; at < lines.size() && !lines.get(at).strip().equals("solution:"); at++) {
      String line = lines.get(at);
      StringBuilder text = new StringBuilder(line.strip());
      int first = at;
      while (at + 1 < lines.size() && isIndented(lines.get(at + 1))) {
        text.append(' ').append(lines.get(++at).strip());
      }
      if (isCheck(line)) {
        checks.add(check(first, text.toString()));
      } else if (line.startsWith("hint:")) {
        hints.add(ProseReader.inline(text.substring("hint:".length()).strip()));
      } else if (!line.isBlank()) {
        throw wrong(
            first, "'" + line.strip() + "' is neither a check (? ~ !~) nor hint: nor solution:");
      }
    }
    if (at == lines.size()) {
      throw wrong(0, "a task ends with solution: and the lines that solve it");
    }
    if (checks.isEmpty()) {
      throw wrong(0, "a task needs a check, as in ? keys == 1 or ~ Crash.Power");
    }
    if (hints.size() != HINTS) {
      throw wrong(
          0,
          "a task has three hints, where to look, what to try, all but the last step; here are "
              + hints.size());
    }
    return new Lesson.Task(
        fenceLine,
        number,
        Prose.of(ProseReader.inline(goal.toString())),
        checks,
        hints,
        script(at + 1, "the lines that solve the task"));
  }

  /** A condition, and behind a colon and a space what is to be said when it does not hold. */
  private Lesson.Check check(int at, String text) {
    boolean quoted = false;
    for (int i = 0; i + 1 < text.length(); i++) {
      char each = text.charAt(i);
      quoted ^= each == '"';
      if (!quoted && each == ':' && text.charAt(i + 1) == ' ') {
        return new Lesson.Check(
            number(at), text.substring(0, i).strip(), optional(text.substring(i + 1)));
      }
    }
    return new Lesson.Check(number(at), text, StyledText.EMPTY);
  }

  private static StyledText optional(String markdown) {
    return markdown.isBlank() ? StyledText.EMPTY : ProseReader.inline(markdown);
  }

  /** The rest of the block as a script whose lines have the numbers of the lesson's file. */
  private Script script(int from, String what) throws UnusableScript {
    StringBuilder text = new StringBuilder("\n".repeat(fenceLine + from));
    for (String line : lines.subList(from, lines.size())) {
      text.append(line).append('\n');
    }
    Script script = ScriptParser.parse(file, text.toString());
    if (script.steps().isEmpty()) {
      throw wrong(
          StrictMath.max(0, from - 1), what + ", and there is nothing: write > before a command");
    }
    for (Script.Step step : script.steps()) {
      if (step.line() instanceof ScriptLine.Directive directive
          && directive.text().startsWith("lesson")) {
        throw new UnusableScript(file, step.line().number(), "a lesson cannot play lessons");
      }
    }
    return script;
  }

  private int number(int index) {
    return fenceLine + 1 + index;
  }

  private UnusableScript wrong(int index, String what) {
    return new UnusableScript(file, number(index), what);
  }

  private static boolean isChoice(String line) {
    return line.startsWith("( )") || line.startsWith("(x)");
  }

  private static boolean isIndented(String line) {
    return line.startsWith("  ") && !line.isBlank();
  }

  private static boolean isCheck(String line) {
    return line.startsWith("? ") || line.startsWith("~ ") || line.startsWith("!~ ");
  }

  private static boolean isKeyword(String line) {
    return line.startsWith("hint:") || line.strip().equals("solution:");
  }

  private static boolean startsScript(String line) {
    return line.startsWith("> ") || line.startsWith(":") || line.startsWith("+ ");
  }
}
