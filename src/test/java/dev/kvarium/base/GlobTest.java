package dev.kvarium.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "h?llo, hello, true",
    "h?llo, hllo, false",
    "h*llo, hllo, true",
    "h*llo, heeeello, true",
    "h[ae]llo, hallo, true",
    "h[ae]llo, hillo, false",
    "h[^e]llo, hallo, true",
    "h[^e]llo, hello, false",
    "h[a-b]llo, hbllo, true",
    "h[b-a]llo, hallo, true",
    "h[a-b]llo, hcllo, false",
    "*, anything, true",
    "a**b*, axxb, true",
    "a*, b, false",
    "\\*, *, true",
    "\\*, a, false",
    "[\\]], ], true",
    "[a, a, true",
    "[a, b, false",
    "[^, x, true",
    "[a-], a, true",
    "[a-], b, false",
    "abc, ab, false",
    "ab, abc, false",
    "a\\, a\\, true",
    "*a*b, xaxxb, true",
  })
  void matchesAsRedisDoes(String pattern, String text, boolean expected) {
    assertThat(Glob.matches(Bytes.of(pattern), Bytes.of(text))).isEqualTo(expected);
  }

  @Test
  void nothingButTheEmptyPatternMatchesTheEmptyText() {
    assertThat(Glob.matches(Bytes.EMPTY, Bytes.EMPTY)).isTrue();
    assertThat(Glob.matches(Bytes.of("*"), Bytes.EMPTY)).isFalse();
  }

  @Test
  void caseIsIgnoredWhereAskedAndNotBehindABackslashInAClass() {
    assertThat(Glob.matchesIgnoreCase(Bytes.of("MaxM*"), Bytes.of("maxmemory"))).isTrue();
    assertThat(Glob.matchesIgnoreCase(Bytes.of("[A-C]x"), Bytes.of("bX"))).isTrue();
    assertThat(Glob.matches(Bytes.of("MaxM*"), Bytes.of("maxmemory"))).isFalse();
    assertThat(Glob.matchesIgnoreCase(Bytes.of("[\\A]"), Bytes.of("a"))).isFalse();
  }

  @Test
  @Timeout(5)
  void manyStarsDoNotTakeExponentialTime() {
    byte[] pattern = Bytes.of("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");
    assertThat(Glob.matches(pattern, Bytes.of("a".repeat(2000)))).isFalse();
  }

  @Test
  void noPatternLeavesItsBounds() {
    Random random = new Random(7);
    String alphabet = "ab*?[]^-\\";
    for (int i = 0; i < 200_000; i++) {
      byte[] pattern = text(random, alphabet);
      byte[] in = text(random, alphabet);
      assertThatCode(() -> Glob.matchesIgnoreCase(pattern, in))
          .as("%s on %s", Bytes.repr(pattern), Bytes.repr(in))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] text(Random random, String alphabet) {
    byte[] out = new byte[random.nextInt(8)];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return out;
  }
}
