package dev.kvarium.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.kvarium.lab.Part;
import dev.kvarium.view.StyledText;
import dev.kvarium.wire.Reply;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportTest {
  private static final String ODD = "a\u0001\"\\\n<&>\ud800\u00e4\ud83d\ude00";

  @Test
  void jsonHoldsEveryCharacterAndPlainNumbers() throws UnusableScript {
    String json = new JsonReport().of(List.of(result(ODD)), List.of("b.kv is a directory"));
    assertThat(json)
        .startsWith("{\"holds\":false,\"files\":[\n{\"file\":\"a.kv\"")
        .contains("\"got\":\"a\\u0001\\\"\\\\\\n<&>\\ud800\u00e4\ud83d\ude00\"")
        .contains("\"metrics\":{\"keys\":3,\"version\":\"7.0.15\",\"zero\":\"007\",\"share\":-0.5}")
        .endsWith("\"unusable\":[\"b.kv is a directory\"]}\n");
  }

  @Test
  void jsonIsWhatAStrictReaderTakes() throws Exception {
    for (List<String> unusable : List.of(List.<String>of(), List.of("b.kv is a directory"))) {
      for (int files = 0; files <= 2; files++) {
        String json = new JsonReport().of(Collections.nCopies(files, result("\"a\"")), unusable);
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
          reader.setStrictness(Strictness.STRICT);
          reader.beginObject();
          int members = 0;
          for (; reader.hasNext(); members++) {
            reader.nextName();
            reader.skipValue();
          }
          reader.endObject();
          assertThat(members).isEqualTo(3);
          assertThat(reader.peek()).isEqualTo(JsonToken.END_DOCUMENT);
        }
      }
    }
  }

  @Test
  void xmlIsWellFormedWhateverTheReply() throws Exception {
    String xml = new JunitReport().of(List.of(result(ODD)), List.of("b.kv is a \u0002 directory"));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("2");
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getDocumentElement().getAttribute("errors")).isEqualTo("1");
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("a.kv:1", "\\u0001", "<&>", "\\ud800");
  }

  @Test
  void textNamesFileLineAndDifference() throws UnusableScript {
    assertThat(new TextReport(false).of(List.of(result("\"b\"")), List.of()))
        .isEqualTo(
            "a.kv:1: another reply than expected to > GET a\n"
                + "  expected  \"a\"\n  got       \"b\"\n  the same up to character 1\n"
                + "FAIL  a.kv  1 step, 1 check, 1 not as expected\n");
  }

  @Test
  void theTranscriptShowsProseAndReplies() throws UnusableScript {
    assertThat(new TextReport(true).of(List.of(result("\"a\"")), List.of()))
        .isEqualTo("> GET a\n\"a\"\n  log +3 B\n# the end\nok    a.kv  1 step, 1 check\n");
  }

  private static ScriptResult result(String got) throws UnusableScript {
    Script script = ScriptParser.parse("a.kv", "> GET a\n\"a\"\n# the end\n");
    Script.Step step = script.steps().getFirst();
    boolean same = Difference.same(step.expectedText(), got);
    String problem = same ? "" : Difference.show(step.expectedText(), got);
    StepResult result =
        new StepResult(
            step,
            same ? Verdict.HOLDS : Verdict.DIFFERS,
            got,
            problem,
            5_000_000,
            List.of(new Part.Replied(Reply.OK, got), new Part.Glass(StyledText.of("log +3 B"))));
    SequencedMap<String, String> metrics = new LinkedHashMap<>();
    metrics.put("keys", "3");
    metrics.put("version", "7.0.15");
    metrics.put("zero", "007");
    metrics.put("share", "-0.5");
    return new ScriptResult(script, ":world redis", 0, List.of(result), metrics, List.of());
  }
}
