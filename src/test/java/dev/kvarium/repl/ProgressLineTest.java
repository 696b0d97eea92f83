package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringBuilder written = new StringBuilder();
  private final ProgressLine progress = new ProgressLine(written::append);

  @Test
  void aLineThatTakesLongIsToldOfAndErased() throws InterruptedException {
    progress.begin();
    Thread.sleep(750);
    progress.passed(1_000_000, 4_000_000);
    assertThat(written).contains("25 %, 1.0 s of 4.0 s");
    progress.end();
    assertThat(written).endsWith("\r\u001b[K");
  }

  @Test
  void whatTheFullScreenFollowsIsNotWrittenIntoIt() throws InterruptedException {
    progress.begin();
    progress.end();
    Thread.sleep(750);
    progress.passed(1_000_000, 4_000_000);
    assertThat(written).isEmpty();
  }
}
