package dev.kvarium.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The queue of what is due, beside one of the JDK. */
class DueQueueTest {
  private record Entry(long time, long number) {}

  @Test
  void givesTheEarliestAndOfThoseTheFirstThatWasAdded() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DueQueue<Entry> queue = new DueQueue<>();
      PriorityQueue<Entry> model =
          new PriorityQueue<>(
              Comparator.comparingLong(Entry::time).thenComparingLong(Entry::number));
      for (int i = 0; i < 3_000; i++) {
        if (random.nextInt(100) < (i < 1_500 ? 70 : 40)) {
          Entry entry = new Entry(random.nextInt(50), i);
          queue.add(entry.time(), entry.number(), entry);
          model.add(entry);
        } else if (!model.isEmpty()) {
          assertThat(queue.peek()).as("seed " + seed).isEqualTo(model.poll());
          queue.removeFirst();
        }
        assertThat(queue.peek()).as("seed " + seed).isEqualTo(model.peek());
      }
    }
  }
}
