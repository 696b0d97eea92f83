package dev.kvarium.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvarium.script.UnusableScript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lesson that cannot be read, or does not hold, is told by file and line what to do. */
class LessonParserTest {
  private static final String WHOLE =
      """
      ---
      title: A title
      corrects: a mistake
      models: redis 7.0.15
      minutes: 10
      needs: [other]
      world: redis seed=3
      ---
      Words.

      ## A step

      ```kv run
      > SET a 1
      OK
      ```

      ```kv predict
      What is it?
      ( ) a word
          It reads as a number.
      (x) an `int`
      > OBJECT ENCODING a
      "int"
      ```

      ```kv task
      Let b be there.
      ? key.exists b == 1: look with EXISTS
      !~ CommandEvent.Ran * copy: that was shown
      hint: one
      hint: two
      hint: three
      solution:
      > SET b 1
      OK
      ```

      > Remember this.

      **Where the model departs.** Nowhere.

      **On a real server.** The same.

      **An open question.** Why?
      """;

  private static Lesson parse(String text) throws UnusableScript {
    return LessonParser.parse("lessons/07-mine.md", text);
  }

  @Test
  void aWholeLessonIsReadAndHolds() throws UnusableScript {
    Lesson lesson = parse(WHOLE);
    assertThat(lesson.name()).isEqualTo("mine");
    assertThat(lesson.head().needs()).containsExactly("other");
    assertThat(lesson.head().world().seed()).isEqualTo(3);
    assertThat(lesson.steps()).isEqualTo(1);
    assertThat(lesson.pieces()).hasSize(6);
    assertThat(lesson.tasks().getFirst().checks().getFirst().condition())
        .isEqualTo("? key.exists b == 1");
    assertThat(LessonCheck.problems(lesson)).isEmpty();
  }

  @Test
  void windowsLineEndsMakeNoDifference() throws UnusableScript {
    assertThat(LessonCheck.problems(parse(WHOLE.replace("\n", "\r\n")))).isEmpty();
  }

  @Test
  void aTableIsRefusedSinceItWouldRunTogether() {
    String text = WHOLE.replace("**An open", "| a | b |\n|---|---|\n\n**An open");
    UnusableScript unusable = catchThrowableOfType(UnusableScript.class, () -> parse(text));
    assertThat(unusable.what()).contains("a table is not shown at a prompt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "title: A title||:8: the front matter lacks 'title:'",
        "minutes: 10|minutes: soon|:5: 'soon' are no minutes",
        "minutes: 10|minuets: 10|:5: there is no 'minuets' in a lesson's front matter; did you mean"
            + " minutes?",
        "needs: [other]|needs: other|:6: 'needs' is a list: write needs: [other]",
        "world: redis seed=3|world: redis sed=3|:7: the world cannot be made: unknown parameter",
        "models: redis 7.0.15|models: redis 6.2|:4: the lesson speaks of redis 6.2, its world is",
        "corrects: a mistake|corrects|:3: 'corrects' is no front matter: write key: value",
        "## A step|A step|: has no step",
        "kv run|kv rum|:13: 'kv rum' is no block: there are kv run, kv predict, kv task",
        "> SET a 1|SET a 1|:14: 'SET a 1' expects a reply, but no command stands right above it",
        "(x) an `int`|( ) an `int`|:19: no answer is the right one: write (x) before it",
        "( ) a word|(x) a word|:22: a prediction has one right answer, and (x) stands before two",
        "What is it?||:19: the question is missing above the answers",
        "hint: three||:28: a task has three hints, where to look, what to try, all but the last"
            + " step; here are 2",
        "hint: one|hunt: one|:31: 'hunt: one' is neither a check (? ~ !~) nor hint: nor solution:",
        "solution:|hint: four|:35: '> SET b 1' is neither a check",
      })
  void whatCannotBeReadSaysWhereAndWhatToDo(String was, String is, String says) {
    String text = WHOLE.replace(was, is == null ? "" : is);
    assertThat(text).isNotEqualTo(WHOLE);
    UnusableScript unusable = catchThrowableOfType(UnusableScript.class, () -> parse(text));
    assertThat(unusable.what()).startsWith("lessons/07-mine.md" + says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "> SET b 1|> SET c 1|:29: after the solution: key.exists b == 1: found 0",
        "> SET b 1|> COPY a b|:30: after the solution: CommandEvent.Ran * copy: must not be",
        "? key.exists b == 1|? key.exists a == 1|:27: the task is done before anything was done",
        "? key.exists b == 1|? key.exits b == 1|:29: there is no metric 'key.exits'",
        "!~ CommandEvent.Ran * copy|!~ CommandEvent.Run * copy|:30: there is no fact",
        "(x) an `int`|(x) an `embstr`|:22: the run does not show `embstr` of the right answer",
        "> OBJECT ENCODING a|> TYPE a|:23: another reply than expected to > TYPE a",
        "> Remember this.|Remember this.|:39: leaves no sentence to remember",
        "**An open question.** Why?|Why?|:39: lacks a paragraph that begins with **An open"
            + " question.**",
      })
  void whatDoesNotHoldSaysWhere(String was, String is, String says) throws UnusableScript {
    String text = WHOLE.replace(was, is);
    assertThat(text).isNotEqualTo(WHOLE);
    List<String> problems = LessonCheck.problems(parse(text));
    assertThat(problems).anyMatch(each -> each.startsWith("lessons/07-mine.md" + says));
  }
}
