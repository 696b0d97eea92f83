package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "▲ embstr → raw: edited in place · 32 B → 24 B|Note: embstr to raw: edited in place; 32 B"
            + " to 24 B",
        "2 keys created · ▲ class 1 takes page 0|2 keys created; Note: class 1 takes page 0",
        "ptr, byte 8: (address), → the sds.|ptr, byte 8: (address), to the sds.",
        "1,100 × STORED|1,100 times STORED",
        "keys: 3 ≥ 2|keys: 3 at least 2",
        "stored: class 1 — #1 set a|stored: class 1, #1 set a",
        "plain words, 3 B|plain words, 3 B",
      })
  void signsBetweenWordsAreSaid(String drawn, String said) {
    assertThat(Spoken.words(drawn)).isEqualTo(said);
  }

  @Test
  void aLineInStylesIsSaidAsAWhole() {
    StyledText drawn = StyledText.of("What is inside", Style.BOLD).plus(" · 10 minutes", Style.DIM);
    assertThat(Spoken.words(drawn).text()).isEqualTo("What is inside; 10 minutes");
  }
}
