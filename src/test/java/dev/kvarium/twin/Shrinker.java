package dev.kvarium.twin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a stream that leads to a difference short: delta debugging, which leaves out ever smaller
 * pieces as long as the same difference comes.
 */
final class Shrinker {
  private static final int MOST_RUNS = 600;

  private final Twin twin;
  private final String signature;
  private int runs;

  Shrinker(Twin twin, String signature) {
    this.twin = twin;
    this.signature = signature;
  }

  /** A shorter stream to the same difference; the stream itself where it does not come again. */
  List<Op> shrink(List<Op> ops) throws IOException {
    if (!leadsThere(ops)) {
      return ops;
    }
    List<Op> best = ops;
    int pieces = 2;
    while (best.size() > 1 && runs < MOST_RUNS) {
      int size = Math.max(1, (best.size() + pieces - 1) / pieces);
      boolean shorter = false;
      for (int from = 0; from < best.size() && runs < MOST_RUNS; from += size) {
        List<Op> without = new ArrayList<>(best.subList(0, from));
        without.addAll(best.subList(Math.min(best.size(), from + size), best.size()));
        if (!without.isEmpty() && leadsThere(without)) {
          best = without;
          shorter = true;
          from -= size;
        }
      }
      if (!shorter && size == 1) {
        break;
      }
      pieces = Math.min(best.size(), shorter ? Math.max(2, pieces) : pieces * 2);
    }
    return best;
  }

  private boolean leadsThere(List<Op> ops) throws IOException {
    runs++;
    twin.reset();
    Optional<Divergence> found = twin.run(ops);
    return found.isPresent() && found.get().signature().equals(signature);
  }
}
