package dev.kvarium.app;

/**
 * Leases: of all who miss, one gets a lease, a token with which alone the entry can be put there;
 * the others wait and look again. A change of the row takes the lease away with the entry, so that
 * what was read before the change is not kept after it. The delete race of cache-aside is over:
 *
 * <pre>
 *   reader                 cache                    writer
 *   mg k v c N10    ──►    VA 0 c7 W                              lease 7
 *   reads version 1                                 writes version 2
 *                          HD                 ◄──   md k          the lease is gone
 *   ms k … C7       ──►    NF                                     refused; answered, not kept
 * </pre>
 *
 * <p>On a Memcached the lease is the CAS number of an empty item that {@code mg} with {@code N}
 * makes; on a Redis it is a key beside, which a script sets if there is no entry (SET … NX PX),
 * another asks for before it keeps the entry, and DEL removes with it.
 *
 * <p>What is left: between the change of the row and the arrival of the delete, the old entry is
 * still given out.
 *
 * <p>Source: Nishtala and others, "Scaling Memcache at Facebook", NSDI 2013, section 3.2.1.
 */
final class Lease extends Strategy {
  Lease(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    look(access, false);
  }

  private void look(Access access, boolean waited) {
    process()
        .lease(
            access,
            leased -> {
              Found found = leased.found();
              if (found.entry().isPresent()) {
                Access.From from = waited ? Access.From.SHARED : Access.From.CACHE;
                process().answer(access, from, found.entry().get());
              } else if (leased.isLeased()) {
                get(access, leased.lease(), waited ? "waited" : "miss");
              } else if (!found.reached()) {
                process()
                    .load(
                        access,
                        "miss",
                        entry -> process().answer(access, Access.From.DATABASE, entry));
              } else {
                process()
                    .later(access, process().settings().waitMillis(), () -> look(access, true));
              }
            });
  }

  private void get(Access access, String lease, String why) {
    process()
        .load(
            access,
            why,
            entry -> {
              Runnable answer = () -> process().answer(access, Access.From.DATABASE, entry);
              if (entry.isAbsence()) {
                drop(access, answer);
              } else {
                process().setLeased(access, entry, ttlMillis(), lease, answer);
              }
            });
  }

  @Override
  protected void drop(Access by, Runnable then) {
    process().by(by).cache().deleteWithLease(by.key(), answered -> then.run());
  }
}
