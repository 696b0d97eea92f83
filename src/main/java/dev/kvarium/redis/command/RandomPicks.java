package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What HRANDFIELD, SRANDMEMBER and ZRANDMEMBER share: to pick some elements of a collection. */
final class RandomPicks {
  /** So many picks with repetition fit into memory; the real server would send more. */
  static final long MOST_REPEATED = 1 << 24;

  /** A collection that is larger than the wanted number by this factor is drawn from at random. */
  private static final int SPARSE = 3;

  private RandomPicks() {}

  /** {@code count} draws, each from all elements. */
  static <T> List<T> repeated(long count, Supplier<T> draw) throws CommandError {
    if (count > MOST_REPEATED) {
      throw new CommandError("ERR value is out of range");
    }
    List<T> picks = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      picks.add(draw.get());
    }
    return picks;
  }

  /**
   * {@code count} of {@code size} elements, each at most once: dealt from all of them, or, where
   * they are by far more, drawn until so many are different.
   */
  static <T> List<T> distinct(
      int count,
      long size,
      Randomness random,
      Supplier<List<T>> all,
      Supplier<T> draw,
      Function<T, byte[]> key) {
    if ((long) count * SPARSE > size) {
      List<T> deck = all.get();
      for (int i = 0; i < count; i++) {
        Collections.swap(deck, i, i + random.below(deck.size() - i));
      }
      return deck.subList(0, count);
    }
    LinkedHashMap<Blob, T> picks = new LinkedHashMap<>();
    while (picks.size() < count) {
      T pick = draw.get();
      picks.putIfAbsent(Blob.of(key.apply(pick)), pick);
    }
    return List.copyOf(picks.values());
  }
}
