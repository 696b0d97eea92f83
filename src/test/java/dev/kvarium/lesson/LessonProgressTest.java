package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.LabTyping;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.Suggestion;
import dev.kvarium.lab.WorldSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lessons by their directives, and what is noted of them. */
class LessonProgressTest {
  private static final String FIRST = "what-is-inside-a-string";

  private final Paper paper = new Paper();
  private final Lab lab = lab();

  /** A notebook in memory. */
  private static final class Paper implements Notebook {
    private String text = "";
    private boolean torn;

    @Override
    public String read() {
      return text;
    }

    @Override
    public void write(String fresh) throws Refusal {
      if (torn) {
        throw new Refusal("cannot write progress: the disk is full");
      }
      text = fresh;
    }

    @Override
    public String today() {
      return "2026-11-23";
    }
  }

  private Lab lab() {
    Lab fresh = Lab.open(WorldSpec.DEFAULT);
    LessonDirectives.register(fresh, new LessonFiles(), paper);
    return fresh;
  }

  private String type(String line) {
    return type(lab, line);
  }

  private static String type(Lab lab, String line) {
    Outcome outcome = lab.enter(line);
    StringBuilder text = new StringBuilder();
    for (Part part : outcome.parts()) {
      text.append(
          switch (part) {
            case Part.Replied replied -> replied.text();
            case Part.Delivered delivered -> delivered.lines();
            case Part.Said said -> said.text();
            case Part.Problem problem -> "! " + problem.what();
            case Part.Picture picture -> picture.picture().narration();
            case Part.Offered offered -> String.join("\n", offered.lines());
            case Part.Glass glass -> glass.line().text();
          });
      text.append('\n');
    }
    return text.toString();
  }

  /** Reads on up to the first task of the first lesson. */
  private void toTheFirstTask(Lab at) {
    for (int i = 0; i < 40 && !type(at, "").contains("Task 1"); i++) {
      if (at.prompt().startsWith("a-")) {
        type(at, "b");
      }
    }
  }

  @Test
  void theListSaysHowLongEachTakesAndWhatIsNext() {
    paper.text = FIRST + "  step=5/5 task1=passed task2=assisted finished=2026-11-20\n";
    String list = type(":lesson");
    assertThat(list)
        .contains("What is inside a string")
        .contains("10 min  done, 1 of 2 with the solution shown")
        .contains("11 min\n") // the second needs only what is done
        .containsPattern("min  after 4\n")
        .containsPattern("lessons, \\d+ h \\d+ min: 1 done, 1 with a solution shown; \\d+ h")
        .contains("next: :lesson 2");
  }

  @Test
  void aLessonGoesOnWhereItWasLeft() {
    type(":lesson 1");
    toTheFirstTask(lab);
    assertThat(paper.text).contains(FIRST + "  step=4/5");
    assertThat(type(":lesson stop")).contains("left 'What is inside a string'");
    assertThat(type("SET a 1")).startsWith("OK");

    Lab another = lab();
    assertThat(type(another, ":lesson " + FIRST)).contains("resumed").contains("4 of 5");
    assertThat(type(another, ":lesson again")).contains("SET takes any bytes");
  }

  /**
   * At each place where a lesson waits, whoever left there is shown what was waited for; and before
   * a task the run that it is about.
   */
  @Test
  void whatWasWaitedForIsAskedAgainAndLittleBeforeIt() {
    List<Lesson.Piece> pieces = LessonFiles.named(FIRST).pieces();
    type(":lesson 1");
    String shown = "";
    while (!shown.contains("Task 1. ")) {
      if (lab.prompt().startsWith("a-")) {
        String kept = paper.text;
        Lab another = lab();
        assertThat(type(another, ":lesson 1")).contains("Predict. ");
        assertThat(another.prompt()).isEqualTo(lab.prompt());
        paper.text = kept;
      }
      shown = type(lab.isForCompanion("a") ? "a" : "");
    }
    assertThat(paper.text).contains("step=4/5 at=");
    Lab last = lab();
    assertThat(type(last, ":lesson 1")).contains("4 of 5").contains("The world now holds a price");
    assertThat(type(last, "")).contains("> APPEND price").contains("Task 1. ");
    Lesson.Task task =
        (Lesson.Task) pieces.stream().filter(Lesson.Task.class::isInstance).findFirst().get();
    Learner.solution(task).forEach(line -> type(last, line));
    assertThat(paper.text).contains("task1=passed");
  }

  @Test
  void aLessonThatIsPlayedAgainGoesOnWhereItWasLeft() {
    paper.text = FIRST + "  step=5/5 task1=passed task2=passed finished=2026-11-20\n";
    assertThat(type(":lesson 1")).contains("done before").contains("SET takes any bytes");
    toTheFirstTask(lab);
    assertThat(paper.text).contains("step=4/5").contains("finished=2026-11-20");
    type(":lesson stop");

    Lab another = lab();
    assertThat(type(another, ":lesson 1")).contains("resumed").contains("4 of 5");
    toTheFirstTask(another);
    assertThat(type(another, ":lesson"))
        .contains("You have done this one before: :lesson skip goes past it.");
    assertThat(type(another, ":lesson skip")).contains("Task 2");
  }

  @Test
  void aTaskThatWasDoneCanBeDoneAgain() {
    type(":lesson 1");
    toTheFirstTask(lab);
    assertThat(type(":lesson reset")).contains("Task 1").contains("is kept as raw");
    assertThat(type("INCRBY price 0")).contains("Done.");
    assertThat(type(":lesson reset")).contains("Task 1").contains("kept as raw");
    assertThat(type("OBJECT ENCODING price")).contains("raw");
    assertThat(type("INCRBY price 0")).contains("Done.");
    assertThat(type("")).contains("Task 2");
  }

  @Test
  void aQuestionIsShownAgainWhenSomethingElseWasTyped() {
    type(":lesson 1");
    for (int i = 0; i < 9 && !lab.prompt().startsWith("a-"); i++) {
      type("");
    }
    assertThat(type("")).contains("Type the letter of your answer, a to d;");
    type(":keyspace");
    assertThat(type("")).startsWith("Predict. ").contains("d) ");
    assertThat(type("")).contains("Type the letter of your answer");
    assertThat(type(":hint")).contains("There are no hints to a prediction");
    assertThat(type(":solution")).contains("A prediction has no solution");
  }

  @Test
  void whereOneIsInALessonIsCountedFromWhatHasBeenShown() {
    type(":lesson 1");
    assertThat(lab.playing()).contains("lesson · 5 steps · What is inside a string");
    assertThat(type(":lesson")).contains("What is inside a string · 5 steps");
    assertThat(lab.enterDoes()).isEqualTo("goes on");
    toTheFirstTask(lab);
    assertThat(lab.playing()).contains("lesson · 4 of 5 · What is inside a string");
    assertThat(lab.enterDoes()).isEqualTo("what differs");
  }

  @Test
  void whatIsHelpedIsNotedAsHelped() {
    type(":lesson 1");
    toTheFirstTask(lab);
    assertThat(type(":hint")).startsWith("Hint 1 of 3");
    assertThat(type(":hint")).startsWith("Hint 2 of 3");
    assertThat(type(":hint")).startsWith("Hint 3 of 3");
    assertThat(type(":hint")).contains("That was the last hint");
    assertThat(type(":solution")).contains("INCRBY price 0");
    assertThat(paper.text).doesNotContain("task1");
    assertThat(type("INCRBY price 0")).contains("Done, with the solution shown.");
    assertThat(paper.text).contains("task1=assisted");
  }

  @Test
  void aTaskIsSetBackWhenItIsAskedForOrTakenBackTooFar() {
    type(":lesson 1");
    toTheFirstTask(lab);
    type("SET price 100");
    assertThat(type(""))
        .contains("must not happen, and did at 00:00.000: price gets a whole new value");
    assertThat(type(":back")).contains("without SET price 100");
    assertThat(type("")).doesNotContain("must not happen").contains("is kept as raw");
    assertThat(type(":back 3")).contains("the beginning of the task");
    assertThat(type("GET price")).contains("\"100\"");
    type("DEL price");
    assertThat(type(":lesson reset")).contains("is kept as raw").doesNotContain("must not happen");
    assertThat(type("INCRBY price 0")).contains("Done.");
    assertThat(paper.text).contains("task1=passed");
  }

  @Test
  void onlyWhatChangesIsAnsweredWithWhatStillDiffers() {
    type(":lesson 1");
    toTheFirstTask(lab);
    assertThat(type("GET price")).doesNotContain("Not there yet");
    assertThat(type("INCR price"))
        .contains("Not there yet")
        .contains("price should hold 100, and holds 101");
    assertThat(type("GET price")).doesNotContain("Not there yet");
  }

  @Test
  void aTestIsNotHelped() {
    assertThat(type(":lesson test 1")).contains("Task 1").contains("No hints in a test");
    assertThat(type(":hint")).contains("A test has no hints");
    assertThat(type(":solution")).contains("A test has no solutions");
    assertThat(type(":lesson skip")).contains("cannot be skipped");
    type("INCRBY price 0");
    type("");
    type("SET left \"redis is in memory\"");
    type("SET right redis");
    assertThat(type("APPEND right \" is in memory\"")).contains("tested out");
    assertThat(paper.text)
        .contains(FIRST + "  step=5/5 task1=tested task2=tested finished=2026-11-23");
    assertThat(type(":lesson")).contains("tested out");
  }

  @Test
  void aWorldOfOnesOwnIsSetAsideAndComesBackWhenTheLessonIsStopped() {
    type("SET mine 1");
    type("+ 3s");
    assertThat(type(":lesson 1"))
        .contains("What is inside a string")
        .contains("Your own world is set aside as mine");
    assertThat(type("GET mine")).startsWith("(nil)");
    assertThat(type(":worlds")).contains("mine: 00:03.000, 2 steps").contains("first (here)");
    assertThat(type(":lesson stop")).contains("this is your own world again");
    assertThat(type("GET mine")).startsWith("\"1\"");
    assertThat(lab.worlds()).containsExactly("first");
    assertThat(type(":lesson 1")).contains("set aside as mine");
    type(":world mine");
    assertThat(type("SET mine 2")).startsWith("OK");
    assertThat(type("")).contains("A number takes no bytes");
    assertThat(lab.worldName()).as("the lesson goes on in its own").isEqualTo("first");
    type(":lesson stop");
    assertThat(type("GET mine")).startsWith("\"2\"");
  }

  @Test
  void aWorldOfOnesOwnComesBackAtTheEndOfALesson() {
    type("SET own 1");
    type(":lesson test 1");
    type("INCRBY price 0");
    type("");
    type("SET left \"redis is in memory\"");
    type("SET right redis");
    assertThat(type("APPEND right \" is in memory\"").replaceAll("\\s+", " "))
        .contains("You are back in your own world; :world lesson is that of the lesson");
    assertThat(type("GET own")).startsWith("\"1\"");
    assertThat(lab.worlds()).containsExactlyInAnyOrder("first", "lesson");
    type(":world lesson");
    assertThat(type("EXISTS left right own")).startsWith("(integer) 2");
    type(":world first");
    assertThat(type(":drop lesson")).startsWith("lesson is forgotten");
    assertThat(type(":drop first")).startsWith("! you are in first, and there is no other");
  }

  @Test
  void theWorldThatALessonLeftIsNobodysOwn() {
    type(":lesson test 1");
    type("INCRBY price 0");
    type("");
    type("SET left \"redis is in memory\"");
    type("SET right redis");
    assertThat(type("APPEND right \" is in memory\"").replaceAll("\\s+", " "))
        .contains("This world stays yours");
    assertThat(type(":lesson 2")).doesNotContain("set aside");
    type(":lesson stop");
    type("SET a 1");
    assertThat(type(":lesson 2")).contains("set aside");
  }

  @Test
  void lessonsAreCompletedByName() {
    Completions completions = new Completions(new LabTyping(lab));
    assertThat(completions.at(":lesson whe"))
        .extracting(Suggestion::word)
        .containsExactly("when-a-small-hash-stops-being-small", "where-a-listpack-ends");
    assertThat(completions.at(":lesson ")).extracting(Suggestion::word).contains("list", FIRST);
    assertThat(completions.at(":lesson test one-w"))
        .extracting(Suggestion::word)
        .containsExactly("one-word-among-integers");
  }

  @Test
  void progressThatCannotBeKeptIsToldAndTheLessonGoesOn() {
    paper.torn = true;
    type(":lesson 1");
    assertThat(type("")).contains("A number takes no bytes");
    assertThat(type(":lesson"))
        .contains("your progress is not kept: cannot write progress: the disk is full");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(type(":lesson 99")).startsWith("! there is no lesson '99'");
    assertThat(type(":lesson one-wrd-among-integers"))
        .contains("did you mean one-word-among-integers?");
    assertThat(type(":hint")).startsWith("! no lesson is being played");
    assertThat(type(":lesson one-word")).contains("One word among integers");
  }

  @Test
  void linesThatAPersonWroteIntoTheProgressStay() {
    paper.text = "# for Ms. Frege, class 3b\nwho knows\n" + FIRST + "  step=2/5\n";
    type(":lesson 1");
    type("");
    type("");
    assertThat(paper.text)
        .startsWith("# Progress in Kvarium's lessons.")
        .contains("# for Ms. Frege, class 3b\nwho knows\n" + FIRST + "  step=");
  }
}
