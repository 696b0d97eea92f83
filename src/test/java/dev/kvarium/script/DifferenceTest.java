package dev.kvarium.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferenceTest {
  @Test
  void blanksAndEmptyLinesAtTheEndDoNotCount() {
    assertThat(Difference.same("a  \nb", "a\nb\n")).isTrue();
    assertThat(Difference.same("a\nb", "a\n b")).isFalse();
    assertThat(Difference.same("", "(nil)")).isFalse();
  }

  @Test
  void oneLineBesideAnotherSaysHowFarTheyAgree() {
    assertThat(Difference.show("\"alice\"", "\"alina\""))
        .isEqualTo("  expected  \"alice\"\n  got       \"alina\"\n  the same up to character 4");
  }

  @Test
  void severalLinesAreMarkedOneByOne() {
    assertThat(Difference.show("1) a\n2) b\n3) c", "1) a\n2) x\n3) c\n4) d"))
        .isEqualTo("  - expected, + got\n    1) a\n  - 2) b\n  + 2) x\n    3) c\n  + 4) d");
  }

  @Test
  void veryLongRepliesAreComparedQuickly() {
    String lines = "line\n".repeat(200_000);
    assertThat(Difference.show("x\n" + lines, "y\n" + lines)).hasSizeLessThan(300);
  }
}
