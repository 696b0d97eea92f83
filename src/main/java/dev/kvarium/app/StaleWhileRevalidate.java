package dev.kvarium.app;

/**
 * Stale while revalidate: an entry stays for a while beyond its time. Whoever finds it then is
 * answered with it at once, and one of them, found by the store, gets it anew in the background. A
 * change does not remove an entry, it makes it stale.
 *
 * <p>A Memcached finds that one itself: {@code mg} with {@code R} tells one client {@code W}, won,
 * and the others {@code Z}, and {@code md} with {@code I} makes stale. On a Redis the time up to
 * which an entry is fresh lies within it, a soft time to live, and a lock finds the one. Where
 * there is no entry at all, one gets it and the others wait and look again.
 *
 * <p>Source: RFC 5861, "HTTP Cache-Control Extensions for Stale Content"; protocol.txt of memcached
 * 1.6, "Stale cache".
 */
final class StaleWhileRevalidate extends Strategy {
  StaleWhileRevalidate(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    AppSettings settings = process().settings();
    process()
        .by(access)
        .cache()
        .getOrWin(
            access.key(),
            settings.staleMillis(),
            settings.lockMillis(),
            found -> {
              if (found.entry().isPresent()) {
                Access.From from = found.stale() ? Access.From.STALE : Access.From.CACHE;
                process().answer(access, from, found.entry().get());
                if (found.won()) {
                  process().fill(access, "stale", entry -> {});
                }
              } else if (found.won() || !found.reached()) {
                fillAndAnswer(access, "miss");
              } else {
                process().later(access, settings.waitMillis(), () -> read(access));
              }
            });
  }

  @Override
  protected void keep(Access by, Entry entry, Runnable then) {
    long ttl = ttlMillis();
    process()
        .by(by)
        .cache()
        .setWithGrace(
            by.key(),
            process().kept(by, entry, ttl),
            ttl,
            process().settings().staleMillis(),
            taken -> then.run());
  }

  @Override
  protected void drop(Access by, Runnable then) {
    process()
        .by(by)
        .cache()
        .invalidate(by.key(), process().settings().staleMillis(), answered -> then.run());
  }
}
