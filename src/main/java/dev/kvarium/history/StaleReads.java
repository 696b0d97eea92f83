package dev.kvarium.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds every stale read of a history, and says how old it was.
 *
 * <p>A read is stale when it gives an older version than was known before it was asked for: a write
 * of a newer one had been answered, or somebody had already read a newer one. What was on its way
 * at the same time proves nothing, so a read beside a write may give either.
 *
 * <pre>
 *   time ──────────────────────────────────────────────────────►
 *   w     ├─ write 2 ─┤
 *   a   ├──── read 1 ────┤                 beside the write: fine
 *   b           ├─ read 2 ─┤
 *   c                        ├─ read 1 ─┤  stale: the write had been answered, and d read 2 before
 *   d      ├ read 2 ┤ ├ read 1 ┤           the second is stale too, beside the write
 * </pre>
 *
 * <p>A database gives the writes of a key their versions in the order in which they happen. So that
 * is all there is to look at: a history without stale reads and without {@link #impossible
 * impossible} ones is linearizable, and any other is not (Herlihy and Wing, "Linearizability",
 * 1990). A test compares it with a search through all orders.
 *
 * <p>The age counts from the earliest proof. The versions known by then, taken in the order in
 * which the proofs came, only ever rise, so that this proof is found by halving: n log n in all.
 */
public final class StaleReads {
  private static final Comparator<Operation> BY_END =
      Comparator.comparingLong(Operation::endNanos)
          .thenComparingLong(Operation::startNanos)
          .thenComparingLong(Operation::number);

  private StaleReads() {}

  /** The stale reads of all keys, in the order in which they were asked for. */
  public static List<StaleRead> in(History history) {
    List<StaleRead> stale = new ArrayList<>();
    for (String key : history.keys()) {
      look(history.of(key), stale);
    }
    stale.sort(
        Comparator.<StaleRead>comparingLong(each -> each.read().startNanos())
            .thenComparingLong(each -> each.read().number()));
    return stale;
  }

  private static void look(List<Operation> operations, List<StaleRead> stale) {
    List<Operation> proofs = rising(operations);
    for (Operation read : operations) {
      if (read.kind() == Operation.Kind.WRITE) {
        continue;
      }
      int known = firstEndingFrom(proofs, read.startNanos());
      if (known > 0 && proofs.get(known - 1).version() > read.version()) {
        Operation proof = proofs.get(firstAbove(proofs, read.version()));
        stale.add(new StaleRead(read, proof, proofs.get(known - 1).version()));
      }
    }
  }

  /** The operations that showed a newer version than all that were answered before them. */
  private static List<Operation> rising(List<Operation> operations) {
    List<Operation> byEnd = new ArrayList<>(operations);
    byEnd.sort(BY_END);
    List<Operation> rising = new ArrayList<>();
    long newest = Long.MIN_VALUE;
    for (Operation each : byEnd) {
      if (each.version() > newest) {
        newest = each.version();
        rising.add(each);
      }
    }
    return rising;
  }

  /** How many proofs had been answered before a time. */
  private static int firstEndingFrom(List<Operation> proofs, long nanos) {
    int low = 0;
    int high = proofs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (proofs.get(middle).endNanos() < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first proof of a version above one. */
  private static int firstAbove(List<Operation> proofs, long version) {
    int low = 0;
    int high = proofs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (proofs.get(middle).version() <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Reads of what nobody had begun to write when they were answered: not stale, but wrong. The
   * lowest version of a key counts as there from the start.
   */
  public static List<Operation> impossible(History history) {
    List<Operation> impossible = new ArrayList<>();
    for (String key : history.keys()) {
      Map<Long, Long> begun = new HashMap<>();
      long first = Long.MAX_VALUE;
      for (Operation each : history.of(key)) {
        first = Math.min(first, each.version());
        if (each.kind() == Operation.Kind.WRITE) {
          begun.merge(each.version(), each.startNanos(), Math::min);
        }
      }
      if (!begun.containsKey(first)) {
        begun.put(first, Long.MIN_VALUE);
      }
      for (Operation read : history.of(key)) {
        if (begun.getOrDefault(read.version(), Long.MAX_VALUE) > read.endNanos()) {
          impossible.add(read);
        }
      }
    }
    return impossible;
  }
}
