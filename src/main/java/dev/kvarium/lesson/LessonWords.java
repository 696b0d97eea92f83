package dev.kvarium.lesson;

import dev.kvarium.lab.Part;
import dev.kvarium.script.ScriptLine;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;

/** How the pieces of a lesson read on a page. */
final class LessonWords {
  private LessonWords() {}

  /** What the lesson says of itself, quietly. */
  static List<Part> note(String text) {
    return List.of(new Part.Picture(new Prose(List.of(quiet(text)))));
  }

  private static Prose.Block quiet(String text) {
    return Prose.item("  ", StyledText.of(text, Style.DIM));
  }

  /** A heading among so many steps. */
  static Prose title(Lesson.Heading heading, int steps) {
    return Prose.of(
        StyledText.of(heading.title(), Style.BOLD)
            .plus(" · " + heading.number() + " of " + steps, Style.DIM));
  }

  /** A question; its answers in one style, since what is written as code is often the right one. */
  static Prose question(Lesson.Predict predict) {
    List<Prose.Block> blocks = new ArrayList<>(marked("Predict. ", predict.question()).blocks());
    for (int i = 0; i < predict.choices().size(); i++) {
      StyledText answer = StyledText.of(predict.choices().get(i).text().text());
      blocks.add(Prose.item("  " + Choices.letter(i) + ") ", answer));
    }
    return new Prose(blocks);
  }

  /** What came of a question, for somebody who chose an answer. */
  static Prose outcome(Lesson.Predict predict, int choice) {
    return choice == predict.right()
        ? answer("As you expected: ", predict, choice)
        : answer("You expected: ", predict, choice)
            .plus(answer("It turned out: ", predict, predict.right()));
  }

  /** An answer, and beneath it what there is to say to who gave it. */
  private static Prose answer(String how, Lesson.Predict predict, int index) {
    Lesson.Choice choice = predict.choices().get(index);
    StyledText text =
        StyledText.of(how, Style.DIM)
            .plus(Choices.letter(index) + ") ", Style.PLAIN)
            .plus(choice.text());
    List<Prose.Block> blocks = new ArrayList<>(List.of(Prose.paragraph(text)));
    if (!choice.comment().isEmpty()) {
      blocks.add(Prose.item("  ", choice.comment()));
    }
    return new Prose(blocks);
  }

  /**
   * What is to be done.
   *
   * @param mark what stands before it, {@code Task 2. }
   * @param test whether it is a test, which has no hints
   * @param doneBefore whether the learner may go past it
   */
  static Prose goal(Lesson.Task task, String mark, boolean test, boolean doneBefore) {
    List<Prose.Block> blocks = new ArrayList<>(marked(mark, task.goal()).blocks());
    if (doneBefore) {
      blocks.add(quiet("You have done this one before: :lesson skip goes past it."));
    }
    blocks.add(
        quiet(
            test
                ? "No hints in a test. Enter says what still differs."
                : "Enter says what still differs, :hint where to look."));
    return new Prose(blocks);
  }

  /** What still differs from what is to be done. */
  static Prose stillToDo(Prose checks) {
    return Prose.of("Not there yet:", Style.DIM).plus(checks);
  }

  private static Prose marked(String mark, Prose prose) {
    List<Prose.Block> blocks = new ArrayList<>(prose.blocks());
    Prose.Block first = blocks.getFirst();
    blocks.set(
        0,
        new Prose.Block(
            first.gap(),
            first.mark(),
            first.rest(),
            first.wraps(),
            StyledText.of(mark, Style.BOLD).plus(first.text())));
    return new Prose(blocks);
  }

  /** A line of a script as somebody types it. */
  static String typed(ScriptLine line) {
    return line instanceof ScriptLine.Input input
            && input.client().isEmpty()
            && input.node().isEmpty()
        ? input.text()
        : line.entry().strip();
  }
}
