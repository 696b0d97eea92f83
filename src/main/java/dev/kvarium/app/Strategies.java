package dev.kvarium.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The catalogue of strategies. */
public final class Strategies {
  /**
   * A strategy.
   *
   * @param doc one sentence without a full stop
   */
  public record Kind(String name, String doc, Function<AppProcess, Strategy> maker) {}

  private static final List<Kind> ALL =
      List.of(
          new Kind("none", "who misses asks the database", None::new),
          new Kind("jitter", "each entry is kept a little shorter, by chance", Jitter::new),
          new Kind("lock", "who misses takes a lock in the store; the others wait", StoreLock::new),
          new Kind(
              "lease",
              "who misses gets a lease, which a change takes away; the others wait",
              Lease::new),
          new Kind(
              "single-flight",
              "within a process one asks the database, the others wait for its answer",
              SingleFlight::new),
          new Kind(
              "xfetch",
              "a reader takes an entry for expired before it is, the likelier the nearer the end",
              XFetch::new),
          new Kind(
              "refresh-ahead",
              "in the last part of its time an entry is made anew in the background",
              RefreshAhead::new),
          new Kind(
              "stale",
              "an entry is given out beyond its time while one client gets it anew",
              StaleWhileRevalidate::new),
          new Kind(
              "negative",
              "that there is no row is kept in the cache as well",
              NegativeCaching::new));

  private Strategies() {}

  /** All of them. */
  public static List<Kind> all() {
    return ALL;
  }

  /** The strategy of a name. */
  public static Optional<Kind> find(String name) {
    for (Kind each : ALL) {
      if (each.name().equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
