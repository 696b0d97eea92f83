package dev.kvarium.app;

/**
 * Negative caching: that there is no row is kept in the cache as well, for a shorter time. Else
 * each read of what does not exist goes to the database, be the cache as large as it may.
 *
 * <p>Source: RFC 2308, "Negative Caching of DNS Queries".
 */
final class NegativeCaching extends Strategy {
  NegativeCaching(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    process()
        .get(
            access,
            found -> {
              if (found.entry().isPresent()) {
                process().answer(access, Access.From.CACHE, found.entry().get());
              } else {
                process().load(access, "miss", entry -> remember(access, entry));
              }
            });
  }

  private void remember(Access access, Entry entry) {
    Runnable answers = () -> process().answer(access, Access.From.DATABASE, entry);
    if (entry.isAbsence()) {
      process().set(access, entry, process().settings().negativeMillis(), answers);
    } else {
      keep(access, entry, answers);
    }
  }
}
