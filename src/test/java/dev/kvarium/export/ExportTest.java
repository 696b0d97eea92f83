package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.ScriptResult;
import dev.kvarium.script.ScriptRunner;
import java.io.StringReader;
import java.util.List;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What {@code :export} writes is what the session was, in each form by the rules of that form. */
class ExportTest {
  private final InMemory files = new InMemory();
  private final Lab lab =
      files.lab(
          ":world redis seed=7",
          "SET user:1 ada",
          ":why",
          ":show aof",
          "HSET h f <b>&amp;\"quoted\"</b>",
          "+ 400ms",
          "EVAL nonsense 0",
          ":crash power",
          ":restart",
          "GET user:1");

  private String export(String line) {
    Outcome outcome = lab.enter(":export " + line);
    assertThat(outcome.failed()).as(outcome.parts().toString()).isFalse();
    return files.read(line.substring(0, (line + " ").indexOf(' ')));
  }

  @Test
  void aScriptReplaysTheSession() throws Exception {
    ScriptResult result =
        ScriptRunner.run(
            ScriptParser.parse("s.kv", export("s.kv")), OptionalLong.empty(), new InMemory());
    assertThat(result.holds()).isTrue();
    assertThat(result.metrics()).isEqualTo(lab.metrics());
  }

  @Test
  void aTranscriptHoldsEveryLineAndWhatCameOfIt() {
    String text = export("s.txt");
    assertThat(text)
        .contains("redis> SET user:1 ada\nOK\n  embstr, 3 B in")
        .contains("redis> :why\n#1 SET user:1 ada, at 00:00.000\n  user:1 is embstr")
        .contains("redis> :show aof\naof · main · everysec")
        .contains("redis> :crash power\nlost: SET user:1 ada")
        .endsWith("redis> GET user:1\n(nil)\n")
        .doesNotContain("\u001b");
  }

  @Test
  void aViewIsAPictureOrText() throws Exception {
    String svg = export("a.svg keyspace");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg).startsWith("<svg xmlns=").contains("keyspace");
    assertThat(export("a.txt aof")).startsWith("aof · main");
  }

  @Test
  void aFileThatIsThereStaysUnlessItIsSaidTwice() {
    export("s.kv");
    assertThat(problem("s.kv"))
        .isEqualTo("s.kv is there already; :export s.kv over writes in its place");
    export("s.kv over");
  }

  @Test
  void whatCannotBeWrittenIsSaid() {
    assertThat(problem("s.pdf")).contains(".cast for asciinema");
    assertThat(problem("s.svg")).contains("holds one view");
    assertThat(problem("s.cast aof")).contains("holds no view");
    assertThat(problem("s.svg aoff")).contains("did you mean aof?");
    assertThat(problem("s.svg inspect nothing")).contains("nothing to be seen of inspect nothing");
    assertThat(files.files).isEmpty();
  }

  private String problem(String line) {
    List<Part> parts = lab.enter(":export " + line).parts();
    assertThat(parts).hasSize(1).first().isInstanceOf(Part.Problem.class);
    return ((Part.Problem) parts.getFirst()).what();
  }
}
