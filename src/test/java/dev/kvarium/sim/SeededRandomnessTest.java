package dev.kvarium.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.world.Randomness;
import org.junit.jupiter.api.Test;

class SeededRandomnessTest {
  @Test
  void theFirstNumbersOfASeedNeverChange() {
    // every recorded session hangs on these; figures of an independent program
    Randomness randomness = new SeededRandomness(42);
    assertThat(randomness.nextLong()).isEqualTo(1546998764402558742L);
    assertThat(randomness.nextLong()).isEqualTo(6990951692964543102L);
    assertThat(randomness.nextLong()).isEqualTo(-5902157311460992607L);
  }

  @Test
  void aForkDependsOnSeedAndNameAlone() {
    Randomness drawn = new SeededRandomness(7);
    drawn.nextLong();
    drawn.fork("other").nextLong();
    assertThat(drawn.fork("evict").nextLong())
        .isEqualTo(new SeededRandomness(7).fork("evict").nextLong())
        .isNotEqualTo(new SeededRandomness(7).fork("evicu").nextLong())
        .isNotEqualTo(new SeededRandomness(8).fork("evict").nextLong());
  }

  @Test
  void everyNumberBelowABoundComesAboutAsOften() {
    Randomness randomness = new SeededRandomness(3);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[randomness.below(7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400);
    }
    long bound = (1L << 62) + 1;
    for (int i = 0; i < 1_000; i++) {
      assertThat(randomness.below(bound)).isBetween(0L, bound - 1);
    }
  }
}
