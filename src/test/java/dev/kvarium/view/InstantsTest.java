package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "5s, 5000000",
    "1.5s, 1500000",
    "1500ms, 1500000",
    "7us, 7",
    "2h, 7200000000",
    "00:12.480, 12480000",
    "12:05, 725000000",
    "1:02:03.004, 3723004000",
  })
  void aTimeIsReadAsItIsTypedAndAsItIsDrawn(String text, long micros) {
    assertThat(Instants.parse(text)).hasValue(micros);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "1:2:3:4", "00:12.", "9999999999d"})
  void whatIsNoTimeIsRefused(String text) {
    assertThat(Instants.parse(text)).isEmpty();
  }
}
