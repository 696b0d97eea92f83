package dev.kvarium.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kvarium.sim.SeededRandomness;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn by chance has the mean and the shares that it should. */
class DistributionsTest {
  private static final int DRAWS = 200_000;

  @Test
  void ranksAreDrawnAsOftenAsTheirWeightSays() {
    Zipf zipf = new Zipf(1_000, 0.99);
    assertThat(zipf.share(1)).isCloseTo(0.129, within(0.001));
    double ten = 0;
    for (int rank = 1; rank <= 10; rank++) {
      ten += zipf.share(rank);
    }
    assertThat(ten).isCloseTo(0.38, within(0.005));
    int[] drawn = new int[1_001];
    SeededRandomness chance = new SeededRandomness(3);
    for (int i = 0; i < DRAWS; i++) {
      drawn[zipf.rank(Chance.uniform(chance))]++;
    }
    for (int rank : new int[] {1, 2, 10, 100}) {
      double expected = DRAWS * zipf.share(rank);
      assertThat((double) drawn[rank])
          .as("rank " + rank)
          .isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
    assertThat(zipf.rank(0)).isEqualTo(1);
    assertThat(zipf.rank(Math.nextDown(1.0))).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void aLatencyHasItsMean(Latency.Shape shape) {
    SeededRandomness chance = new SeededRandomness(7);
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      long micros = new Latency(shape, 20_000).draw(chance);
      assertThat(micros).isNotNegative();
      sum += micros;
    }
    assertThat(sum / DRAWS).isCloseTo(20_000, within(200.0));
  }

  @Test
  void aHotSetGetsItsShare() {
    Popularity.Keys keys = new Popularity.HotSet(10, 90).over("k", 1_000, new SeededRandomness(5));
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      drawn.merge(keys.next(), 1, Integer::sum);
    }
    int hot = 0;
    for (int i = 0; i < 100; i++) {
      hot += drawn.getOrDefault("k" + i, 0);
    }
    assertThat((double) hot / DRAWS).isCloseTo(0.9, within(0.005));
    assertThat(drawn).hasSize(1_000);
  }

  @Test
  void theSizeOfAKeyIsAlwaysTheSameAndAllAreUsed() {
    Sizes sizes = new Sizes(100, 109);
    int[] seen = new int[10];
    for (int i = 0; i < 10_000; i++) {
      int size = sizes.of("item:" + i);
      assertThat(size).isEqualTo(sizes.of("item:" + i));
      seen[size - 100]++;
    }
    for (int many : seen) {
      assertThat(many).isBetween(850, 1_150);
    }
  }
}
