package dev.kvarium.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptParserTest {
  @Test
  void eachLineIsWhatItsFirstCharacterMakesOfIt() throws UnusableScript {
    String text =
        """
        # A key with a time to live.
        :world redis seed=7
        > SET session:1 alice PX 1500
        OK
        + 1499ms
        worker-1> GET session:1
        "alice"
        w.2@replica> KEYS *
         1) "a"
        | # not prose

        ~ KeyEvent.Expired session:1
        ? keys == 0
        """;
    assertThat(ScriptParser.parse("a.kv", text).lines())
        .containsExactly(
            new ScriptLine.Prose(1, "# A key with a time to live.\n", "A key with a time to live."),
            new ScriptLine.Directive(2, ":world redis seed=7\n", "world redis seed=7"),
            new ScriptLine.Input(
                3, "> SET session:1 alice PX 1500\n", "", "", "SET session:1 alice PX 1500"),
            new ScriptLine.Expected(4, "OK\n", "OK"),
            new ScriptLine.Wait(5, "+ 1499ms\n", "1499ms"),
            new ScriptLine.Input(6, "worker-1> GET session:1\n", "worker-1", "", "GET session:1"),
            new ScriptLine.Expected(7, "\"alice\"\n", "\"alice\""),
            new ScriptLine.Input(8, "w.2@replica> KEYS *\n", "w.2", "replica", "KEYS *"),
            new ScriptLine.Expected(9, " 1) \"a\"\n", " 1) \"a\""),
            new ScriptLine.Expected(10, "| # not prose\n", "# not prose"),
            new ScriptLine.Blank(11, "\n"),
            new ScriptLine.Fact(12, "~ KeyEvent.Expired session:1\n", "KeyEvent.Expired session:1"),
            new ScriptLine.Metric(13, "? keys == 0\n", "keys == 0"));
  }

  @Test
  void aStepHasTheExpectedLinesRightBeneathIt() throws UnusableScript {
    Script script =
        ScriptParser.parse("a.kv", "> KEYS *\n1) \"a\"\n2) \"b\"\n> GET a\n# prose\n:show aof\nx");
    assertThat(script.steps()).hasSize(3);
    assertThat(script.steps().get(0).expectedText()).isEqualTo("1) \"a\"\n2) \"b\"");
    assertThat(script.steps().get(1).isChecked()).isFalse();
    assertThat(script.steps().get(2).expectedText()).isEqualTo("x");
  }

  @Test
  void threePointsKeepThePlaceOfAReply() throws UnusableScript {
    Script script = ScriptParser.parse("a.kv", "> GET a\n...\n> GET b\n| ...\n");
    assertThat(script.steps().get(0).isPlaceholder()).isTrue();
    assertThat(script.steps().get(0).isChecked()).isFalse();
    assertThat(script.steps().get(1).isChecked()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "OK => a.kv:1: 'OK' expects a reply",
        "> => a.kv:1: '>' needs a command",
        ">SET a 1 => a.kv:1: put a space behind '>'",
        "+500ms => a.kv:1: put a space behind '+'",
        "+ => a.kv:1: '+' needs a duration",
        "~ => a.kv:1: '~' needs a fact",
        "? => a.kv:1: '?' needs a metric",
        "worker-1> => a.kv:1: '>' needs a command",
        ": => a.kv:1: ':' needs the name of a directive",
        ": help => a.kv:1: ':' needs the name of a directive",
        "> GET a\\n\\n(nil) => a.kv:3: '(nil)' expects a reply",
        "> GET a\\n|(nil) => a.kv:2: '|' starts a line of an expected reply",
        "+ 1s\\nOK => a.kv:2: 'OK' expects a reply",
        "@node> GET a => a.kv:1: '@node> GET a' expects a reply",
      })
  void whatIsNoLineIsRefusedWithItsPlace(String text, String what) {
    assertThatThrownBy(() -> ScriptParser.parse("a.kv", text.replace("\\n", "\n")))
        .isInstanceOf(UnusableScript.class)
        .hasMessageStartingWith(what);
  }

  @Test
  void bytesThatAreNoTextAreRefusedWithTheirLine() {
    byte[] nul = {'#', '\n', '>', ' ', 'G', 0};
    assertThatThrownBy(() -> ScriptParser.parse("a.kv", nul))
        .hasMessageStartingWith("a.kv:2: holds a NUL byte");
    byte[] latin1 = "# ok\n# ok\n> SET a \u00e4\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ScriptParser.parse("a.kv", latin1))
        .hasMessageStartingWith("a.kv:3: is not UTF-8 text");
    byte[] loneSurrogate = {'#', ' ', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
    assertThatThrownBy(() -> ScriptParser.parse("a.kv", loneSurrogate))
        .hasMessageStartingWith("a.kv:1: is not UTF-8 text");
  }

  @Test
  void aLineOfAHundredMegabytesIsRefusedByItsNumber() {
    String text = "# first\n> SET a " + "x".repeat(100_000_000) + "\n";
    assertThatThrownBy(() -> ScriptParser.parse("a.kv", text))
        .hasMessageStartingWith("a.kv:2: is a line of 100000009 characters");
  }

  @Test
  void aMarkOfTheByteOrderAndCarriageReturnsAreTolerated() throws UnusableScript {
    String text = "\uFEFF# prose\r\n> GET a\r\n(nil)\r\n";
    Script script = ScriptParser.parse("a.kv", text);
    assertThat(script.lines().getFirst().text()).isEqualTo("prose");
    assertThat(script.steps().getFirst().line().text()).isEqualTo("GET a");
    assertThat(script.steps().getFirst().expectedText()).isEqualTo("(nil)");
    assertThat(script.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "# x", "> a", "+ 1", "~ a", "? a", ":a", "...", "| a", "a> b", "a@b> c", "\uFEFF"
      })
  void aReplyThatLooksLikeALineIsWrittenBehindABar(String reply) throws UnusableScript {
    String text = "> INFO\n" + ScriptParser.expectedLine(reply) + "\n";
    assertThat(ScriptParser.parse("a.kv", text).steps().getFirst().expectedText()).isEqualTo(reply);
    assertThat(ScriptParser.parse("a.kv", text).steps().getFirst().isChecked()).isTrue();
  }

  @Test
  void aScriptIsWrittenAsItWasReadAndReadAsItWasWritten() throws UnusableScript {
    for (long seed = 1; seed <= 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> sources = new ArrayList<>();
      int lines = random.nextInt(20);
      boolean answered = false;
      for (int i = 0; i < lines; i++) {
        String end =
            i == lines - 1 && random.nextBoolean() ? "" : random.nextBoolean() ? "\n" : "\r\n";
        String word = word(random);
        int kind = random.nextInt(answered ? 9 : 8);
        sources.add(
            switch (kind) {
                  case 0 -> "> " + word;
                  case 1 -> "c-1@n> " + word;
                  case 2 -> ":" + word;
                  case 3 -> "+ " + word;
                  case 4 -> "~ " + word;
                  case 5 -> "? " + word;
                  case 6 -> "#" + word;
                  case 7 -> " ".repeat(random.nextInt(3));
                  default -> ScriptParser.expectedLine(word);
                }
                + end);
        answered = kind <= 2 || kind == 8;
      }
      String text = String.join("", sources);
      Script script = ScriptParser.parse("seed " + seed, text);
      assertThat(script.text()).as("seed %d", seed).isEqualTo(text);
      assertThat(ScriptParser.parse("seed " + seed, script.text())).isEqualTo(script);
    }
  }

  @Test
  void garbageIsRefusedOrReadButNeverBreaksTheParser() {
    String marks = "> + ~ ? : # | @ . a \" \\ \r \u00e4 \ud83d\ude00 \u2028";
    int refused = 0;
    for (long seed = 1; seed <= 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes;
      if (random.nextBoolean()) {
        bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
      } else {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
          text.append(random.nextInt(5) == 0 ? '\n' : marks.charAt(random.nextInt(marks.length())));
        }
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      }
      try {
        Script script = ScriptParser.parse("seed " + seed, bytes);
        assertThat(script.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
      } catch (UnusableScript unusable) {
        assertThat(unusable.line()).as(unusable.what()).isPositive();
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 4_900);
  }

  private static String word(SplittableRandom random) {
    String letters = "abz09:_\"\\' |#>é✓";
    StringBuilder word = new StringBuilder("w");
    for (int i = random.nextInt(12); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
