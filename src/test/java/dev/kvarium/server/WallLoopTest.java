package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The time of the wall for one thread. */
class WallLoopTest {
  private static final long MINUTE_MICROS = 60_000_000;

  private final WallLoop loop = new WallLoop();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void itEndsAtOnceWhenATimerHasEndedIt() {
    long began = loop.nowMicros();
    loop.after(1_000, () -> over.set(true));
    assertThat(loop.runUntil(over::get, MINUTE_MICROS)).isTrue();
    assertThat(loop.nowMicros() - began).isBetween(1_000L, MINUTE_MICROS / 2);
  }

  @Test
  void itEndsAtOnceWhenAnotherThreadHasEndedIt() {
    Thread.ofVirtual().start(() -> loop.post(() -> over.set(true)));
    long began = loop.nowMicros();
    assertThat(loop.runUntil(over::get, MINUTE_MICROS)).isTrue();
    assertThat(loop.nowMicros() - began).isLessThan(MINUTE_MICROS / 2);
  }

  @Test
  void itSaysThatItsTimeIsOver() {
    assertThat(loop.runUntil(over::get, 1_000)).isFalse();
  }
}
