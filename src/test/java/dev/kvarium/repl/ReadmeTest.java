package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.ScriptResult;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.view.PlainRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What README shows is what comes: its sessions are typed again, one world for all of them. */
class ReadmeTest {
  private static final String PROMPT = "redis> ";

  @Test
  void whatTheTourPrintsIsReal() throws IOException {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    OutcomeText text = new OutcomeText(new PlainRenderer(false), false, false);
    StringBuilder shown = new StringBuilder();
    StringBuilder came = new StringBuilder();
    boolean inSession = false;
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      if (line.startsWith("```")) {
        inSession = line.equals("```text");
      } else if (inSession) {
        shown.append(line.stripTrailing()).append('\n');
        if (line.startsWith(PROMPT)) {
          came.append(line).append('\n');
          text.of(lab.enter(line.substring(PROMPT.length())), 80, 24)
              .lines()
              .forEach(each -> came.append(each.stripTrailing()).append('\n'));
        }
      }
    }
    assertThat(came).contains(PROMPT + ":crash power");
    assertThat(came.toString()).isEqualTo(shown.toString());
  }

  @Test
  void whatItsScenarioExpectsComes() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("```kv\n") + 6;
    Script script =
        ScriptParser.parse("README.md", readme.substring(from, readme.indexOf("```", from)));
    ScriptResult result = ScriptRunner.run(script, OptionalLong.empty(), TextFiles.NONE);
    assertThat(result.checks()).isEqualTo(6);
    assertThat(result.holds()).isTrue();
  }
}
