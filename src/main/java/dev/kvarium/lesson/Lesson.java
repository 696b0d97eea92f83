package dev.kvarium.lesson;

import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.Script;
import dev.kvarium.view.StyledText;
import java.util.List;

/**
 * A lesson as read.
 *
 * @param name how it is called and noted down: its file's name without folder, number and ending
 * @param file the file, as it was asked for
 * @param head what its front matter says
 * @param variant the values of its variables, already put into all the rest
 * @param pieces all that it consists of, in order
 */
public record Lesson(String name, String file, Head head, Variant variant, List<Piece> pieces) {
  public Lesson {
    pieces = List.copyOf(pieces);
  }

  /**
   * What stands before the text.
   *
   * @param corrects the misconception, as people have it
   * @param models server and version, {@code redis 7.0.15}
   * @param minutes how long it takes
   * @param needs names of the lessons that come before
   */
  public record Head(
      String title,
      String corrects,
      String models,
      int minutes,
      List<String> needs,
      WorldSpec world) {
    public Head {
      needs = List.copyOf(needs);
    }
  }

  /** A piece of a lesson; each knows the line of the file where it begins. */
  public sealed interface Piece {
    int line();
  }

  /** A step begins; steps count from 1. */
  public record Heading(int line, int number, String title) implements Piece {}

  /**
   * Something to read.
   *
   * @param remember the sentence of a block quote in it; empty when there is none
   * @param leads the bold words with which its paragraphs begin
   */
  public record Text(int line, Prose prose, String remember, List<String> leads) implements Piece {
    public Text {
      leads = List.copyOf(leads);
    }
  }

  /** Something that is run before the learner's eyes. */
  public record Run(int line, Script script) implements Piece {}

  /**
   * A question to be answered before it is run.
   *
   * @param right the index of the choice that is so
   */
  public record Predict(int line, Prose question, List<Choice> choices, int right, Script script)
      implements Piece {
    public Predict {
      choices = List.copyOf(choices);
    }
  }

  /**
   * An answer that people give.
   *
   * @param line where it stands
   * @param source as it is written
   * @param comment what is said to who chose it, when the run has been seen; may be empty
   */
  public record Choice(int line, String source, StyledText text, StyledText comment) {}

  /**
   * Something to do.
   *
   * @param number counts the tasks of the lesson from 1
   * @param hints from where to look to all but the last step
   */
  public record Task(
      int line, int number, Prose goal, List<Check> checks, List<StyledText> hints, Script solution)
      implements Piece {
    public Task {
      checks = List.copyOf(checks);
      hints = List.copyOf(hints);
    }
  }

  /**
   * What must hold when a task is done.
   *
   * @param condition {@code ? metric op value}, {@code ~ fact} or {@code !~ fact}
   * @param advice where to look, or why not; may be empty
   */
  public record Check(int line, String condition, StyledText advice) {
    /** Whether it is about something that must not happen on the way. */
    public boolean forbids() {
      return condition.startsWith("!");
    }
  }

  /** How many steps there are. */
  public int steps() {
    return (int) pieces.stream().filter(Heading.class::isInstance).count();
  }

  /** The tasks in their order. */
  public List<Task> tasks() {
    return pieces.stream().filter(Task.class::isInstance).map(Task.class::cast).toList();
  }

  /** The number of the step in which the piece at an index is; 0 before the first. */
  public int stepAt(int index) {
    int step = 0;
    for (int i = 0; i < pieces.size() && i <= index; i++) {
      if (pieces.get(i) instanceof Heading heading) {
        step = heading.number();
      }
    }
    return step;
  }

  /** The index of the heading of a step; 0 when there is no such step. */
  public int indexOfStep(int number) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i) instanceof Heading heading && heading.number() == number) {
        return i;
      }
    }
    return 0;
  }
}
