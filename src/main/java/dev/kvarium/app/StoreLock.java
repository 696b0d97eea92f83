package dev.kvarium.app;

/**
 * A lock in the store: of all who miss, whoever gets the lock asks the database; the others wait
 * and look again. It holds for all processes at once. When the owner dies, all wait until the
 * lock's own time is over; when the owner is slower than that, there are two owners, and the token
 * keeps the first from giving up the second's lock.
 *
 * <pre>
 *   GET key          nothing
 *   SET lock:key t1 NX PX 10000
 *      OK            GET key again: who had it before may have filled it · database · SET key ·
 *                    give up lock:key if it still holds t1
 *      nothing       wait 50 ms, GET key …
 * </pre>
 *
 * <p>Source: redis.io, "SET", section "Patterns", and "Distributed Locks"; memcached's wiki,
 * "Programming tricks", section "Ghetto central locking" with {@code add}.
 */
final class StoreLock extends Strategy {
  StoreLock(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    look(access, false);
  }

  private void look(Access access, boolean waited) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isPresent()) {
                Access.From from = waited ? Access.From.SHARED : Access.From.CACHE;
                process().answer(access, from, found.entry().get());
              } else if (!found.reached()) {
                fillAndAnswer(access, "miss"); // without a store there is no lock either
              } else {
                process().lock(access, token -> owns(access, token, waited), () -> waits(access));
              }
            });
  }

  private void waits(Access access) {
    process().later(access, process().settings().waitMillis(), () -> look(access, true));
  }

  private void owns(Access access, String token, boolean waited) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isPresent()) {
                Entry entry = found.entry().get();
                process()
                    .unlock(
                        access, token, () -> process().answer(access, Access.From.SHARED, entry));
                return;
              }
              process()
                  .fill(
                      access,
                      waited ? "waited" : "miss",
                      entry ->
                          process()
                              .unlock(
                                  access,
                                  token,
                                  () -> process().answer(access, Access.From.DATABASE, entry)));
            });
  }
}
