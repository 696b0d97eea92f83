package dev.kvarium.redis.value;

import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A {@link Shaping} with a fixed seed that keeps what is stated. */
final class Shape {
  final List<Event> events = new ArrayList<>();

  private final Shaping shaping =
      new Shaping(
          new byte[16],
          new Chance(1),
          new Probe() {
            @Override
            public boolean listening() {
              return true;
            }

            @Override
            public void emit(Event event) {
              events.add(event);
            }
          });

  Shaping shaping() {
    return shaping;
  }

  /** The one conversion that was stated. */
  EncodingEvent.Converted onlyConversion() {
    List<EncodingEvent.Converted> all =
        events.stream()
            .filter(EncodingEvent.Converted.class::isInstance)
            .map(EncodingEvent.Converted.class::cast)
            .toList();
    if (all.size() != 1) {
      throw new AssertionError("conversions: " + all);
    }
    return all.getFirst();
  }

  /** Chance from the JDK, seeded. */
  record Chance(SplittableRandom random) implements Randomness {
    Chance(long seed) {
      this(new SplittableRandom(seed));
    }

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public int below(int bound) {
      return random.nextInt(bound);
    }

    @Override
    public long below(long bound) {
      return random.nextLong(bound);
    }

    @Override
    public Randomness fork(String purpose) {
      return new Chance(purpose.hashCode());
    }
  }
}
