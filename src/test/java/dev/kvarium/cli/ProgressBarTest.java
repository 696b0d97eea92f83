package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
  @Test
  void itTellsTheShareAndWhatIsLeft() {
    ProgressBar bar = new ProgressBar(false, "keys", 1_000_000);
    assertThat(bar.text(250_000, 10_000_000_000L))
        .isEqualTo("[######------------------]  25 %  250,000 of 1,000,000 keys, 30 s left");
    assertThat(bar.text(0, 5)).contains("  0 %");
    assertThat(bar.text(1_200_000, 10_000_000_000L)).startsWith("[########################] 100 %");
    assertThat(new ProgressBar(false, "keys", 0).text(0, 1)).contains("0 of 0 keys");
  }
}
