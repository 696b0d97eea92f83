package dev.kvarium.app;

import dev.kvarium.world.Randomness;
import java.util.List;

/** Which keys are asked for how often. */
public sealed interface Popularity {
  /** By rank: {@code item:0} is asked for most often. */
  record Skewed(double skew) implements Popularity {}

  /** All alike. */
  record Uniform() implements Popularity {}

  /** The first {@code keysPercent} of the keys get {@code requestsPercent} of the requests. */
  record HotSet(int keysPercent, int requestsPercent) implements Popularity {}

  /** In this order, over and over; keys as they were recorded. */
  record Trace(String file, List<String> keys) implements Popularity {
    public Trace {
      keys = List.copyOf(keys);
    }
  }

  /** Draws keys, or goes through them. */
  interface Keys {
    String next();
  }

  /** A source of keys. */
  default Keys over(String prefix, int keys, Randomness chance) {
    return switch (this) {
      case Skewed skewed -> {
        Zipf zipf = new Zipf(keys, skewed.skew());
        yield () -> prefix + (zipf.rank(Chance.uniform(chance)) - 1);
      }
      case Uniform uniform -> () -> prefix + chance.below(keys);
      case HotSet set -> {
        int hot = Math.clamp((long) keys * set.keysPercent() / 100, 1, keys);
        yield () ->
            prefix
                + (chance.chance(set.requestsPercent(), 100)
                    ? chance.below(hot)
                    : hot == keys ? chance.below(keys) : hot + chance.below(keys - hot));
      }
      case Trace trace ->
          new Keys() {
            private int at;

            @Override
            public String next() {
              String key = trace.keys().get(at);
              at = (at + 1) % trace.keys().size();
              return key;
            }
          };
    };
  }
}
