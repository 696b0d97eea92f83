package dev.kvarium.app;

/**
 * Probabilistic early recomputation: each reader may take an entry for expired before it is, the
 * likelier the nearer the end is and the longer the entry took to make. Nobody waits for anybody,
 * and processes need not know of each other.
 *
 * <pre>
 *   now - delta · beta · ln(rand()) ≥ expiry      make it anew, now
 * </pre>
 *
 * <p>{@code delta} is how long it took to make, {@code rand()} is uniform from 0 to 1, so that
 * {@code -ln(rand())} is exponential with mean 1: a reader looks that much ahead of the clock. With
 * {@code s} left to live a read makes the entry anew with probability {@code e^(-s/(beta·delta))}.
 *
 * <p>Source: Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede Prevention",
 * PVLDB 8(8), 2015, figure 3.
 */
final class XFetch extends Strategy {
  private static final double MICROS_PER_MILLI = 1_000;

  XFetch(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isEmpty()) {
                fillAndAnswer(access, "miss");
              } else if (isTakenForExpired(found.entry().get())) {
                fillAndAnswer(access, "early");
              } else {
                process().answer(access, Access.From.CACHE, found.entry().get());
              }
            });
  }

  private boolean isTakenForExpired(Entry entry) {
    double ahead =
        entry.computeMicros()
            * process().settings().beta()
            * Chance.exponential(process().chance());
    double now = process().clock().nowMicros();
    return now + ahead >= entry.freshUntilMillis() * MICROS_PER_MILLI;
  }
}
