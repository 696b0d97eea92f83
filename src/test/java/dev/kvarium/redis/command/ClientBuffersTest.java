package dev.kvarium.redis.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.command.ClientBuffers.BufferStats;
import dev.kvarium.redis.keyspace.Ageing;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.sim.SeededRandomness;
import org.junit.jupiter.api.Test;

/** Sizes as redis-server 7.0.15 shows them in CLIENT LIST. */
class ClientBuffersTest {
  private final SeededRandomness randomness = new SeededRandomness(1);
  private final Settings settings =
      new Settings(new Shaping(new byte[16], randomness, Probe.NONE), new Ageing(randomness));
  private final BufferStats stats = new BufferStats();
  private final ClientBuffers buffers = new ClientBuffers(0);

  @Test
  void theFirstReadTakesSixteenKibibytesAndIdlenessGivesThemBack() {
    assertThat(buffers.queryFree()).isZero();
    buffers.read(0, 26);
    assertThat(buffers.queryLength()).isEqualTo(26);
    assertThat(buffers.queryFree()).isEqualTo(20_448);
    buffers.executed(0);
    buffers.fit(settings, 1_000, 1, stats);
    assertThat(buffers.queryFree()).isEqualTo(20_474);
    buffers.fit(settings, 4_000, 3, stats);
    assertThat(buffers.queryFree()).isZero();
  }

  @Test
  void aLongWordMakesRoomThatIsGivenBackWhenShortOnesFollow() {
    buffers.read(0, 16_384);
    buffers.read(16_384, 383_650);
    buffers.word(400_000);
    buffers.executed(0);
    assertThat(buffers.queryFree()).isGreaterThan(400_000);
    buffers.fit(settings, 100, 0, stats);
    assertThat(buffers.queryFree()).isGreaterThan(400_000);
    buffers.read(0, 130);
    buffers.executed(0);
    buffers.fit(settings, 200, 0, stats);
    assertThat(buffers.queryFree()).isBetween(130L, 200L);
  }

  @Test
  void theReplyBufferFollowsWhatIsUsedOfIt() {
    settings.replyPeakResetMillis = 100;
    assertThat(buffers.replySize()).isEqualTo(16_384);
    buffers.fit(settings, 100, 0, stats);
    buffers.fit(settings, 200, 0, stats);
    assertThat(buffers.replySize()).isEqualTo(1_024);
    settings.replyPeakResetMillis = -1;
    for (int expected = 2_048; expected <= 16_384; expected *= 2) {
      buffers.replied(40_000);
      assertThat(buffers.replyLength()).isEqualTo(expected / 2);
      buffers.sent();
      buffers.fit(settings, 300, 0, stats);
      assertThat(buffers.replySize()).isEqualTo(expected);
    }
    assertThat(stats.shrinks).isEqualTo(1);
    assertThat(stats.expands).isEqualTo(4);
  }
}
