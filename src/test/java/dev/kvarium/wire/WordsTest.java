package dev.kvarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void blanksPartWords() {
    assertThat(words("  SET \t a\u000b\f 1\r\n")).containsExactly("SET", "a\u000b\f", "1");
    assertThat(words("")).isEmpty();
    assertThat(words(" \n")).isEmpty();
  }

  @Test
  void doubleQuotesKnowEscapes() {
    assertThat(words("\"a b\" \"\\n\\r\\t\\b\\a\" \"\\x41\\xZZ\\\"\\\\\" \"\""))
        .containsExactly("a b", "\n\r\t\b\u0007", "AxZZ\"\\", "");
    assertThat(Words.split("\"\\xff\\x00\"").args()[0]).containsExactly(0xff, 0);
  }

  @Test
  void singleQuotesKnowOnlyTheQuoteItself() {
    assertThat(words("'a \\n b' 'it\\'s' '\\\\a'")).containsExactly("a \\n b", "it's", "\\\\a");
  }

  @Test
  void aQuoteMayOpenWithinAWord() {
    assertThat(words("foo\"bar baz\" x'y z'")).containsExactly("foobar baz", "xy z");
  }

  @Test
  void aBackslashOutsideOfQuotesIsACharacter() {
    assertThat(words("a\\nb \\")).containsExactly("a\\nb", "\\");
  }

  @Test
  void aQuoteThatIsNeverClosedIsFoundWhereItOpens() {
    assertThat(problem("SET a \"b c"))
        .isEqualTo("unbalanced quotes: the \" at column 7 is never closed");
    assertThat(problem("SET a 'b\\'"))
        .isEqualTo("unbalanced quotes: the ' at column 7 is never closed");
    assertThat(problem("\"a\\")).isEqualTo("unbalanced quotes: the \" at column 1 is never closed");
    assertThat(problem("\"a\\\""))
        .isEqualTo("unbalanced quotes: the \" at column 1 is never closed");
  }

  @Test
  void textBehindAClosingQuoteIsFoundThere() {
    assertThat(problem("SET \"a\"b 1"))
        .isEqualTo("unbalanced quotes: a blank should stand at column 8, behind the closing \"");
    assertThat(problem("'a''b'"))
        .isEqualTo("unbalanced quotes: a blank should stand at column 4, behind the closing '");
  }

  @Test
  void placesCountCharactersNotBytes() {
    Words words = Words.split("é 'ü' 😀x \"é");
    assertThat(words.words())
        .extracting(Words.Word::start, Words.Word::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 1),
            org.assertj.core.groups.Tuple.tuple(2, 5),
            org.assertj.core.groups.Tuple.tuple(6, 9));
    assertThat(words.problem()).get().extracting(Words.Problem::column).isEqualTo(11);
    assertThat(Words.split("a\ud800b c").words().get(1).start()).isEqualTo(4);
  }

  @Test
  void whatQuotedPrintsReadsBackAsTheSameBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      Words words = Words.split(ReplyText.quoted(bytes));
      assertThat(words.problem()).isEmpty();
      assertThat(words.args()).hasDimensions(1, bytes.length);
      assertThat(words.args()[0]).isEqualTo(bytes);
    }
  }

  @Test
  void noLineBreaksTheScanner() {
    Random random = new Random(11);
    byte[] letters = Bytes.latin1("\"'\\x4 \tn\n\u00e9a\0");
    for (int i = 0; i < 20_000; i++) {
      byte[] line = new byte[random.nextInt(12)];
      for (int j = 0; j < line.length; j++) {
        line[j] = letters[random.nextInt(letters.length)];
      }
      Words bytewise = Words.split(line, 0, line.length);
      Words words = Words.split(new String(line, StandardCharsets.ISO_8859_1));
      assertThat(words.words()).hasSameSizeAs(bytewise.words());
      for (Words.Word word : words.words()) {
        assertThat(word.start()).isBetween(0, word.end());
        assertThat(word.end()).isBetween(word.start(), line.length);
      }
    }
  }

  private static List<String> words(String line) {
    Words words = Words.split(line);
    assertThat(words.problem()).isEmpty();
    return words.words().stream().map(word -> Bytes.text(word.bytes())).toList();
  }

  private static String problem(String line) {
    return Words.split(line).problem().orElseThrow().text();
  }
}
