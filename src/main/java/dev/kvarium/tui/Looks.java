package dev.kvarium.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was seen through each pane, and when a look is worth another.
 *
 * <p>Nothing is looked at for more than a twentieth of the time, and of what happens by itself only
 * one pane is looked through at once, the one whose turn is most overdue: a look through a million
 * keys takes milliseconds, and the next key should not wait for two of them.
 */
final class Looks {
  /** However little it takes, no look comes closer to the one before. */
  private static final long LEAST_NANOS = 50_000_000;

  private static final int SHARE = 20;

  private List<Look> last = List.of();

  private record Look(Seen seen, long atNanos, long tookNanos) {
    long dueNanos() {
      return atNanos + Math.max(LEAST_NANOS, SHARE * tookNanos);
    }
  }

  /** Looks through all panes. */
  List<Seen> all(List<Pane> panes, Function<Pane, Seen> eye) {
    List<Look> looks = new ArrayList<>();
    for (Pane pane : panes) {
      looks.add(look(pane, eye));
    }
    last = looks;
    return seen();
  }

  /** Looks through the pane whose turn it is, if any, and through those not looked through yet. */
  List<Seen> next(List<Pane> panes, Function<Pane, Seen> eye, long nowNanos) {
    List<Look> looks = new ArrayList<>();
    int overdue = -1;
    boolean looked = false;
    for (Pane pane : panes) {
      Optional<Look> known = last.stream().filter(each -> each.seen.pane().equals(pane)).findAny();
      looked |= known.isEmpty();
      looks.add(known.orElseGet(() -> look(pane, eye)));
      Look look = looks.getLast();
      if (look.dueNanos() - nowNanos <= 0
          && (overdue < 0 || look.dueNanos() - looks.get(overdue).dueNanos() < 0)) {
        overdue = looks.size() - 1;
      }
    }
    if (!looked && overdue >= 0) {
      looks.set(overdue, look(panes.get(overdue), eye));
    }
    last = looks;
    return seen();
  }

  private static Look look(Pane pane, Function<Pane, Seen> eye) {
    long from = System.nanoTime();
    Seen seen = eye.apply(pane);
    long now = System.nanoTime();
    return new Look(seen, now, now - from);
  }

  private List<Seen> seen() {
    return last.stream().map(Look::seen).toList();
  }
}
