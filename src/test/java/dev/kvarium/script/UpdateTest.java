package dev.kvarium.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTest {
  @Test
  void onlyRepliesThatDifferAreWrittenAnew() throws UnusableScript {
    String before =
        "# prose  \r\n"
            + "> GET a\r\n"
            + "\"old\"\r\n\r\n"
            + "> GET b\r\n"
            + "\"kept\"   \r\n"
            + "> GET c\r\n"
            + "> INFO\r\n"
            + "...\r\n";
    String after =
        "# prose  \r\n> GET a\r\n\"new\"\r\n\r\n> GET b\r\n\"kept\"   \r\n> GET c\r\n> INFO\r\n"
            + "| # Server\r\n|\r\nx:1\r\n";
    assertThat(update(before, "\"new\"", "\"kept\"", "(nil)", "# Server\n\nx:1")).isEqualTo(after);
  }

  @Test
  void aReplyMayGrowAndShrinkAndStandAtTheEndWithoutALineFeed() throws UnusableScript {
    assertThat(update("> KEYS *\n1) \"a\"\n2) \"b\"", "(empty array)"))
        .isEqualTo("> KEYS *\n(empty array)\n");
    assertThat(update("> KEYS *\n(empty array)", "1) \"a\"\n2) \"b\""))
        .isEqualTo("> KEYS *\n1) \"a\"\n2) \"b\"\n");
  }

  @Test
  void aScriptThatExpectsNothingYetIsGivenEveryReply() throws UnusableScript {
    assertThat(update("# new\n> SET a 1\n+ 1s\n:show aof\n> GET a", "OK", "", "aof", "\"1\""))
        .isEqualTo("# new\n> SET a 1\nOK\n+ 1s\n:show aof\n> GET a\n\"1\"\n");
  }

  private static String update(String text, String... replies) throws UnusableScript {
    Script script = ScriptParser.parse("a.kv", text);
    List<StepResult> steps = new ArrayList<>();
    for (Script.Step step : script.steps()) {
      String got = replies[steps.size()];
      boolean differs = step.isChecked() && !Difference.same(step.expectedText(), got);
      steps.add(
          new StepResult(step, differs ? Verdict.DIFFERS : Verdict.DONE, got, "", 0, List.of()));
    }
    return Update.of(new ScriptResult(script, "", 0, steps, new LinkedHashMap<>(), List.of()));
  }
}
