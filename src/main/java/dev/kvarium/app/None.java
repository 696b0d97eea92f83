package dev.kvarium.app;

/**
 * Plain cache-aside: who misses asks the database, whoever else is asking it for the same.
 *
 * <p>Source: Microsoft, "Cache-Aside pattern", Azure Architecture Center; Nishtala et al., "Scaling
 * Memcache at Facebook", NSDI 2013, section 2, calls it a look-aside cache.
 */
final class None extends Strategy {
  None(AppProcess process) {
    super(process);
  }

  @Override
  public void read(Access access) {
    process()
        .get(
            access,
            found ->
                found
                    .entry()
                    .ifPresentOrElse(
                        entry -> process().answer(access, Access.From.CACHE, entry),
                        () -> fillAndAnswer(access, "miss")));
  }
}
